import type { Term } from '../search/ladder.ts'
import { nearTo, skeletonsOf, typosAllowed } from '../search/near.ts'
import type { Near } from '../search/near.ts'
import { once } from '../search/once.ts'
import type { Connection } from './open.ts'
import { any, begins, is } from './search-tokens.ts'
import { skeletonToken } from './search-vocabulary.ts'

/**
 * Words of each kind that one word of a query may stand for. Only a few letters that thousands of words have inside
 * have more; those that came into use first count.
 */
const MOST = 1_000

/** A word of a query, with the words in use that have it inside. */
export type IndexTerm = Term & { insides: () => readonly string[] }

/**
 * What a word of a query may stand for, of the words in use. Those are common to all documents: one of them opens
 * nothing, since what it leads to is asked for by rights like everything else.
 */
export const termFinder = ({ db }: Connection): ((word: string) => IndexTerm) => {
  const withParts = db
    .prepare<[string, number], string>(
      `SELECT w.word FROM search_parts p CROSS JOIN search_words w ON w.id = p.rowid
       WHERE p.search_parts MATCH ? ORDER BY p.rowid LIMIT ?`,
    )
    .pluck()
  const near = (word: string): Near => {
    const typos = typosAllowed(word)
    if (typos === 0) return [[], []]
    const skeletons = [...skeletonsOf(word, typos)].map((one) => is(skeletonToken(one)))
    const [one, two] = nearTo(word, withParts.all(any(skeletons), -1))
    return [one.slice(0, MOST), two.slice(0, MOST)]
  }
  return (word) => ({
    word,
    near: once(() => near(word)),
    insides: once(() => withParts.all(begins(word), MOST)),
  })
}
