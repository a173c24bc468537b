import { expect, test } from 'vitest'
import { readable } from './markdown.ts'

test.for([
  ['Freeze **main** at _noon_', 'Freeze main at noon'],
  ['~~old~~ `code` __strong__', 'old code strong'],
  ['see [the plan](https://sticky.example/l/x) ![chart](a.png)', 'see the plan chart'],
  ['2 * 3 * 4, snake_case_name, a ** b', '2 * 3 * 4, snake_case_name, a ** b'],
  [String.raw`\*not\* \_emphasised\_`, '*not* _emphasised_'],
] as const)('%s reads as %s', ([markdown, text]) => {
  expect(readable(markdown)).toBe(text)
})

test('what is hostile takes no longer than what is not (T16)', () => {
  const hostile = ['[', '*', '_a', '`', '**a ', '!['].map((part) => part.repeat(500).slice(0, 500))
  for (const line of hostile) expect(readable(line).length).toBeLessThanOrEqual(500)
})
