import { describe, expect, test } from 'vitest'
import { directionOf, visualOrder } from './bidi.ts'
import { composeCard } from './compose.ts'
import { someView } from './golden/views.ts'
import type { Ink } from './ink.ts'
import { joinAcross } from './joining.ts'
import { breakLines, lineInks } from './line.ts'
import { Mark, type Span } from './model.ts'
import type { Look } from './token.ts'

const look: Look = { size: 16, leading: 22, color: 'text', mark: 0 }
const span = (text: string, mark = 0): Span => ({ text, mark, at: 0 })

/** What is drawn from left to right, each run as it is read. */
const drawn = (...spans: Span[]): string[] =>
  breakLines(spans, look, 900, 9)
    .flatMap((line) => line.runs.map((run) => run.text.trim()))
    .filter((text) => text !== '')

type Text = Extract<Ink, { kind: 'text' }>

const bodyOf = (text: string): Ink[] =>
  composeCard({ ...someView, title: 'T', people: [], peopleCount: 0, text }).layers[1]?.inks ?? []
const textsOf = (inks: Ink[]): Text[] => inks.filter((ink) => ink.kind === 'text')
const find = (inks: Ink[], part: string): Text | undefined =>
  textsOf(inks).find(({ text }) => text.includes(part))

/** The width of the text on a card. */
const column = 552

describe('F1: text from right to left', () => {
  test('a line goes by its first letter', () => {
    expect(['12 (a) ש', '12 — ש a', '…!', 'ب'].map(directionOf)).toEqual([
      'ltr',
      'rtl',
      null,
      'rtl',
    ])
  })

  test('runs are drawn in visual order, and numbers stay readable', () => {
    expect(drawn(span('see שלום עולם now'))).toEqual(['see', 'שלום עולם', 'now'])
    expect(drawn(span('שלום API v2 עולם'))).toEqual(['עולם', 'API v2', 'שלום'])
    expect(drawn(span('עלה ב-12.5% היום'))).toEqual(['היום', '12.5%', 'עלה ב-'])
  })

  test('punctuation at the end of a line is at its left', () => {
    expect(drawn(span('שלום (abc)!'))).toEqual([')!', 'abc', '(', 'שלום'])
  })

  test('code keeps its own order and does not mix with what is around it', () => {
    const line = drawn(span('הפעל '), span('a.b(c)', Mark.code), span(' עכשיו'))
    expect(line).toEqual(['עכשיו', 'a.b(c)', 'הפעל'])
    expect(drawn(span('הפעל '), span('--x', Mark.code))).toEqual(['--x', 'הפעל'])
  })

  test('an emoji goes with the text around it', () => {
    expect(drawn(span('אל API 📣'))).toEqual(['📣', 'API', 'אל'])
  })

  test('each line of a paragraph goes its own way', () => {
    const lines = breakLines([span('שלום'), span('\n'), span('hello')], look, 500, 9)
    const lefts = lines.map((line) => lineInks(line, look, 0, 0, 'start', 500)[0])
    expect(lefts.map((ink) => ink?.kind === 'text' && ink.x > 250)).toEqual([true, false])
  })

  test('T16: directions that a text asks for with marks are not followed', () => {
    const inks = bodyOf('\u202eabc\u202c \u2067def\u2069')
    expect(textsOf(inks).map(({ text, rtl }) => [text, rtl])).toEqual([['abc def', false]])
  })

  test('the levels are turned round from the highest down', () => {
    const order = visualOrder([0, 1, 2, 2, 1, 0].map((level, i) => ({ level, i })))
    expect(order.map(({ i }) => i)).toEqual([0, 4, 2, 3, 1, 5])
  })
})

describe('F1: blocks from right to left', () => {
  test('a paragraph begins at the right, another at the left', () => {
    const inks = bodyOf('שלום עולם\n\nhello')
    expect(find(inks, 'שלום')?.x).toBeGreaterThan(column / 2)
    expect(find(inks, 'hello')?.x).toBe(0)
  })

  test('bullets, boxes and numbers stand at the right, for the English in the list too', () => {
    for (const marker of ['-', '- [ ]', '7.']) {
      const inks = bodyOf(`${marker} שלום\n${marker} hello\n`)
      const english = find(inks, 'hello')
      const markers = inks.filter(
        (ink) => ink.kind === 'box' || (ink.kind === 'text' && /\d/.test(ink.text)),
      )
      expect(markers).toHaveLength(2)
      for (const ink of markers) expect(ink.x).toBeGreaterThan(column - 30)
      expect(english?.x).toBeGreaterThan(column / 2)
    }
  })

  test('the bar of a quote is at the right', () => {
    const bar = bodyOf('> שלום').find((ink) => ink.kind === 'box')
    expect(bar?.x).toBe(column - 4)
  })

  test('a table begins at the right', () => {
    const inks = bodyOf('| שם | מספר |\n|--|--|\n| דנה | 12 |')
    const [name, number] = [find(inks, 'דנה')?.x ?? 0, find(inks, '12')?.x ?? 0]
    expect(name).toBeGreaterThan(number)
    expect(number).toBeGreaterThan(column / 2)
  })

  test('code begins at the left, whatever is in it', () => {
    const inks = bodyOf('```\nשלום = 1\n```')
    expect(Math.min(...textsOf(inks).map(({ x }) => x))).toBeLessThan(20)
  })

  test('a title begins at the right, and so do the people', () => {
    const [header] = composeCard({ ...someView, title: 'שלום' }).layers
    const texts = textsOf(header?.inks ?? [])
    expect(Math.min(...texts.map(({ x }) => x))).toBeGreaterThan(column / 2)
  })
})

describe('Arabic letters at a change of style', () => {
  const joiner = '\u200d'

  test('take the shapes they have within a word', () => {
    expect(joinAcross('كت', 'اب')).toEqual([`كت${joiner}`, `${joiner}اب`])
    expect(joinAcross('كتَ', 'اب')).toEqual([`كتَ${joiner}`, `${joiner}اب`])
  })

  test('but not where letters do not join, or a word ends', () => {
    for (const [before, after] of [
      ['دا', 'ر'],
      ['كت ', 'اب'],
      ['كت', 'ab'],
      ['ماء', 'ب'],
      ['', 'ب'],
    ] as const) {
      expect(joinAcross(before, after)).toEqual([before, after])
    }
  })
})
