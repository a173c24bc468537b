import { SHORTEST_INSIDE } from '../search/ladder.ts'
import type { Term } from '../search/ladder.ts'
import { distance, isSpelled, skeletonsOf, typosAllowed } from '../search/near.ts'
import type { Connection } from './open.ts'
import { any, begins, is, TOKEN } from './search-tokens.ts'

/**
 * Words that one word of a query may stand for, of each kind: misspellings, the nearest first, and words with it in
 * them. Only a few letters that thousands of words have in them have more; those that came into use first count.
 */
const MOST_NEAR = 200
const MOST_WITH = 1_000
/** Words learnt in one write, so that it is short. */
const LEARNT_AT_ONCE = 100

/** A word of a query, and words in use that begin with it (long ones only) or have it inside. */
export type IndexTerm = Term & {
  beginnings: () => readonly string[]
  insides: () => readonly string[]
}

/**
 * The words that are in use, and which a word of a query may stand for. It is common to all documents: a word of it
 * opens nothing, since what it leads to is asked for by rights like everything else.
 */
export type Vocabulary = {
  /** Within a write. */
  learn(words: readonly string[]): void
  /** A lot of words, in short writes. */
  learnAhead(words: readonly string[]): Promise<void>
  /** Looks at the next `limit` words, and forgets those that no document has any more. */
  tidy(limit: number): Promise<void>
  termOf(word: string): IndexTerm
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
    termOf: termFinder(connection),
  }
}

/** Shorter words are found by themselves and by their beginnings, which the index has. */
const isListed = (word: string): boolean => word.length >= SHORTEST_INSIDE

/** What the words in use are found by: ends that begin inside, and what typos leave of the beginning. */
const partsOf = (word: string): string[] => [
  ...Array.from({ length: word.length - SHORTEST_INSIDE }, (_, i) => word.slice(i + 1)),
  ...(isSpelled(word) ? [...skeletonsOf(word)].map(skeletonToken) : []),
]

const skeletonToken = (skeleton: string): string => `~${skeleton}`

const termFinder = ({ db }: Connection): Vocabulary['termOf'] => {
  const range = db
    .prepare<[string, string], string>(
      `SELECT word FROM search_words WHERE word >= ? AND word < ? LIMIT ${MOST_WITH}`,
    )
    .pluck()
  const byParts = (limit: string) =>
    db
      .prepare<[string], string>(
        `SELECT w.word FROM search_parts p CROSS JOIN search_words w ON w.id = p.rowid
         WHERE p.search_parts MATCH ? ${limit}`,
      )
      .pluck()
  const withPart = byParts(`ORDER BY p.rowid LIMIT ${MOST_WITH}`)
  const withAnyPart = byParts('')
  const nearTo = (word: string): Map<number, string[]> => {
    const typos = typosAllowed(word)
    if (typos === 0) return new Map()
    const skeletons = [...skeletonsOf(word, typos)].map((one) => is(skeletonToken(one)))
    return byDistance(word, withAnyPart.all(any(skeletons)), typos)
  }
  return (word) => {
    const found = nearTo(word)
    const one = (found.get(1) ?? []).slice(0, MOST_NEAR)
    return {
      word,
      near: [one, (found.get(2) ?? []).slice(0, MOST_NEAR - one.length)],
      beginnings: once(() => range.all(word, `${word}\u{10FFFF}`)),
      insides: once(() => withPart.all(begins(word))),
    }
  }
}

const once = <T>(find: () => T): (() => T) => {
  let found: { value: T } | undefined
  return () => (found ??= { value: find() }).value
}

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

const byDistance = (
  word: string,
  candidates: readonly string[],
  most: number,
): Map<number, string[]> => {
  const near = new Map<number, string[]>()
  for (const candidate of candidates) {
    const typos = distance(word, candidate, most)
    if (typos <= most) near.set(typos, [...(near.get(typos) ?? []), candidate])
  }
  return near
}
