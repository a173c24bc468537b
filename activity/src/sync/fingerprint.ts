import { fingerprint } from '@sticky/shared/fingerprint'
import * as Y from 'yjs'

/** What this document holds, to be compared with what the server knows of it (R63). */
export const fingerprintOf = (doc: Y.Doc): Uint8Array => {
  const { clients } = Y.createDeleteSetFromStructStore(doc.store)
  const deleted = [...clients].map(
    ([client, ranges]) =>
      [client, ranges.flatMap(({ clock, len }) => [clock, clock + len])] as const,
  )
  return fingerprint(Y.decodeStateVector(Y.encodeStateVector(doc)), deleted)
}
