import { someWord } from './contents.ts'
import type { Contents } from './contents.ts'
import { isNear, typosAllowed } from './near.ts'
import { isDense } from './words.ts'

/**
 * How well a document answers a query, from best to worst. It stands on the first rung on which every word of the
 * query holds; on each rung the newest document comes first. So a rank depends on the query and this one document
 * only, and says nothing about others (T5).
 */
export const LADDER = [
  /** is a word of the title */
  'titleWord',
  /** begins a word of the title */
  'titleBeginning',
  /** is a word of title or text */
  'word',
  /** begins one */
  'beginning',
  /** is inside one */
  'inside',
  /** is one typo away from one */
  'oneTypo',
  /** is two typos away from one */
  'twoTypos',
] as const
export type Rung = (typeof LADDER)[number]

/** Rungs from here on are guesses. Sorted by date or name, they show only if there is nothing else. */
export const FIRST_GUESS = LADDER.indexOf('oneTypo')

/** A single letter begins nearly every text: it counts as a whole word only. */
export const mayBegin = (word: string): boolean => word.length > 1 || isDense(word)

/** Two letters are inside of nearly everything: they count at the beginning only. */
export const mayBeInside = (word: string): boolean => word.length >= SHORTEST_INSIDE

export const SHORTEST_INSIDE = 3

/**
 * The place on the ladder of a query with these words, or null if the document does not answer it on rungs up to
 * `worst`, which is not above `beginning`: from there on each rung holds whatever a better one does.
 */
export const rungOf = (
  contents: Contents,
  words: readonly string[],
  worst = LADDER.length - 1,
): number | null => {
  const isOn = (rung: Rung): boolean => words.every((word) => HOLDS[rung](contents, word))
  const rungs = LADDER.slice(0, worst + 1)
  // most documents that are looked at answer on none
  if (!rungs.slice(-1).every(isOn)) return null
  return rungs.findIndex(isOn)
}

const hasWord = (list: string, word: string): boolean => list.includes(`\n${word}\n`)

const hasBeginning = (list: string, word: string): boolean =>
  mayBegin(word) ? list.includes(`\n${word}`) : hasWord(list, word)

const hasInside = (list: string, word: string): boolean =>
  mayBeInside(word) ? list.includes(word) : hasBeginning(list, word)

const hasNear = (list: string, word: string, typos: number): boolean => {
  const most = Math.min(typos, typosAllowed(word))
  if (most === 0) return false
  return someWord(list, word.length - most, word.length + most, (other) =>
    isNear(word, other, most),
  )
}

const HOLDS: Record<Rung, (contents: Contents, word: string) => boolean> = {
  titleWord: ({ title }, word) => hasWord(title, word),
  titleBeginning: ({ title }, word) => hasBeginning(title, word),
  word: ({ words }, word) => hasWord(words, word),
  beginning: ({ words }, word) => hasBeginning(words, word),
  inside: ({ words }, word) => hasInside(words, word),
  oneTypo: (contents, word) => HOLDS.inside(contents, word) || hasNear(contents.words, word, 1),
  twoTypos: (contents, word) => HOLDS.inside(contents, word) || hasNear(contents.words, word, 2),
}
