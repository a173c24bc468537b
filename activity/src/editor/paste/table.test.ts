import { EditorState } from '@codemirror/state'
import { expect, it } from 'vitest'
import { language } from '../language.ts'
import { pasted } from './paste.ts'
import { rowsOfTabs, tableOf } from './table.ts'

const fromTabs = (text: string): string | null => {
  const rows = rowsOfTabs(text)
  return rows === null ? null : tableOf(rows)
}

it('F27: cells from a spreadsheet become a table that is readable as text', () => {
  expect(fromTabs('Who\tWhat\r\nAda\twrites a lot\r\nGrace\tships\r\n')).toBe(
    [
      '| Who   | What         |',
      '| ----- | ------------ |',
      '| Ada   | writes a lot |',
      '| Grace | ships        |',
    ].join('\n'),
  )
})

it('F27: quoted cells with line ends, tabs, quotes and bars stay one cell', () => {
  expect(rowsOfTabs('a\t"b\n""c"""\nd\te')).toEqual([
    ['a', 'b\n"c"'],
    ['d', 'e'],
  ])
  expect(tableOf([['a|b', 'c\nd'], []])).toBe('| a\\|b | c d |\n| ---- | --- |\n|      |     |')
})

it.each(['a\tb', 'no tabs\nat all', 'a\tb\nc', '\tindented\n\tcode', 'x\t"y\nz'])(
  'F27: %j is text with tabs, and no table',
  (text) => expect(fromTabs(text)).toBe(null),
)

it('T11 F27: a table too large to be one is none, and costs nothing', () => {
  expect(tableOf([Array.from({ length: 65 }, () => 'x')])).toBeNull()
  expect(tableOf(Array.from({ length: 20_001 }, () => ['a', 'b']))).toBeNull()
  expect(rowsOfTabs('"\t'.repeat(50_000))).toBeNull()
})

const after = (doc: string, from: number, to: number, text: string, markdown: string | null) => {
  const state = EditorState.create({
    doc,
    selection: { anchor: from, head: to },
    extensions: [language()],
  })
  const spec = pasted(state, text, () => markdown)
  return spec === null ? null : state.update(spec).state.doc.toString()
}

it('F27: an address pasted over words makes them a link', () => {
  expect(after('see the page', 4, 12, 'https://a.example/x_(y)', null)).toBe(
    'see [the page](https://a.example/x_%28y%29)',
  )
  expect(after('see', 3, 3, 'https://a.example', null)).toBeNull()
  expect(after('http://b.example', 0, 16, 'https://a.example', null)).toBeNull()
  expect(after('word', 0, 4, 'javascript:alert(1)', null)).toBeNull()
})

it('F27: a table goes onto lines of its own; in code everything stays as it is', () => {
  expect(after('text', 4, 4, '', '| a | b |\n| - | - |')).toBe('text\n\n| a | b |\n| - | - |')
  expect(after('```\n\n```', 4, 4, 'https://a.example', '**b**')).toBeNull()
})
