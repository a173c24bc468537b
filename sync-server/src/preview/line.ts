import { type Direction, visualOrder } from './bidi.ts'
import type { Ink } from './ink.ts'
import { measure } from './measure.ts'
import { type Align, Mark, type Span } from './model.ts'
import type { Color } from './theme.ts'
import { codePadding, emojiSize, fontOf, type Look, type Token, tokenize } from './token.ts'

/** Text of one style and one direction on a line, `x` from the line's start. */
type Run = {
  kind: 'text' | 'emoji'
  x: number
  width: number
  text: string
  mark: number
  font: string
  rtl: boolean
}

/** What is on a line from left to right; `base` is the direction it is read in. */
export type Line = { runs: Run[]; width: number; at: number; base: Direction }

/** The tokens of a line in the order of reading, and the width they take. */
type Reading = { tokens: Token[]; width: number; at: number }

/**
 * Breaks spans into lines of at most `width`, at most `maxLines` of them. `fallback` is the direction of lines that
 * have no letter.
 */
export function breakLines(
  spans: readonly Span[],
  look: Look,
  width: number,
  maxLines: number,
  fallback?: Direction,
): Line[] {
  return readings(spans, look, width, maxLines, fallback).map(arrange)
}

/** One line, cut with an ellipsis if it is wider than `width`. */
export function fitLine(spans: readonly Span[], look: Look, width: number, maxLines = 1): Line[] {
  const lines = readings(spans, look, width, maxLines + 1)
  const last = lines[maxLines - 1]
  if (lines.length <= maxLines || last === undefined) return lines.map(arrange)
  return [...lines.slice(0, maxLines - 1), withEllipsis(last, look, width)].map(arrange)
}

function readings(
  spans: readonly Span[],
  look: Look,
  width: number,
  maxLines: number,
  fallback?: Direction,
): Reading[] {
  const breaker = new LineBreaker(width, spans[0]?.at ?? 0)
  const tokens = tokenize(spans, look, width, fallback)
  for (let i = 0; i < tokens.length && breaker.lines.length <= maxLines;) {
    const end = unitEnd(tokens, i)
    breaker.place(tokens.slice(i, end))
    i = end
  }
  return breaker.lines.slice(0, maxLines)
}

/**
 * What has to be drawn for a line whose top is at `y`; `width` is the room it is aligned in, by its own direction
 * unless `align` says otherwise.
 */
export function lineInks(
  line: Line,
  look: Look,
  x: number,
  y: number,
  align: Align = 'start',
  width = line.width,
): Ink[] {
  const left = x + Math.max(0, width - line.width) * shareBefore(align, line.base)
  const behind = line.runs.flatMap((run) => codeBox(run, look, left, y))
  return [...behind, ...line.runs.flatMap((run) => runInks(run, look, left, y))]
}

/** How much of the room that a line leaves is before it. */
function shareBefore(align: Align, base: Direction): number {
  if (align === 'center') return 0.5
  if (align === 'start') return base === 'rtl' ? 1 : 0
  return align === 'right' ? 1 : 0
}

/** Where a line's letters stand: capitals are in the middle of the line. */
export function baselineOf(look: Look, y: number): number {
  return y + look.leading / 2 + look.size * 0.36
}

/** Tokens that stay together: a word with what is glued to it. */
function unitEnd(tokens: readonly Token[], from: number): number {
  let end = from + 1
  while (tokens[end]?.glued) end++
  return end
}

class LineBreaker {
  readonly lines: Reading[] = []
  readonly #width: number
  #line: Reading
  /** The spaces after the last word: they count only when another word follows. */
  #spaces: Token[] = []

  constructor(width: number, at: number) {
    this.#width = width
    this.#line = { tokens: [], width: 0, at }
  }

