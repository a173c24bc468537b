import { setImmediate as turn } from 'node:timers/promises'
import type { Connection } from './open.ts'
import { searchVocabulary } from './search-vocabulary.ts'

/** Words looked at in one write. */
const PAGE = 200
/** Pages of an index that one write makes anew: some 10 ms. */
const MERGED_AT_ONCE = 32
/** A row of no document, with a token that no query has. */
const [NOBODY, NOTHING] = [-1, '||']

/**
 * Makes search forget what is in no document now, however large it is, in short writes: words without use, and what its
 * index keeps of earlier texts until it is written anew. All words are looked at: which ones only an earlier text had,
 * nothing tells any more.
 */
export const scrubSearch = (connection: Connection): (() => Promise<void>) => {
  const vocabulary = searchVocabulary(connection)
  const count = connection.db.prepare<[], number>('SELECT count(*) FROM search_words').pluck()
  const renewIndex = renewing(connection, 'search_index', 'tokens')
  const renewParts = renewing(connection, 'search_parts', 'parts')
  return async () => {
    await renewIndex()
    // it goes on where it stopped: once more than there are pages has been everywhere
    for (let left = count.get() ?? 0; left >= -PAGE; left -= PAGE) {
      await vocabulary.tidy(PAGE)
      await turn()
    }
    await renewParts()
  }
}

/** Writes a full-text table anew without the rows that were deleted before, while others write to it. */
const renewing = (
  connection: Connection,
  table: 'search_index' | 'search_parts',
  column: string,
): (() => Promise<void>) => {
  const { db } = connection
  const mark = (): void => {
    db.prepare(`DELETE FROM ${table} WHERE rowid = ?`).run(NOBODY)
    db.prepare(`INSERT INTO ${table} (rowid, ${column}) VALUES (?, ?)`).run(NOBODY, NOTHING)
    // else a merge of two segments would not be gone on with
    db.prepare(`INSERT INTO ${table} (${table}, rank) VALUES ('usermerge', 2)`).run()
  }
  const changes = db.prepare<[], number>('SELECT total_changes()').pluck()
  const merge = (pages: number): Promise<number> =>
    connection.write(() => {
      const before = changes.get() ?? 0
      db.prepare(`INSERT INTO ${table} (${table}, rank) VALUES ('merge', ?)`).run(pages)
      return (changes.get() ?? 0) - before
    })
  return async () => {
    // a lone segment is not merged to its end: with the mark there are two
    await connection.write(mark)
    // a negative number begins with all that there is; less than two changes: there is nothing more to do
    await merge(-MERGED_AT_ONCE)
    while ((await merge(MERGED_AT_ONCE)) >= 2) await turn()
  }
}
