import { describe, expect, test } from 'vitest'
import { breakLines } from './line.ts'
import { Mark, type Span } from './model.ts'
import type { Look } from './token.ts'

const look: Look = { size: 16, leading: 22, color: 'text', mark: 0 }

/** The lines of a text that is as wide as so many wide letters. */
const broken = (letters: number, ...spans: (string | Span)[]): string[] => {
  const texts = spans.map((span) =>
    typeof span === 'string' ? { text: span, mark: 0, at: 0 } : span,
  )
  return breakLines(texts, look, letters * 16 + 1, 90).map((line) =>
    line.runs.map((run) => run.text).join(''),
  )
}

describe('F1: where lines of other scripts break', () => {
  test('Japanese and Chinese break between any two letters', () => {
    expect(broken(4, '設計書を直すこと')).toEqual(['設計書を', '直すこと'])
    expect(broken(4, '更新说明文档')).toEqual(['更新说明', '文档'])
  })

  test('no line begins with a closing sign, a small kana or a mark that makes a vowel long', () => {
    expect(broken(4, '設計書を。直す')).toEqual(['設計書', 'を。直す'])
    expect(broken(4, 'これは「あ」だ')).toEqual(['これは', '「あ」だ'])
    expect(broken(4, 'あああシャツ')).toEqual(['あああ', 'シャツ'])
    expect(broken(4, 'あああカー')).toEqual(['あああ', 'カー'])
  })

  test('no line ends with an opening sign', () => {
    expect(broken(4, 'これは「完了')).toEqual(['これは', '「完了'])
  })

  test('nor where the style changes there', () => {
    expect(broken(4, '設計書を', { text: '。', mark: Mark.bold, at: 0 })).toEqual([
      '設計書',
      'を。',
    ])
  })

  test('signs without end are broken all the same', () => {
    expect(broken(4, '。'.repeat(9)).map((line) => line.length)).toEqual([4, 4, 1])
  })

  test('Korean breaks between words', () => {
    expect(broken(5, '설계 문서 고치기')).toEqual(['설계 문서', '고치기'])
  })

  test('Thai breaks between words, though nothing stands between them', () => {
    const lines = broken(6, 'กรุณาตรวจสอบส่วนที่คุณรับผิดชอบก่อนวันพฤหัสบดี')
    expect(lines.length).toBeGreaterThan(2)
    const words = new Intl.Segmenter('th', { granularity: 'word' })
    const ends = Array.from(words.segment(lines.join('')), ({ index }) => index)
    let at = 0
    for (const line of lines.slice(0, -1)) expect(ends).toContain((at += line.length))
  })

  test('an address breaks behind its signs', () => {
    const lines = broken(12, 'https://sticky.example/a/long/path?query=something&more=of_it#part')
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/[/?&=#-]$/)
  })
})
