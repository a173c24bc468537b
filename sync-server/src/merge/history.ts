import type { Snapshot, Store, Version } from '../store/types.ts'
import { authorshipOf } from './authorship.ts'
import { authorsOf, openDocument } from './compact.ts'
import { surplus } from './thinning.ts'

/**
 * Makes a version of what was written and merged since the one before, and forgets those that have become too many.
 * Does nothing when nothing was; whatever is interrupted, the next call does.
 */
export const makeVersion = async (
  { snapshots, history }: Pick<Store, 'snapshots' | 'history'>,
  document: string,
  now: number,
): Promise<void> => {
  const snapshot = await snapshots.latest(document)
  if (snapshot === null || !(await history.add(document, versionOf(snapshot)))) return
  await thin(history, document, now)
}

/** Goes round and round: each call forgets what has become too many of the next `limit` documents with versions. */
export const thinning = (
  history: Store['history'],
): ((limit: number, now: number) => Promise<void>) => {
  let last = ''
  return async (limit, now) => {
    const documents = await history.documents(last, limit)
    last = documents.length < limit ? '' : (documents.at(-1) ?? '')
    for (const document of documents) await thin(history, document, now)
  }
}

const thin = async (history: Store['history'], document: string, now: number): Promise<void> => {
  const all = await history.of(document, { before: null, limit: Number.MAX_SAFE_INTEGER })
  const old = surplus(all, now)
  if (old.length > 0) await history.drop(document, old)
}

const versionOf = (snapshot: Snapshot): Pick<Version, 'seq' | 'text' | 'authorship'> => {
  const source = { snapshot, tail: [] }
  const doc = openDocument(source)
  try {
    const { authors, runs } = authorshipOf(doc, authorsOf(source))
    return { seq: snapshot.coversSeq, text: snapshot.text, authorship: { authors, runs } }
  } finally {
    doc.destroy()
  }
}
