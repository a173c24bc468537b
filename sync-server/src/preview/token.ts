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

function addSpan(tokens: Token[], span: Span, look: Look, width: number): void {
  const base = { mark: span.mark | look.mark, at: span.at, glued: false }
  if (span.text === '\n') {
    tokens.push({ ...base, kind: 'break', text: '', width: 0 })
    return
  }
  for (const part of splitEmoji(span.text)) {
    if (part.emoji) {
      tokens.push({ ...base, kind: 'emoji', text: part.text, width: emojiSize(look.size) + 2 })
    } else addWords(tokens, part.text, base, look, width)
    base.at += part.text.length
    if (tokens.length >= maxTokens) return
  }
}

function addWords(
  tokens: Token[],
  text: string,
  base: Pick<Token, 'mark' | 'at' | 'glued'>,
  look: Look,
  width: number,
): void {
  const font = fontOf(base.mark, look.size)
  for (const match of text.matchAll(pieces)) {
    const at = base.at + match.index
    if (isSpace.test(match[0])) {
      const shown = base.mark & Mark.verbatim ? match[0].replaceAll('\t', '  ') : ' '
      tokens.push({ ...base, at, kind: 'space', text: shown, width: measure(shown, font) })
      continue
    }
    const glued = isGlued(tokens.at(-1), match[0])
    for (const [index, part] of fitted(match[0], font, width).entries()) {
      tokens.push({ ...base, at, kind: 'word', ...part, glued: glued && index === 0 })
    }
    if (tokens.length >= maxTokens) return
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
