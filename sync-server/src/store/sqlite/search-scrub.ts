import type { Connection } from './open.ts'
import { searchVocabulary } from './search-vocabulary.ts'

/** Words looked at in one write. */
const PAGE = 200

/**
 * Makes search forget what is in no document now: words without use, and what its index keeps of earlier
 * texts until it is written anew.
 */
export const scrubSearch = (connection: Connection): (() => Promise<void>) => {
  const { db } = connection
  const vocabulary = searchVocabulary(connection)
  const count = db.prepare<[], number>('SELECT count(*) FROM search_words').pluck()
  return async () => {
    await connection.write(() =>
      db.exec(`INSERT INTO search_index (search_index) VALUES ('optimize')`),
    )
    // it goes on where it stopped: once more than there are pages has been everywhere
    for (let left = count.get() ?? 0; left >= -PAGE; left -= PAGE) await vocabulary.tidy(PAGE)
    await connection.write(() =>
      db.exec(`INSERT INTO search_parts (search_parts) VALUES ('optimize')`),
    )
  }
}
