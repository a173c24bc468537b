import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { distance, skeletonsOf, typosAllowed } from './near.ts'

const letters = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', 'd', 'é'),
  minLength: 3,
  maxLength: 12,
})

/** One slip of the finger. */
const typo = fc.tuple(
  fc.constantFrom('leave', 'add', 'change', 'swap'),
  fc.nat(),
  fc.nat({ max: 4 }),
)
type Typo = [slip: string, at: number, letter: number]

const mistype = (word: string, [slip, place, letter]: Typo): string => {
  const at = place % word.length
  const sign = 'abcdé'.charAt(letter)
  if (slip === 'leave') return word.slice(0, at) + word.slice(at + 1)
  if (slip === 'add') return word.slice(0, at) + sign + word.slice(at)
  if (slip === 'change') return word.slice(0, at) + sign + word.slice(at + 1)
  return (
    word.slice(0, at) +
    word
      .slice(at, at + 2)
      .split('')
      .toReversed()
      .join('') +
    word.slice(at + 2)
  )
}

describe('F46: typos', () => {
  test.each([
    ['plan', 'plan', 0],
    ['plan', 'plans', 1],
    ['plan', 'pln', 1],
    ['plan', 'plam', 1],
    ['plan', 'paln', 1],
    ['tomorrow', 'tommorow', 2],
    ['plan', 'nalp', 3],
    ['', 'ab', 2],
  ])('from %j to %j there are %i', (a, b, typos) => {
    expect(distance(a, b, 2)).toBe(typos)
    expect(distance(b, a, 2)).toBe(typos)
  })

  it('as many slips make as many typos, or fewer; letters that were swapped over another slip make two', () => {
    fc.assert(
      fc.property(letters, fc.array(typo, { maxLength: 2 }), (word, typos) => {
        const swaps = typos.length < 2 ? 0 : typos.filter(([slip]) => slip === 'swap').length
        expect(distance(word, typos.reduce(mistype, word), 4)).toBeLessThanOrEqual(
          typos.length + swaps,
        )
      }),
      {
        examples: [
          [
            'aadcaa',
            [
              ['leave', 2, 0],
              ['swap', 1, 0],
            ],
          ],
        ],
      },
    )
  })

  it('a word and its misspelling have a skeleton in common', () => {
    fc.assert(
      fc.property(letters, fc.array(typo, { maxLength: 2 }), (word, typos) => {
        const misspelt = typos.reduce(mistype, word)
        const allowed = typosAllowed(misspelt)
        fc.pre(word.length >= 3 && distance(misspelt, word, allowed) <= allowed)
        const common = [...skeletonsOf(misspelt, allowed)].filter((one) =>
          skeletonsOf(word).has(one),
        )
        expect(common).not.toEqual([])
      }),
    )
  })

  test.each([
    ['cat', 0],
    ['plan', 1],
    ['meeting', 1],
    ['tomorrow', 2],
    ['2026', 0],
    ['abc123', 0],
    ['会議', 0],
  ])('%s may have %i', (word, typos) => {
    expect(typosAllowed(word)).toBe(typos)
  })
})
