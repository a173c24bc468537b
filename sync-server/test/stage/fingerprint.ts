import { fingerprint } from '@sticky/shared/fingerprint'
import * as Y from 'yjs'

/** As the Activity computes it of its document (R63). */
export const fingerprintOf = (doc: Y.Doc): Uint8Array => {
  const { clients } = Y.createDeleteSetFromStructStore(doc.store)
  const deleted = [...clients].map(
    ([client, ranges]) =>
      [client, ranges.flatMap(({ clock, len }) => [clock, clock + len])] as const,
  )
  return fingerprint(Y.decodeStateVector(Y.encodeStateVector(doc)), deleted)
}
