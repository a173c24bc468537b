import { SHORTEST_INSIDE } from '../search/ladder.ts'
import { isSpelled, skeletonsOf } from '../search/near.ts'
import type { Connection } from './open.ts'
import { is, TOKEN } from './search-tokens.ts'

/** Words learnt in one write, so that it is short. */
const LEARNT_AT_ONCE = 100

/** The words that are in use. What a query is looked up by is in `search-terms.ts`. */
export type Vocabulary = {
  /** Within a write. */
  learn(words: readonly string[]): void
  /** A lot of words, in short writes. */
  learnAhead(words: readonly string[]): Promise<void>
  /** Looks at the next `limit` words, and forgets those that no document has now. */
  tidy(limit: number): Promise<void>
}

export const searchVocabulary = (connection: Connection): Vocabulary => {
  const { db } = connection
  const known = db.prepare<[string]>('SELECT 1 FROM search_words WHERE word = ?')
  const add = db.prepare('INSERT OR IGNORE INTO search_words (word) VALUES (?)')
  const addParts = db.prepare('INSERT INTO search_parts (rowid, parts) VALUES (?, ?)')
  const learn = (words: readonly string[]): void => {
    for (const word of words.filter(isListed)) {
      const { changes, lastInsertRowid } = add.run(word)
      if (changes > 0) addParts.run(lastInsertRowid, partsOf(word).join(' '))
    }
  }
  return {
    learn,
    learnAhead: async (words) => {
      const unknown = words.filter((word) => isListed(word) && known.get(word) === undefined)
      for (let from = 0; from < unknown.length; from += LEARNT_AT_ONCE)
        await connection.write(() => learn(unknown.slice(from, from + LEARNT_AT_ONCE)))
    },
    tidy: tidying(connection),
  }
}

/** Shorter words are found by themselves and by their beginnings, which the index has. */
const isListed = (word: string): boolean => word.length >= SHORTEST_INSIDE

/** What the words in use are found by: ends that begin inside, and what typos leave of the beginning. */
const partsOf = (word: string): string[] => [
  ...Array.from({ length: word.length - SHORTEST_INSIDE }, (_, i) => word.slice(i + 1)),
  ...(isSpelled(word) ? [...skeletonsOf(word)].map(skeletonToken) : []),
]

/** What a word is found by that a typo has made of another. */
export const skeletonToken = (skeleton: string): string => `~${skeleton}`

type Entry = { id: number; word: string }

/** Goes round and round; what it has forgotten is learnt again with the next document that has it. */
const tidying = (connection: Connection): Vocabulary['tidy'] => {
  const { db } = connection
  const after = db.prepare<[number, number], Entry>(
    'SELECT id, word FROM search_words WHERE id > ? ORDER BY id LIMIT ?',
  )
  const inUse = db.prepare<[string]>(
    'SELECT 1 FROM search_index WHERE search_index MATCH ? LIMIT 1',
  )
  const isUnused = ({ word }: Entry): boolean => inUse.get(is(TOKEN.word(word))) === undefined
  const remove = db.prepare('DELETE FROM search_words WHERE id = ?')
  const removeParts = db.prepare('DELETE FROM search_parts WHERE rowid = ?')
  let last = 0
  return async (limit) => {
    const words = after.all(last, limit)
    last = words.length < limit ? 0 : (words.at(-1)?.id ?? 0)
    const unused = words.filter(isUnused)
    if (unused.length === 0) return
    await connection.write(() => {
      for (const entry of unused.filter(isUnused)) {
        remove.run(entry.id)
        removeParts.run(entry.id)
      }
    })
  }
}
