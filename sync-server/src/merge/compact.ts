import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { ROOT } from '../store/text.ts'
import type { Author, Contributor, Entry, Loaded, Snapshot } from '../store/types.ts'

/** People whom a snapshot remembers, the latest first. */
const CONTRIBUTORS = 50

/**
 * Merges the newest snapshot and the entries after it: opens the document, from bytes, and throws it away.
 * Throws when something would stay pending: such a snapshot is never published (R61).
 */
export const compact = ({ snapshot, tail }: Loaded, now: number): Snapshot => {
  const doc = openDocument({ snapshot, tail })
  try {
    if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) {
      throw new Error('the log has entries that build on something missing')
    }
    return {
      coversSeq: tail.at(-1)?.seq ?? snapshot?.coversSeq ?? 0,
      update: Y.encodeStateAsUpdate(doc),
      stateVector: Y.encodeStateVector(doc),
      deleted: encodeDeleted(doc),
      authors: [...authorsOf({ snapshot, tail })],
      contributors: contributorsOf(snapshot?.contributors ?? [], tail),
      text: doc.getText(ROOT).toJSON(),
      at: now,
    }
  } finally {
    doc.destroy()
  }
}

/** A transient document with everything in it, in one transaction. */
export const openDocument = ({ snapshot, tail }: Pick<Loaded, 'snapshot' | 'tail'>): Y.Doc => {
  const doc = new Y.Doc({ gc: true })
  // the root has to be defined before updates come: else Yjs does not know that it is text
  doc.getText(ROOT)
  doc.transact(() => {
    if (snapshot !== null) Y.applyUpdate(doc, snapshot.update)
    for (const { update } of tail) Y.applyUpdate(doc, update)
  })
  return doc
}

/** Whose each client id is: the first author who wrote with it (R13). */
export const authorsOf = ({
  snapshot,
  tail,
}: Pick<Loaded, 'snapshot' | 'tail'>): Map<number, Author> => {
  const authors = new Map(snapshot?.authors)
  for (const { author, clients } of tail) {
    for (const { client } of clients) {
      if (!authors.has(client)) authors.set(client, author)
    }
  }
  return authors
}

/** In the format of `store/deleted.ts`. */
const encodeDeleted = (doc: Y.Doc): Uint8Array => {
  const { clients } = Y.createDeleteSetFromStructStore(doc.store)
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, clients.size)
    for (const [client, items] of clients) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, items.length)
      for (const { clock, len } of items) {
        encoding.writeVarUint(encoder, clock)
        encoding.writeVarUint(encoder, len)
      }
    }
  })
}

const contributorsOf = (before: readonly Contributor[], tail: readonly Entry[]): Contributor[] => {
  const latest = new Map(before.map(({ author, at }) => [author, at]))
  for (const { author, at } of tail) latest.set(author, Math.max(at, latest.get(author) ?? 0))
  return [...latest]
    .map(([author, at]) => ({ author, at }))
    .sort((a, b) => b.at - a.at)
    .slice(0, CONTRIBUTORS)
}
