import { ensureSyntaxTree } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
import type { TransactionSpec } from '@codemirror/state'
import { expect, it } from 'vitest'
import { language } from '../language.ts'
import { nextHeading, toggleBlock } from './blocks.ts'
import { makeLink, toggleInline } from './inline.ts'
import { insertBlock } from './insert.ts'
import { tickHere } from './tick.ts'

/** `|` is the caret; two of them are a selection. */
const written = (text: string): EditorState => {
  const anchor = text.indexOf('|')
  const head = text.lastIndexOf('|') - (text.lastIndexOf('|') === anchor ? 0 : 1)
  const doc = text.replaceAll('|', '')
  const state = EditorState.create({ doc, selection: { anchor, head }, extensions: [language()] })
  ensureSyntaxTree(state, doc.length, 30_000)
  return state
}

const after = (text: string, change: (state: EditorState) => TransactionSpec | null): string => {
  const before = written(text)
  const { state } = before.update(change(before) ?? {})
  const { from, to, empty } = state.selection.main
  const doc = state.doc.toString()
  return empty
    ? `${doc.slice(0, from)}|${doc.slice(from)}`
    : `${doc.slice(0, from)}|${doc.slice(from, to)}|${doc.slice(to)}`
}

it.each([
  ['say |it| now', 'say **|it|** now'],
  ['say i|t now', 'say **i|t** now'],
  ['say **i|t** now', 'say i|t now'],
  ['**|it|**', '|it|'],
  ['say |', 'say **|**'],
  ['say| it |now', 'say| **it** |now'],
  ['- |one\n- two|', '- **|one**\n- **two|**'],
])('F27: Mod-b makes %j %j', (before, then) =>
  expect(after(before, (state) => toggleInline(state, 'strong'))).toBe(then),
)

it('F27: emphasis, strikethrough and code come and go in the same way', () => {
  for (const [inline, marked] of [
    ['emphasis', '*|it|*'],
    ['strikethrough', '~~|it|~~'],
    ['code', '`|it|`'],
  ] as const) {
    expect(after('|it|', (state) => toggleInline(state, inline))).toBe(marked)
    expect(after(marked, (state) => toggleInline(state, inline))).toBe('|it|')
  }
})

it.each([
  ['|milk', 'tasks', '- [ ] |milk'],
  ['- mi|lk', 'tasks', '- [ ] mi|lk'],
  ['- [x] mi|lk', 'tasks', 'mi|lk'],
  ['|one\n\ntwo|', 'numbers', '1. |one\n\n2. two|'],
  ['# Pl|an', 'heading2', '## Pl|an'],
  ['## Pl|an', 'heading2', 'Pl|an'],
  ['|', 'heading1', '# |'],
  ['  - ne|sted', 'bullets', '  ne|sted'],
  ['sa|id', 'quote', '> sa|id'],
] as const)('F27: %j made %s is %j', (before, block, then) =>
  expect(after(before, (state) => toggleBlock(state, block))).toBe(then),
)

it('F27: the heading button goes through three sizes and back to text', () => {
  let text = 'Pl|an'
  for (const mark of ['# ', '## ', '### ', '']) {
    text = after(text, nextHeading)
    expect(text).toBe(`${mark}Pl|an`)
  }
})

it.each([
  ['see |the page|', 'see [the page](|)'],
  ['|https://a.example|', '[|](https://a.example)'],
  ['[the p|age](https://a.example)', '[the page](|https://a.example|)'],
  ['|', '[|]()'],
])('F27: Mod-k makes %j %j', (before, then) => expect(after(before, makeLink)).toBe(then))

it('F27: what is more than a line begins on a line of its own', () => {
  expect(after('|', (state) => insertBlock(state, '---\n'))).toBe('---\n|')
  expect(after('text |', (state) => insertBlock(state, '---\n'))).toBe('text \n\n---\n|')
})

it('F27: Mod-Enter ticks the task that one is in, and nothing else', () => {
  expect(after('- [ ] mi|lk', tickHere)).toBe('- [x] mi|lk')
  expect(after('> 1. [x] mi|lk', tickHere)).toBe('> 1. [ ] mi|lk')
  expect(after('mi|lk [ ]', tickHere)).toBe('mi|lk [ ]')
})
