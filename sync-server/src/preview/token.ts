import { splitEmoji } from './emoji.ts'
import { cssFont } from './fonts.ts'
import { measure } from './measure.ts'
import { Mark, type Span } from './model.ts'
import type { Color } from './theme.ts'

/** How a text looks where its own marks say nothing; sizes in logical pixels. */
export type Look = { size: number; leading: number; color: Color; mark: number }

/** The smallest thing that is placed on a line. A glued one may not begin a line. */
export type Token = {
  kind: 'word' | 'space' | 'emoji' | 'break'
  text: string
  mark: number
  at: number
  width: number
  glued: boolean
}

/** Caps for one paragraph (T16). */
const maxTokens = 1500
const maxWord = 2000

const spaces = ' \\t\\u2000-\\u200a\\u3000'
/** White space, a word up to and with its hyphens and slashes, or hyphens and slashes alone. */
const pieces = new RegExp(`[${spaces}]+|[^${spaces}/-]+[/-]*|[/-]+`, 'gu')
const isSpace = new RegExp(`^[${spaces}]`, 'u')
const breaksAfter = /[^/-][/-]$/
const closes = /^[.,;:!?…)\]}»”’%]/

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** The room between an inline code's text and the edge of its box. */
export const codePadding = 4

/** The CSS font of marked text; inline code is a little smaller than the text around it. */
export function fontOf(mark: number, size: number): string {
  const mono = (mark & Mark.verbatim) !== 0
  return cssFont({
    size: mark & Mark.code ? Math.round(size * 0.875) : size,
    bold: (mark & Mark.bold) !== 0,
    italic: (mark & Mark.italic) !== 0,
    mono,
  })
}

/** An emoji is a little larger than the letters, as in chat. */
export function emojiSize(size: number): number {
  return Math.round(size * 1.25)
}

/** Cuts spans into tokens of at most `width`, measured. */
export function tokenize(spans: readonly Span[], look: Look, width: number): Token[] {
  const tokens: Token[] = []
  for (const span of spans) {
    if (tokens.length >= maxTokens) break
    addSpan(tokens, span, look, width)
  }
  return tokens.slice(0, maxTokens)
}

/** All tokens of a span are on one line of the source, so they share its place. */
function addSpan(tokens: Token[], span: Span, look: Look, width: number): void {
  const mark = span.mark | look.mark
  const { text, at } = span
  if (text === '\n') {
    tokens.push({ kind: 'break', text: '', mark, at, width: 0, glued: false })
    return
  }
  for (const part of splitEmoji(text)) {
    if (tokens.length >= maxTokens) return
    if (part.emoji) {
      const wide = emojiSize(look.size) + 2
      tokens.push({ kind: 'emoji', text: part.text, mark, at, width: wide, glued: false })
    } else addWords(tokens, { text: part.text, mark, at }, fontOf(mark, look.size), width)
  }
}

function addWords(tokens: Token[], { text, mark, at }: Span, font: string, width: number): void {
  for (const piece of text.match(pieces) ?? []) {
    if (tokens.length >= maxTokens) return
    if (isSpace.test(piece)) {
      const shown = mark & Mark.verbatim ? piece.replaceAll('\t', '  ') : ' '
      const wide = measure(shown, font)
      tokens.push({ kind: 'space', text: shown, mark, at, width: wide, glued: false })
      continue
    }
    let glued = isGlued(tokens.at(-1), piece)
    for (const part of fitted(piece, font, width)) {
      tokens.push({ kind: 'word', text: part.text, mark, at, width: part.width, glued })
      glued = false
    }
  }
}

/** May no line break come between the token before and this text? */
function isGlued(before: Token | undefined, text: string): boolean {
  if (before?.kind === 'emoji') return closes.test(text)
  return before?.kind === 'word' && !breaksAfter.test(before.text)
}

/** A word that is wider than a line, in pieces that fit. */
function fitted(word: string, font: string, width: number): { text: string; width: number }[] {
  const short = word.slice(0, maxWord)
  const whole = short.length < 200 ? measure(short, font) : Infinity
  if (whole <= width) return [{ text: short, width: whole }]
  const parts: { text: string; width: number }[] = []
  let part = { text: '', width: 0 }
  for (const { segment } of graphemes.segment(short)) {
    const wide = measure(segment, font)
    if (part.text !== '' && part.width + wide > width) {
      parts.push(part)
      part = { text: '', width: 0 }
    }
    part = { text: part.text + segment, width: part.width + wide }
  }
  return [...parts, part]
}
