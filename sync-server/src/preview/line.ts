import type { Ink } from './ink.ts'
import { measure } from './measure.ts'
import { type Align, Mark, type Span } from './model.ts'
import type { Color } from './theme.ts'
import { codePadding, emojiSize, fontOf, type Look, type Token, tokenize } from './token.ts'

/** Text of one style on a line, `x` from the line's start. */
type Run = { kind: 'text' | 'emoji'; x: number; width: number; text: string; mark: number }

export type Line = { runs: Run[]; width: number; at: number }

/** Breaks spans into lines of at most `width`, at most `maxLines` of them. */
export function breakLines(
  spans: readonly Span[],
  look: Look,
  width: number,
  maxLines: number,
): Line[] {
  const breaker = new LineBreaker(width, spans[0]?.at ?? 0)
  const tokens = tokenize(spans, look, width)
  for (let i = 0; i < tokens.length && breaker.lines.length <= maxLines;) {
    const end = unitEnd(tokens, i)
    breaker.place(tokens.slice(i, end))
    i = end
  }
  return breaker.lines.slice(0, maxLines)
}

/** One line, cut with an ellipsis if it is wider than `width`. */
export function fitLine(spans: readonly Span[], look: Look, width: number, maxLines = 1): Line[] {
  const lines = breakLines(spans, look, width, maxLines + 1)
  const last = lines[maxLines - 1]
  if (lines.length <= maxLines || last === undefined) return lines
  return [...lines.slice(0, maxLines - 1), withEllipsis(last, look, width)]
}

/** What has to be drawn for a line whose top is at `y`; `width` is the room it is aligned in. */
export function lineInks(
  line: Line,
  look: Look,
  x: number,
  y: number,
  align: Align = 'left',
  width = line.width,
): Ink[] {
  const spare = align === 'left' ? 0 : Math.max(0, width - line.width)
  const left = x + (align === 'center' ? spare / 2 : spare)
  const behind = line.runs.flatMap((run) => codeBox(run, look, left, y))
  return [...behind, ...line.runs.flatMap((run) => runInks(run, look, left, y))]
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
  readonly lines: Line[] = []
  readonly #width: number
  #line: Line
  /** The spaces after the last word: they count only when another word follows. */
  #spaces: Token[] = []

  constructor(width: number, at: number) {
    this.#width = width
    this.#line = { runs: [], width: 0, at }
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
    if (!fits && this.#line.runs.length > 0) this.#startLine(first.at)
    if (wide > this.#width && unit.length > 1) return unit.forEach((token) => this.place([token]))
    const keepsSpaces = this.#line.runs.length > 0 || first.mark & Mark.verbatim
    if (keepsSpaces) this.#spaces.forEach((space) => this.#add(space))
    this.#spaces = []
    unit.forEach((token) => this.#add(token))
  }

  #startLine(at: number): void {
    if (this.lines.length === 0) this.lines.push(this.#line)
    this.#line = { runs: [], width: 0, at }
    this.lines.push(this.#line)
    this.#spaces = []
  }

  #add(token: Token): void {
    if (this.lines.length === 0) this.lines.push(this.#line)
    const line = this.#line
    const last = line.runs.at(-1)
    if (last && last.kind === 'text' && token.kind !== 'emoji' && last.mark === token.mark) {
      last.text += token.text
      last.width += token.width
      line.width += token.width
      return
    }
    const pad = padding(last?.mark ?? 0, token.mark)
    const kind = token.kind === 'emoji' ? 'emoji' : 'text'
    const { text, width, mark } = token
    line.runs.push({ kind, x: line.width + pad, width, text, mark })
    line.width += pad + width
  }
}

function sum(tokens: readonly Token[]): number {
  return tokens.reduce((total, token) => total + token.width, 0)
}

/** The room that an inline code's box needs between two runs. */
function padding(before: number, after: number): number {
  return (before & Mark.code) === (after & Mark.code) ? 0 : codePadding
}

function withEllipsis(line: Line, look: Look, width: number): Line {
  const runs = line.runs.slice()
  const mark = look.mark
  const wide = measure('…', fontOf(mark, look.size))
  let last = runs.at(-1)
  while (last && last.x + last.width + wide > width) {
    const text = last.kind === 'emoji' ? '' : shorter(last.text)
    runs.pop()
    const kept = { ...last, text, width: measure(text, fontOf(last.mark, look.size)) }
    if (text !== '') runs.push(kept)
    last = runs.at(-1)
  }
  const x = last ? last.x + last.width : 0
  runs.push({ kind: 'text', x, width: wide, text: '…', mark })
  return { ...line, runs, width: x + wide }
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
  const font = fontOf(run.mark, look.size)
  const text: Ink = {
    kind: 'text',
    x: left,
    baseline: baselineOf(look, y),
    text: run.text,
    font,
    color,
  }
  if (!(run.mark & Mark.strike)) return [text]
  return [text, { ...strike, x: left, y: middle + 0.5, width: run.width, color }]
}

const strike = { kind: 'box', height: 1, radius: 0 } as const

function colorOf(mark: number, look: Look): Color {
  if (mark & Mark.muted) return 'muted'
  if (mark & Mark.link) return 'link'
  if (mark & Mark.code) return 'code'
  return mark & Mark.bold && look.color === 'text' ? 'strong' : look.color
}
