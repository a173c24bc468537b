import { distance, isNear, skeletonsOf, typosAllowed } from '../search/near.ts'
import { once } from '../search/once.ts'
import type { Connection } from './open.ts'
import { any, begins, is } from './search-tokens.ts'
import { skeletonToken } from './search-vocabulary.ts'

/**
 * Words of each kind that one word of a query may stand for. Only a few letters that thousands of words have inside
 * have more; those that came into use first count.
 */
const MOST = 1_000

/** A word of a query, and words in use that have it inside, are one typo and are two typos away from it. */
export type IndexTerm = {
  word: string
  insides: () => readonly string[]
  oneTypo: () => readonly string[]
  twoTypos: () => readonly string[]
}

/**
 * What a word of a query may stand for, of the words in use; each is looked up when it is first asked for. They are common to all documents: one of them opens
 * nothing, since what it leads to is asked for by rights like everything else.
 */
export const termFinder = ({ db }: Connection): ((word: string) => IndexTerm) => {
  const withParts = db
    .prepare<[string, number], string>(
      `SELECT w.word FROM search_parts p CROSS JOIN search_words w ON w.id = p.rowid
       WHERE p.search_parts MATCH ? ORDER BY p.rowid LIMIT ?`,
    )
    .pluck()
  const near = (word: string): string[] => {
    const typos = typosAllowed(word)
    if (typos === 0) return []
    const skeletons = [...skeletonsOf(word, typos)].map((one) => is(skeletonToken(one)))
    return withParts.all(any(skeletons), -1).filter((other) => isNear(word, other, typos))
  }
  return (word) => {
    const found = once(() => near(word))
    const away = (typos: number): string[] =>
      found()
        .filter((other) => distance(word, other, typos) === typos)
        .slice(0, MOST)
    return {
      word,
      insides: once(() => withParts.all(begins(word), MOST)),
      oneTypo: once(() => away(1)),
      twoTypos: once(() => away(2)),
    }
  }
}
