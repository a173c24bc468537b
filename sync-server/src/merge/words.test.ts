import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TextPiece } from '../bus/types.ts'
import { comparePieces, wordChanges } from './words.ts'

const applied = (before: string, after: string): string =>
  wordChanges(before, after).reduceRight(
    (text, { from, to, insert }) => text.slice(0, from) + insert + text.slice(to),
    before,
  )

const told = (before: string, after: string): string =>
  comparePieces(before, after)
    .map(({ kind, text }) => ({ same: text, added: `+[${text}]`, removed: `-[${text}]` })[kind])
    .join('')

const textOf = (pieces: readonly TextPiece[], without: TextPiece['kind']): string =>
  pieces
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join('')

/** Texts of few words and lines, so that two of them have something in common. */
const prose = fc
  .array(
    fc.constantFrom('one', 'two', 'tee', ' ', '  ', '\n', '漢', '字', '😀', 'é', '\ud800', '.'),
    {
      maxLength: 60,
    },
  )
  .map((words) => words.join(''))
const anything = fc.oneof(prose, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }))

describe('comparing texts by words', () => {
  it.each([
    ['the quick brown fox', 'the slow brown fox', 'the -[quick]+[slow] brown fox'],
    ['the quick brown fox', 'a slow brown fox', '-[the quick]+[a slow] brown fox'],
    ['a\nb\nc\n', 'a\nc\n', 'a\n-[b\n]c\n'],
    ['', 'new', '+[new]'],
    ['gone', '', '-[gone]'],
    ['same', 'same', 'same'],
    ['12:30', '12:45', '12:-[30]+[45]'],
    ['今日は晴れ', '今日は雨', '今日は-[晴れ]+[雨]'],
    ['tell 漢字abc', 'tell 漢abc', 'tell 漢-[字]abc'],
    ['- [ ] tea\n', '- [x] tea\n', '- [-[ ]+[x]] tea\n'],
  ])('F28: %j and %j read as %j', (before, after, expected) => {
    expect(told(before, after)).toBe(expected)
  })

  it('F28: whatever the texts are, the changes make one of the other, and what is compared has both', () => {
    fc.assert(
      fc.property(anything, anything, (before, after) => {
        expect(applied(before, after)).toBe(after)
        const pieces = comparePieces(before, after)
        expect(textOf(pieces, 'added')).toBe(before)
        expect(textOf(pieces, 'removed')).toBe(after)
      }),
      { numRuns: 2_000 },
    )
  })

  it('F28: what both texts begin and end with is never touched, and equal texts have no changes', () => {
    fc.assert(
      fc.property(prose, prose, prose, (head, middle, tail) => {
        expect(wordChanges(head + tail, head + tail)).toEqual([])
        for (const { from, to } of wordChanges(`${head}\n${tail}`, `${head}\n${middle}\n${tail}`))
          expect([from, to]).toEqual([from, from])
      }),
    )
  })

  it('F28: changes are apart from each other, in order, and none of them is empty', () => {
    fc.assert(
      fc.property(anything, anything, (before, after) => {
        let end = -1
        for (const { from, to, insert } of wordChanges(before, after)) {
          expect(from).toBeGreaterThan(end)
          expect(to > from || insert !== '').toBe(true)
          end = to
        }
      }),
    )
  })

  /** Numbers that come in no order, the same each time. */
  const numbers = (seed: number, count: number): number[] => {
    let last = seed
    return Array.from({ length: count }, () => (last = (last * 48_271) % 2_147_483_647))
  }

  it.each([
    ['two texts of other words', (seed: number) => numbers(seed, 25_000).join(' ')],
    [
      'of the same words in another order',
      (seed: number) =>
        numbers(seed, 80_000)
          .map((n) => n % 50)
          .join(' '),
    ],
    [
      'of lines in another order',
      (seed: number) =>
        numbers(seed, 60_000)
          .map((n) => n % 9)
          .join('\n'),
    ],
    [
      'of many short lines, each another',
      (seed: number) =>
        numbers(seed, 40_000)
          .map((n) => `${n % 900} x`)
          .join('\n'),
    ],
    ['one line of one letter', (seed: number) => 'a'.repeat(250_000 + (seed % 3))],
  ])('T16 F28: %s, 256 KiB each, are compared in bounded time', (_what, make) => {
    const [before, after] = [make(7), make(11)].map((text) => text.slice(0, 262_144))
    const began = performance.now()
    expect(applied(before ?? '', after ?? '')).toBe(after)
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})
