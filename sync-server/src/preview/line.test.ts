import { describe, expect, test } from 'vitest'
import { breakLines, fitLine, type Line } from './line.ts'
import { Mark, type Span } from './model.ts'
import type { Look } from './token.ts'

const look: Look = { size: 16, leading: 22, color: 'text', mark: 0 }

const span = (text: string, mark = 0): Span => ({ text, mark, at: 0 })
const textOf = (line: Line) => line.runs.map((run) => run.text).join('')
const broken = (spans: Span[], width: number) => breakLines(spans, look, width, 50).map(textOf)

describe('lines', () => {
  test('break between words, and at line breaks', () => {
    expect(broken([span('one two'), span('\n'), span('three')], 500)).toEqual(['one two', 'three'])
    expect(broken([span('one two three')], 70)).toEqual(['one two', 'three'])
  })

  test('are never wider than their room, whatever the word', () => {
    for (const text of [
      'W'.repeat(300),
      'a/b-c'.repeat(60),
      '👩‍👩‍👧‍👦'.repeat(40),
      'é\u0301'.repeat(90),
    ]) {
      for (const line of breakLines([span(text)], look, 120, 50)) {
        expect(line.width).toBeLessThanOrEqual(120.5)
      }
    }
  })

  test('do not break where only the style changes', () => {
    expect(broken([span('some '), span('bold', Mark.bold), span(', then')], 72)).toEqual([
      'some',
      'bold,',
      'then',
    ])
  })

  test('break behind a hyphen, but not before a full stop that follows an emoji', () => {
    expect(broken([span('well-known')], 60)).toEqual(['well-', 'known'])
    expect(broken([span('aaaa 🎉.')], 60)).toEqual(['aaaa', '🎉.'])
  })

  test('collapse spaces, but not in code', () => {
    expect(broken([span('a   b')], 500)).toEqual(['a b'])
    expect(broken([span('a   b', Mark.code)], 500)).toEqual(['a   b'])
  })

  test('T16: a paragraph ends after 1,500 tokens', () => {
    const lines = breakLines([span('a '.repeat(5000))], look, 400, 5000)
    expect(lines.map(textOf).join(' ').length).toBeLessThanOrEqual(1500)
  })
})

describe('a line that has to fit', () => {
  test('ends with an ellipsis if it does not', () => {
    const [line] = fitLine([span('a title that is too long')], look, 100)
    expect(line && textOf(line)).toMatch(/^a title.*…$/)
    expect(line?.width).toBeLessThanOrEqual(100)
  })

  test('stays whole if it does', () => {
    expect(fitLine([span('short')], look, 100).map(textOf)).toEqual(['short'])
  })
})
