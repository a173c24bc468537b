import { expect, test } from 'vitest'
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

test('T16: of very many spaces or marks before a line only some are parsed', () => {
  expect(clip(`a${' '.repeat(3000)}b`).text).toBe(`a${' '.repeat(200)}b`)
  expect(clip(`${'> - '.repeat(900)}text`).text).toBe(`${'> - '.repeat(12)}text`)
  expect(clip('- - -').text).toBe('- - -')
})
