import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { corpusOf, randomOf } from './corpus.ts'
import type { Corpus } from './corpus.ts'
import { fill } from './fill.ts'
import type { Readers } from './fill.ts'

/** Goes up when what is kept changes its form. */
const FORM = 1
const SEED = 14

/** Who reads in a library: their ids. */
export const READERS: Readers = {
  librarian: '11111111-1111-4111-8111-111111111111',
  member: '22222222-2222-4222-8222-222222222222',
}

/** The corpus that a library is made of: the same words, in the same order, whenever it is asked for. */
export const libraryCorpus = (): Corpus => corpusOf(randomOf(SEED))

/**
 * A data folder for a server, with so many documents in its database. They are written once, which takes some minutes
 * for 100,000, and kept in the folder for temporary files; what is handed out is a copy.
 */
export const borrowLibrary = async (
  documents: number,
): Promise<{ folder: string; giveBack: () => void }> => {
  const kept = join(tmpdir(), `sticky-library-${documents}-${FORM}.db`)
  if (!existsSync(kept)) await write(kept, documents)
  const folder = mkdtempSync(join(tmpdir(), 'sticky-bench-'))
  const giveBack = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
  process.once('exit', giveBack)
  copyFileSync(kept, join(folder, 'sticky.db'))
  return { folder, giveBack }
}

const write = async (kept: string, documents: number): Promise<void> => {
  console.log(`Writing a library of ${documents} documents; it is kept for the next time.`)
  const folder = `${kept}.${process.pid}`
  mkdirSync(folder)
  try {
    const databasePath = join(folder, 'sticky.db')
    await fill(databasePath, READERS, libraryCorpus(), documents)
    renameSync(databasePath, kept)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
