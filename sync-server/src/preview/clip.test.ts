import { expect, test } from 'vitest'
import { clean, cleanLine } from './clean.ts'
import { clip, linesAfter } from './clip.ts'

test('T16: a clip is at most 4,000 characters and 100 lines', () => {
  expect(clip('x'.repeat(9000))).toEqual({ text: 'x'.repeat(4000), end: 4000 })
  expect(clip('a\n'.repeat(500)).text.split('\n')).toHaveLength(100)
})

test('a run of blank lines counts as one, those in front as none', () => {
  expect(clip('\n \n\na\n\n\n \nb').text).toBe('a\n\nb')
})

test('clips follow each other without loss', () => {
  const source = Array.from({ length: 900 }, (_, i) => `line ${i}`).join('\n')
  const texts: string[] = []
  for (let from = 0; from < source.length;) {
    const part = clip(source, from)
    texts.push(part.text)
    from = part.end
  }
  expect(texts.join('\n')).toBe(source)
})

test('a pair of surrogates is not torn', () => {
  const { text, end } = clip(`${'x'.repeat(3999)}😀`)
  expect(text).toBe('x'.repeat(3999))
  expect(end).toBe(3999)
})

test('lines with something in them are counted', () => {
  expect(linesAfter('a\n\nb\n \nc', 0)).toBe(3)
  expect(linesAfter('a\n\nb\n \nc', 1)).toBe(2)
  expect(linesAfter('', 0)).toBe(0)
})

test('T16: controls, bidi overrides, lone surrogates and piles of marks are cleaned away', () => {
  expect(clean('a\u0000\u202eb\u2066c\u001b\ufeff')).toBe('abc')
  expect(clean('x\ud800y')).toBe('x\ufffdy')
  expect(clean(`e${'\u0301'.repeat(40)}`)).toBe(`e${'\u0301'.repeat(4)}`)
  expect(clean('a\u2028b\tc\nd')).toBe('a b\tc\nd')
})

test('what emoji are made of stays', () => {
  for (const emoji of ['👩‍👩‍👧‍👦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '1️⃣', '🏳️‍🌈']) expect(clean(emoji)).toBe(emoji)
})

test('a name is one line', () => {
  expect(cleanLine('  Ada\n\t Lovelace\u202e ', 80)).toBe('Ada Lovelace')
})
