import { ensureSyntaxTree } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
import { expect, it } from 'vitest'
import { language } from '../language.ts'
import { Checkbox, ticked } from './checkbox.ts'
import { marks } from './marks.ts'

const stateOf = (doc: string): EditorState => {
  const state = EditorState.create({ doc, extensions: [language()] })
  ensureSyntaxTree(state, doc.length, 30_000)
  return state
}

/** What of a text is on the page for somebody at `|` (nowhere without it), a box as ☐. */
const seen = (text: string): string => {
  const at = text.indexOf('|')
  const doc = text.replace('|', '')
  const touched = (from: number, to: number) => at >= from && at <= to
  let shown = ''
  let end = 0
  marks(stateOf(doc), [{ from: 0, to: doc.length }], touched).between(
    0,
    doc.length,
    (from, to, { spec }) => {
      const { widget, class: name } = spec as { widget?: unknown; class?: string }
      if (from === to || name !== undefined) return
      shown += doc.slice(end, from) + (widget instanceof Checkbox ? '☐' : '')
      end = to
    },
  )
  return shown + doc.slice(end)
}

const linesOf = (doc: string): string[] => {
  const found: string[] = []
  const state = stateOf(doc)
  marks(state, [{ from: 0, to: doc.length }], () => false).between(0, doc.length, (from, to, d) => {
    const { class: name } = d.spec as { class?: string }
    if (from === to && name !== undefined) found.push(`${state.doc.lineAt(from).number} ${name}`)
  })
  return found
}

it.each([
  ['# Plan', 'Plan'],
  ['## Plan ##', 'Plan'],
  ['a **b** _c_ ~~d~~ `e`', 'a b c d e'],
  ['> said\n> twice', 'said\ntwice'],
  ['see [the page](https://a.example/x) now', 'see the page now'],
  ['![a picture](https://a.example/x.png)', 'a picture'],
  ['<https://a.example>', 'https://a.example'],
  ['- [ ] ship it', '☐ ship it'],
  ['- a\n  - [x] nested', '- a\n☐ nested'],
  ['1. [ ] first', '1. ☐ first'],
  ['2 \\* 3', '2 * 3'],
  ['```ts\nlet a\n```', 'ts\nlet a\n'],
])('F27: where nobody writes, %j reads %j', (text, shown) => expect(seen(text)).toBe(shown))

it.each([
  '# Pl|an',
  'a **bold|** b',
  'a |**bold** b',
  '> sa|id',
  'see [the| page](https://a.example/x)',
  '- [ ]| ship it',
  '```ts\nlet| a\n```',
  '#|',
])('F27: where somebody writes, %j is there as it is written', (text) =>
  expect(seen(text)).toBe(text.replace('|', '')),
)

it('F27: only the element that one is at shows its marks', () => {
  expect(seen('**one** and **t|wo**')).toBe('one and **two**')
  expect(seen('# One\n\n# T|wo')).toBe('One\n\n# Two')
  expect(seen('- [ ] write| it\n- [ ] send it')).toBe('☐ write it\n☐ send it')
})

it('T11 F27: an address that may not be opened is never out of sight', () => {
  for (const text of ['[x](javascript:alert(1))', '[x](/etc)', '[](https://a.example)'])
    expect(seen(text)).toBe(text)
})

it('F27: headings, quotes, code and tasks are told by their lines, whose height stays', () => {
  expect(linesOf('# A\n\n> b\n\n```\nc\n```\n- [x] d\n\n---')).toEqual([
    '1 md-line-heading md-line-heading-1',
    '3 md-line-quote',
    '5 md-line-code',
    '6 md-line-code',
    '7 md-line-code',
    '8 md-item md-item-1',
    '10 md-rule',
  ])
})

it('F27: of a long document only what can be seen is looked at', () => {
  const doc = '```\n' + 'code\n'.repeat(50_000) + '```'
  const found = marks(stateOf(doc), [{ from: 1000, to: 1100 }], () => false)
  expect(found.size).toBeLessThan(50)
})

it('F27: a tick turns over, and does nothing where somebody has changed the line meanwhile', () => {
  const tick = (doc: string, at: number): string => {
    const state = EditorState.create({ doc })
    return state.update(ticked(state, at) ?? {}).state.doc.toString()
  }
  expect(tick('- [ ] a', 2)).toBe('- [x] a')
  expect(tick('- [X] a', 2)).toBe('- [ ] a')
  expect(tick('- [?] a', 2)).toBe('- [?] a')
  expect(tick('', 0)).toBe('')
})

it('F27: who may only view ticks nothing', () => {
  const state = EditorState.create({ doc: '- [ ] a', extensions: EditorState.readOnly.of(true) })
  expect(ticked(state, 2)).toBeNull()
})
