/**
 * What search knows of a document: the distinct words of its title, and those of title and text, each between line
 * breaks (`\nplan\nbudget\n`), so that looking for one is looking for a piece of text.
 */
export type Contents = { title: string; words: string }

/** Of the longest texts: prose of 256 KB has 7,000 distinct words. */
const MOST_WORDS = 30_000

/** Of the distinct words of a title and of a text, each in the order of their first place. */
export const contentsOf = (
  titleWords: readonly string[],
  textWords: readonly string[],
): Contents => ({
  title: lines(titleWords),
  words: lines([...new Set([...titleWords, ...textWords])].slice(0, MOST_WORDS)),
})

export const NO_CONTENTS: Contents = { title: '\n', words: '\n' }

export const wordsIn = (list: string): string[] => list.split('\n').filter((word) => word !== '')

/**
 * Whether a word of this length passes `test`. Goes along the list without taking it apart: hundreds of lists are looked
 * at for one search.
 */
export const someWord = (
  list: string,
  least: number,
  most: number,
  test: (word: string) => boolean,
): boolean => {
  for (let from = 1; from < list.length;) {
    const to = list.indexOf('\n', from)
    if (to - from >= least && to - from <= most && test(list.slice(from, to))) return true
    from = to + 1
  }
  return false
}

const lines = (words: readonly string[]): string =>
  words.length === 0 ? '\n' : `\n${words.join('\n')}\n`