  place(unit: readonly Token[]): void {
    const [first] = unit
    if (!first) return
    if (first.kind === 'break') return this.#startLine(first.at)
    if (first.kind === 'space') {
      this.#spaces.push(first)
      return
    }
    const wide = sum(unit)
    const fits = this.#line.width + sum(this.#spaces) + wide <= this.#width
    if (!fits && this.#line.tokens.length > 0) this.#startLine(first.at)
    if (wide > this.#width && unit.length > 1) return unit.forEach((token) => this.place([token]))
    const keepsSpaces = this.#line.tokens.length > 0 || first.mark & Mark.verbatim
    if (keepsSpaces) this.#spaces.forEach((space) => this.#add(space))
    this.#spaces = []
    unit.forEach((token) => this.#add(token))
  }

  #startLine(at: number): void {
    if (this.lines.length === 0) this.lines.push(this.#line)
    this.#line = { tokens: [], width: 0, at }
    this.lines.push(this.#line)
    this.#spaces = []
  }

  #add(token: Token): void {
    if (this.lines.length === 0) this.lines.push(this.#line)
    const { tokens } = this.#line
    this.#line.width += padding(tokens.at(-1)?.mark ?? 0, token.mark) + token.width
    tokens.push(token)
  }
}

function sum(tokens: readonly Token[]): number {
  return tokens.reduce((total, token) => total + token.width, 0)
}

/** The room that an inline code's box needs between two runs. */
function padding(before: number, after: number): number {
  return (before & Mark.code) === (after & Mark.code) ? 0 : codePadding
}

/** Puts a line's tokens from left to right; neighbours of one style and direction are drawn as one, so that they join. */
function arrange({ tokens, at }: Reading): Line {
  const line: Line = { runs: [], width: 0, at, base: tokens[0]?.base ?? 'ltr' }
  for (const token of visualOrder(tokens)) {
    const { text, width, mark, font } = token
    const last = line.runs.at(-1)
    const rtl = token.level % 2 === 1
    const kind = token.kind === 'emoji' ? 'emoji' : 'text'
    const joins = last?.kind === 'text' && last.mark === mark && last.font === font
    if (joins && kind === 'text' && last.rtl === rtl) {
      last.text = rtl ? text + last.text : last.text + text
      last.width += width
      line.width += width
      continue
    }
    const pad = padding(last?.mark ?? 0, mark)
    line.runs.push({ kind, x: line.width + pad, width, text, mark, font, rtl })
    line.width += pad + width
  }
  return line
}

function withEllipsis(line: Reading, look: Look, width: number): Reading {
  const { mark, size } = look
  const base = line.tokens[0]?.base ?? 'ltr'
  const font = fontOf(mark, size, '')
  const wide = measure('…', font)
  const tokens = line.tokens.slice()
  let total = line.width + wide
  while (total > width || tokens.at(-1)?.kind === 'space') {
    const last = tokens.pop()
    if (!last) break
    total -= last.width
    const text = last.kind === 'word' ? shorter(last.text) : ''
    if (text === '') continue
    const kept = { ...last, text, width: measure(text, last.font) }
    tokens.push(kept)
    total += kept.width
  }
  const level = base === 'rtl' ? 1 : 0
  const end = { text: '…', mark, at: line.at, width: wide, glued: true, font, level, base }
  return { tokens: [...tokens, { ...end, kind: 'word' }], width: total, at: line.at }
}

function shorter(text: string): string {
  return Array.from(text).slice(0, -1).join('').trimEnd()
}

function codeBox(run: Run, look: Look, x: number, y: number): Ink[] {
  if (!(run.mark & Mark.code)) return []
  const height = Math.min(look.leading, look.size + 5)
  return [
    {
      kind: 'box',
      x: x + run.x - codePadding,
      y: y + (look.leading - height) / 2,
      width: run.width + 2 * codePadding,
      height,
      radius: 4,
      color: 'panel',
    },
  ]
}

function runInks(run: Run, look: Look, x: number, y: number): Ink[] {
  const left = x + run.x
  const middle = y + look.leading / 2
  if (run.kind === 'emoji') {
    const size = emojiSize(look.size)
    return [{ kind: 'emoji', x: left + 1, y: middle - size / 2, size, emoji: run.text }]
  }
  const color = colorOf(run.mark, look)
  const { font, rtl } = run
  const baseline = baselineOf(look, y)
  const text: Ink = { kind: 'text', x: left, baseline, text: run.text, font, color, rtl }
  if (!(run.mark & Mark.strike)) return [text]
  return [text, { ...strike, x: left, y: middle + 0.5, width: run.width, color }]
}

const strike = { kind: 'box', height: 1, radius: 0 } as const

const codeColors = ['keyword', 'string', 'number', 'comment', 'name', 'added', 'removed'] as const

function colorOf(mark: number, look: Look): Color {
  if (mark & Mark.mono) return codeColors.find((kind) => mark & Mark[kind]) ?? look.color
  if (mark & Mark.muted) return 'muted'
  if (mark & Mark.link) return 'link'
  if (mark & Mark.code) return 'code'
  return mark & Mark.bold && look.color === 'text' ? 'strong' : look.color
}
