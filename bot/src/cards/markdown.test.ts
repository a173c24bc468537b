import { expect, test } from 'vitest'
import { bare, marked, plain, readable } from './markdown.ts'

test('text shows as it is and does nothing: no ping, link, emoji, timestamp or style (T23)', () => {
  expect(plain('@everyone <@1> <:x:123456789012345678> <t:1:R> </doc:1> [a](https://b)')).toBe(
    String.raw`\@everyone \<\@1\> \<:x:123456789012345678\> \<t:1:R\> \</doc:1\> \[a\](https\://b)`,
  )
  for (const [text, escaped] of [
    ['# Big', String.raw`\# Big`],
    ['- item', String.raw`\- item`],
    ['12. item', String.raw`12\. item`],
    ['-# small', String.raw`\-\# small`],
    ['> quote', String.raw`\> quote`],
    ['a\n# b', String.raw`a \# b`],
    ['e-mail 1.5', 'e-mail 1.5'],
  ])
    expect(plain(text ?? '')).toBe(escaped)
})

test('what was found is bold, and nothing else is (F46, T23)', () => {
  expect(marked('buy *milk* now', [[5, 9]])).toBe(String.raw`buy \***milk**\* now`)
  expect(
    marked('milk, milk', [
      [0, 4],
      [6, 10],
    ]),
  ).toBe('**milk**, **milk**')
  expect(marked('- milk', [])).toBe(String.raw`\- milk`)
})

test('where Discord shows text as it is, only what disguises is taken out (T11)', () => {
  expect(bare(' a\u202E*b*\n\u0007c ')).toBe('a*b* c')
})

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
