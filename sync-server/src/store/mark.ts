import { existsSync, readFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { v7 as uuid } from 'uuid'
import type { Store } from './types.ts'

/** How often the mark is brought up to date, ms. */
const EVERY = 1_000

/**
 * Notices that the store was restored from a backup (T28). Beside it lies a small file with the number of entries
 * ever appended; a store that has fewer is an older copy. Then every document starts a new generation: clients
 * that saw what the copy lacks start afresh, and no cursor skips what is written from now on.
 *
 * Keeps the file up to date until the answer is called. Not noticed: a copy of store and file together (restore
 * such a one with the file deleted), and a copy taken in the last second before a power cut.
 */
export const keepMark = async (
  store: Store,
  path: string,
  onRestored: () => void,
): Promise<() => Promise<void>> => {
  let kept = readMark(path)
  const current = await store.mark()
  if (kept === null ? current > 0 : current < kept) {
    await store.renewGenerations(uuid())
    onRestored()
  }
  const bringUpToDate = async (): Promise<void> => {
    const mark = await store.mark()
    if (mark !== kept) await writeMark(path, mark)
    kept = mark
  }
  await bringUpToDate()
  const timer = setInterval(() => {
    // a full disk: the next time will do
    bringUpToDate().catch(() => {})
  }, EVERY)
  return async () => {
    clearInterval(timer)
    await bringUpToDate().catch(() => {})
  }
}

const readMark = (path: string): number | null => {
  if (!existsSync(path)) return null
  const mark = Number(readFileSync(path, 'utf8'))
  return Number.isSafeInteger(mark) ? mark : null
}

const writeMark = async (path: string, mark: number): Promise<void> => {
  await writeFile(`${path}.next`, String(mark))
  await rename(`${path}.next`, path)
}
