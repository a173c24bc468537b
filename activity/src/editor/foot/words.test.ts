import { Text } from '@codemirror/state'
import { expect, it } from 'vitest'
import { wordsIn, wordsText } from './words.ts'

it.each([
  ['', 0],
  ['# One **two**, three', 3],
  ["don't stop", 2],
  ['snow-white 3.5', 2],
  ['今日は good', 4],
  ['naïve café 한국어', 3],
  ['- [ ] | --- |', 0],
])('F27: %j has %i words', (text, words) => expect(wordsIn(Text.of(text.split('\n')))).toBe(words))

it('F27: a selection is counted by itself, and no word is cut in two by how the text is kept', () => {
  const doc = Text.of(Array.from({ length: 5000 }, () => 'one two'))
  expect(wordsIn(doc)).toBe(10_000)
  expect(wordsIn(doc, 4, 11)).toBe(2)
  expect(wordsText(1, 0)).toBe('1 word')
  expect(wordsText(10_000, 2)).toBe('2 of 10,000 words')
})
