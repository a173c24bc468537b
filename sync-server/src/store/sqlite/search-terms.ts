import { distance, isNear, skeletonsOf, typosAllowed } from '../search/near.ts'
import { once } from '../search/once.ts'
import type { Connection } from './open.ts'
import { oneOf, begins, is } from './search-tokens.ts'
import { skeletonToken } from './search-vocabulary.ts'

/**
 * Words of each kind that one word of a query may stand for. Only a few letters that thousands of words have inside
 * have more; those that came into use first count.
 */
const MOST = 1_000

/** So many words in use are asked for one by one where a word of a query begins them. */
const FEW_BEGUN = 100

/**
 * A word of a query, and words in use that it begins (null: too many to name them), that have it inside, are one typo
 * and are two typos away from it.
 */
export type IndexTerm = {
  word: string
  begun: () => readonly string[] | null
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
  const after = db
    .prepare<[string, string, number], string>(
      'SELECT word FROM search_words WHERE word > ? AND word < ? ORDER BY word LIMIT ?',
    )
    .pluck()
  const begunBy = (word: string): string[] | null => {
    const words = after.all(word, `${word}\u{10FFFF}`, FEW_BEGUN + 1)
    return words.length > FEW_BEGUN ? null : words
  }
  const near = (word: string): string[] => {
    const typos = typosAllowed(word)
    if (typos === 0) return []
    const skeletons = [...skeletonsOf(word, typos)].map((one) => is(skeletonToken(one)))
    return withParts.all(oneOf(skeletons), -1).filter((other) => isNear(word, other, typos))
  }
  return (word) => {
    const found = once(() => near(word))
    const away = (typos: number): string[] =>
      found()
        .filter((other) => distance(word, other, typos) === typos)
        .slice(0, MOST)
    return {
      word,
      begun: once(() => begunBy(word)),
      insides: once(() => withParts.all(begins(word), MOST)),
      oneTypo: once(() => away(1)),
      twoTypos: once(() => away(2)),
    }
  }
}

/** The longest words of a query say most. */
const MOST_TELLING = 2
/** With more, a word is in too many documents, or so; and asking for them all takes longer than looking around. */
const MOST_ALTERNATIVES = 100

/** Words in use that this one may stand for; many where they are not named. */
const alternatives = ({ begun, insides, oneTypo, twoTypos }: IndexTerm): number =>
  (begun()?.length ?? Infinity) + insides().length + oneTypo().length + twoTypos().length

/** The words of a query that lead to few words in use, and so, like as not, to few documents. */
export const tellingOf = (terms: readonly IndexTerm[]): IndexTerm[] =>
  terms
    .toSorted((a, b) => b.word.length - a.word.length)
    .slice(0, MOST_TELLING)
    .filter((term) => alternatives(term) <= MOST_ALTERNATIVES)
