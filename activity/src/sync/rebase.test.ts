import { diff } from '@sticky/shared/diff'
import { describe, expect, it } from 'vitest'
import { rebase, written } from './rebase.ts'

const rebased = (base: string, mine: string, theirs: string): string =>
  rebase(base, mine, theirs).reduceRight(
    (text, { from, to, insert }) => text.slice(0, from) + insert + text.slice(to),
    theirs,
  )

describe('rebase (R20)', () => {
  it.each([
    ['nothing happened elsewhere', 'a b', 'a X b', 'a b', 'a X b'],
    ['nothing happened here', 'a b', 'a b', 'a Y b', 'a Y b'],
    [
      'both, in different places',
      'one two three',
      'one 2 three',
      'zero one two three',
      'zero one 2 three',
    ],
    ['both, on different lines', 'a\nb\nc\n', 'a\nb!\nc\n', 'A\nb\nc\nd\n', 'A\nb!\nc\nd\n'],
    ['both did the same', 'a b', 'a X b', 'a X b', 'a X b'],
    ['both deleted the same', 'a x b', 'a b', 'a b', 'a b'],
    ['what I wrote in is deleted around it', 'a long line', 'a long, long line', '', ', long'],
    ['what I deleted has more in it now', 'a long line', '', 'a very long line', 'very '],
    ['both at the same place', '', 'mine', 'theirs', 'theirsmine'],
    ['from nothing', '', 'text\n', '', 'text\n'],
    ['letters of two units', 'a 😀 b', 'a 😁 b', 'X a 😀 b', 'X a 😁 b'],
    ['returns that are no line ends', 'a\rb', 'a\rb!', 'a\rb', 'a\rb!'],
  ])('%s', (_, base, mine, theirs, expected) => {
    expect(rebased(base, mine, theirs)).toBe(expected)
  })

  it('touches no more than it has to', () => {
    const base = Array.from({ length: 2_000 }, (_, i) => `line ${i}\n`).join('')
    const mine = base.replace('line 1000', 'line thousand')
    const theirs = `# Title\n${base}`
    expect(rebase(base, mine, theirs)).toEqual([
      { from: theirs.indexOf('1000'), to: theirs.indexOf('1000') + 4, insert: 'thousand' },
    ])
  })

  it('tells own words from the rest of the text (T26)', () => {
    expect(written('their secret\nplan', 'their secret\nmy plan\nand idea')).toBe('my \n\nand idea')
  })
})

describe('diff', () => {
  it('makes the one text of the other, with the fewest edits', () => {
    const random = sequence(7)
    for (let round = 0; round < 300; round += 1) {
      const [a, b] = [letters(random), letters(random)]
      const hunks = diff(a, b)
      const made = hunks.reduceRight<string[]>(
        (text, { from, to, start, end }) => text.toSpliced(from, to - from, ...b.slice(start, end)),
        a,
      )
      expect(made).toEqual(b)
      const edits = hunks.reduce(
        (sum, hunk) => sum + hunk.to - hunk.from + hunk.end - hunk.start,
        0,
      )
      expect(edits).toBe(a.length + b.length - 2 * longestCommon(a, b))
    }
  })

  it('gives up on the fewest where there are too many, and says that all between is new', () => {
    const a = ['=', ...Array.from({ length: 900 }, (_, i) => `a${i}`), '=']
    const b = ['=', ...Array.from({ length: 900 }, (_, i) => `b${i}`), '=']
    expect(diff(a, b)).toEqual([{ from: 1, to: 901, start: 1, end: 901 }])
  })
})

const sequence = (seed: number) => (): number => {
  seed = (seed * 48_271) % 2_147_483_647
  return seed / 2_147_483_647
}

const letters = (random: () => number): string[] =>
  Array.from({ length: Math.floor(random() * 12) }, () => 'abc'[Math.floor(random() * 3)] ?? 'a')

const longestCommon = (a: readonly string[], b: readonly string[]): number => {
  let row = Array.from({ length: b.length + 1 }, () => 0)
  for (const x of a) {
    const next = [0]
    for (const [j, y] of b.entries())
      next.push(x === y ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0))
    row = next
  }
  return row.at(-1) ?? 0
}
