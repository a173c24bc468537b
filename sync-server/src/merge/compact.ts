import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { ROOT } from '../store/text.ts'
import type { Author, Contributor, Entry, Loaded, Snapshot } from '../store/types.ts'

/** People whom a snapshot remembers, the latest first. */
const CONTRIBUTORS = 50

/** `poison`: entries that were left out because no document can take them (R62). */
export type Compacted = { snapshot: Snapshot; poison: readonly number[] }

/** A document as the store has it: the newest snapshot, and what was written after it. */
export type Source = Pick<Loaded, 'snapshot' | 'tail'>

/**
 * Merges the newest snapshot and the entries after it: opens the document, from bytes, and throws it away. What
 * it answers with loads cleanly: nothing in it throws and nothing stays pending (R61).
 */
export const compact = (loaded: Loaded, now: number): Compacted => {
  const { doc, clean, poison } = openClean(loaded)
  try {
    const snapshot = {
      coversSeq: loaded.head.seq,
      update: Y.encodeStateAsUpdate(doc),
      stateVector: Y.encodeStateVector(doc),
      deleted: encodeDeleted(doc),
      authors: [...authorsOf(clean)],
      contributors: contributorsOf(clean.snapshot?.contributors ?? [], clean.tail),
      text: doc.getText(ROOT).toJSON(),
      at: now,
    }
    return { snapshot, poison }
  } finally {
    doc.destroy()
  }
}

/** A transient document with everything in it, in one transaction. */
export const openDocument = ({ snapshot, tail }: Source): Y.Doc => {
  const doc = new Y.Doc({ gc: true })
  // the root has to be defined before updates come: else Yjs does not know that it is text
  doc.getText(ROOT)
  doc.transact(() => {
    if (snapshot !== null) Y.applyUpdate(doc, snapshot.update)
    for (const { update } of tail) Y.applyUpdate(doc, update)
  })
  return doc
}

const isPending = ({ store }: Y.Doc): boolean =>
  store.pendingStructs !== null || store.pendingDs !== null

/** Null when something in it throws or stays pending. */
const openWhole = (source: Source): Y.Doc | null => {
  try {
    const doc = openDocument(source)
    if (!isPending(doc)) return doc
    doc.destroy()
    return null
  } catch {
    return null
  }
}

const loads = (source: Source): boolean => {
  const doc = openWhole(source)
  doc?.destroy()
  return doc !== null
}

/**
 * Everything, nearly always, and then opened once. Otherwise, entry by entry, everything but what throws or builds on
 * what threw: one that fails is found by halving, so a long log with one bad entry costs a few loads and not one for
 * each entry.
 */
const openClean = ({
  snapshot,
  tail,
}: Source): { doc: Y.Doc; clean: Source; poison: readonly number[] } => {
  let good: readonly Entry[] = []
  let rest = tail
  const poison: number[] = []
  for (;;) {
    const clean = { snapshot, tail: good.length === 0 ? rest : [...good, ...rest] }
    const doc = openWhole(clean)
    if (doc !== null) return { doc, clean, poison }
    const count = longestPrefix(rest, (part) => loads({ snapshot, tail: [...good, ...part] }))
    const bad = rest[count]
    if (bad === undefined)
      throw new Error('The newest snapshot cannot be opened. Restore the document from a backup.')
    good = good.concat(rest.slice(0, count))
    poison.push(bad.seq)
    rest = rest.slice(count + 1)
  }
}

/** How many of `entries`, from the first on, are good together. */
const longestPrefix = (
  entries: readonly Entry[],
  good: (part: readonly Entry[]) => boolean,
): number => {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (good(entries.slice(0, middle))) low = middle
    else high = middle - 1
  }
  return low
}

/** Whose each client id is: the first author who wrote with it (R13). */
export const authorsOf = ({ snapshot, tail }: Source): Map<number, Author> => {
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
