import type { Text } from '@codemirror/state'

/** Scripts without blanks between words: each sign counts, as people count there. */
const SIGN = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]`
const WORD = new RegExp(
  String.raw`${SIGN}|(?:(?!${SIGN})[\p{L}\p{M}\p{N}]|(?<=\p{L})['’](?=\p{L}))+`,
  'gu',
)

/** How many words there are between two places of the text; marks are none. */
export const wordsIn = (doc: Text, from = 0, to = doc.length): number => {
  let words = 0
  for (const piece of doc.iterRange(from, to)) {
    for (const _ of piece.matchAll(WORD)) words += 1
  }
  return words
}

/** "1 word", "3 of 120 words" where some are selected. */
export const wordsText = (all: number, selected: number): string => {
  const words = `${all.toLocaleString('en')} ${all === 1 ? 'word' : 'words'}`
  return selected === 0 ? words : `${selected.toLocaleString('en')} of ${words}`
}
