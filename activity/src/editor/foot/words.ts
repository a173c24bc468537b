import { countWords } from '@sticky/shared/words'
import type { Text } from '@codemirror/state'

/** How many words there are between two places of the text, as its card counts them. */
export const wordsIn = (doc: Text, from = 0, to = doc.length): number =>
  countWords(doc.sliceString(from, to))

/** "1 word", "3 of 120 words" where some are selected. */
export const wordsText = (all: number, selected: number): string => {
  const words = `${all.toLocaleString('en')} ${all === 1 ? 'word' : 'words'}`
  return selected === 0 ? words : `${selected.toLocaleString('en')} of ${words}`
}
