import { type Direction, directionOf, hasRightToLeft, levelsOf } from './bidi.ts'
import { atomsOf, mayBegin, mayBreak } from './breaking.ts'
import { splitEmoji } from './emoji.ts'
import { cssFont } from './fonts.ts'
import { joinAcross } from './joining.ts'
import { measure } from './measure.ts'
import { Mark, type Span } from './model.ts'
import type { Color } from './theme.ts'

/**
 * How a text looks where its own marks say nothing; sizes in logical pixels. `direction`: of all its lines, whatever
 * is in them.
 */
export type Look = {
  size: number
  leading: number
  color: Color
  mark: number
  direction?: Direction
}

/**
 * The smallest thing that is placed on a line. A glued one may not begin a line. `level`: how deep it is embedded, odd
 * from right to left; `base`: the direction of the line.
 */
export type Token = {
  kind: 'word' | 'space' | 'emoji' | 'break'
  text: string
  mark: number
  at: number
  width: number
  glued: boolean
  font: string
  level: number
  base: Direction
}

/** Caps for one paragraph (T16). */
const maxTokens = 1500
const maxWord = 2000

const spaces = ' \\t\\u2000-\\u200a\\u3000'
/** White space, a word up to and with its hyphens and slashes, or hyphens and slashes alone. */
const pieces = new RegExp(`[${spaces}]+|[^${spaces}/-]+[/-]*|[/-]+`, 'gu')
/** The same in an address, which may be broken behind more signs. */
const addressPieces = new RegExp(`[${spaces}]+|[^${spaces}/?&=#-]+[/?&=#-]*|[/?&=#-]+`, 'gu')
const isAddress = /:\/\//
const isSpace = new RegExp(`^[${spaces}]`, 'u')
/** Behind these an address without end is broken rather than anywhere. */
const punctuation = /[?&=_.,;:%~+#@]$/

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** The room between an inline code's text and the edge of its box. */
export const codePadding = 4

/** The CSS font of a marked text; inline code is a little smaller than the text around it. */
export function fontOf(mark: number, size: number, text: string): string {
  const style = {
    size: mark & Mark.code ? Math.round(size * 0.875) : size,
    bold: (mark & Mark.bold) !== 0,
    italic: (mark & Mark.italic) !== 0,
    mono: (mark & Mark.verbatim) !== 0,
  }
  return cssFont(style, text)
}

/** An emoji is a little larger than the letters, as in chat. */
export function emojiSize(size: number): number {
  return Math.round(size * 1.25)
}

/**
 * Cuts spans into tokens of at most `width`, measured, in the order of reading. `fallback` is the direction of lines
 * that have no letter.
 */
export function tokenize(
  spans: readonly Span[],
  look: Look,
  width: number,
  fallback: Direction = 'ltr',
): Token[] {
  const tokens: Token[] = []
  for (const span of joined(spans)) {
    if (tokens.length >= maxTokens) break
    addSpan(tokens, span, look, width)
  }
  return embed(tokens.slice(0, maxTokens), look, fallback)
}

/** The spans with Arabic letters joined across the seams between them. */
function joined(spans: readonly Span[]): readonly Span[] {
  if (spans.length < 2 || !spans.some((span) => hasRightToLeft(span.text))) return spans
  const texts = spans.map((span) => span.text)
  for (let i = 1; i < texts.length; i++) {
    const [before, after] = joinAcross(texts[i - 1] ?? '', texts[i] ?? '')
    texts[i - 1] = before
    texts[i] = after
  }
  return spans.map((span, i) => ({ ...span, text: texts[i] ?? '' }))
}

/** All tokens of a span are on one line of the source, so they share its place. */
function addSpan(tokens: Token[], span: Span, look: Look, width: number): void {
  const mark = span.mark | look.mark
  const { text, at } = span
  if (text === '\n') {
    tokens.push(newToken('break', '', mark, at, 0))
    return
  }
  for (const part of splitEmoji(text)) {
    if (tokens.length >= maxTokens) return
    if (part.emoji) tokens.push(newToken('emoji', part.text, mark, at, emojiSize(look.size) + 2))
    else addWords(tokens, { text: part.text, mark, at }, look.size, width)
  }
}

/** One at a time and property by property: copying from another object takes three times as long as all the rest. */
function newToken(
  kind: Token['kind'],
  text: string,
  mark: number,
  at: number,
  width: number,
  font = '',
  glued = false,
): Token {
  return { kind, text, mark, at, width, glued, font, level: 0, base: 'ltr' }
}

function addWords(tokens: Token[], { text, mark, at }: Span, size: number, width: number): void {
  for (const piece of text.match(isAddress.test(text) ? addressPieces : pieces) ?? []) {
    if (tokens.length >= maxTokens) return
    if (isSpace.test(piece)) {
      const before = tokens.at(-1)
      const shown = spaceOf(piece, mark)
      const font = before?.font && before.mark === mark ? before.font : fontOf(mark, size, '')
      tokens.push(newToken('space', shown, mark, at, measure(shown, font), font))
      continue
    }
    let isFirst = true
    for (const atom of atomsOf(piece.slice(0, maxWord))) {
      if (tokens.length >= maxTokens) return
      let glued = isFirst ? isGlued(tokens.at(-1), atom.text) : !atom.free
      const font = fontOf(mark, size, atom.text)
      for (const part of fitted(atom.text, font, width)) {
        tokens.push(newToken('word', part.text, mark, at, part.width, font, glued))
        glued = false
      }
      isFirst = false
    }
  }
}

/** In code every space counts; elsewhere many are one, though the wide one of East Asia stays wide. */
function spaceOf(piece: string, mark: number): string {
  if (mark & Mark.verbatim) return piece.replaceAll('\t', '  ')
  return piece.startsWith('\u3000') ? '\u2003' : ' '
}

/** May no line break come between the token before and this text? */
function isGlued(before: Token | undefined, text: string): boolean {
  if (before?.kind === 'emoji') return !mayBegin(text)
  return before?.kind === 'word' && !mayBreak(before.text, text)
}

/** A word that is wider than a line, in pieces that fit. */
function fitted(word: string, font: string, width: number): { text: string; width: number }[] {
  const whole = word.length < 200 ? measure(word, font) : Infinity
  if (whole <= width) return [{ text: word, width: whole }]
  const parts: { text: string; width: number }[] = []
  let part = { text: '', width: 0 }
  for (const { segment } of graphemes.segment(word)) {
    const wide = measure(segment, font)
    const isFull = part.width + wide > width
    const isGood = part.width > width * 0.75 && punctuation.test(part.text)
    if (part.text !== '' && (isFull || isGood)) {
      parts.push(part)
      part = { text: '', width: 0 }
    }
    part = { text: part.text + segment, width: part.width + wide }
  }
  return [...parts, part]
}

/** Says of each token where it goes in its line; one that goes two ways becomes two. */
function embed(tokens: Token[], look: Look, fallback: Direction): Token[] {
  if (fallback === 'ltr' && !tokens.some((token) => hasRightToLeft(token.text))) return tokens
  const embedded: Token[] = []
  for (let from = 0; from < tokens.length;) {
    let to = from
    while (to < tokens.length && tokens[to]?.kind !== 'break') to++
    embedded.push(...embedLine(tokens.slice(from, to), look, fallback))
    const end = tokens[to]
    if (end) embedded.push(end)
    from = to + 1
  }
  return embedded
}

/** Marks around code for the algorithm: whatever is in it does not mix with the text around it. */
const isolate = { open: '\u2068', close: '\u2069' }

function embedLine(tokens: Token[], look: Look, fallback: Direction): Token[] {
  const base = look.direction ?? directionOf(tokens.map(neutral).join('')) ?? fallback
  let whole = ''
  const starts = tokens.map((token, i) => {
    const [before, isCode] = [(tokens[i - 1]?.mark ?? 0) & Mark.code, token.mark & Mark.code]
    if (before !== isCode) whole += isCode ? isolate.open : isolate.close
    whole += token.kind === 'emoji' ? neutral(token) : token.text
    return whole.length - token.text.length
  })
  const levels = levelsOf(whole, base)
  return tokens.flatMap((token, i) => split({ ...token, base }, levels, starts[i] ?? 0, look.size))
}

/** A token as it counts for the direction around it: code and emoji have none. As long as its text. */
function neutral({ kind, mark, text }: Token): string {
  return kind === 'emoji' || mark & Mark.verbatim ? '\u2022'.repeat(text.length) : text
}

function split(token: Token, levels: Uint8Array, start: number, size: number): Token[] {
  const parts: Token[] = []
  const levelAt = (i: number) => levels[start + i] ?? 0
  for (let from = 0; from < token.text.length;) {
    const level = levelAt(from)
    let to = from + 1
    while (to < token.text.length && levelAt(to) === level) to++
    const text = token.text.slice(from, to)
    parts.push({ ...token, text, level, glued: token.glued || from > 0 })
    from = to
  }
  if (parts.length < 2 || token.kind !== 'word') return [{ ...token, level: levelAt(0) }]
  return parts.map((part) => {
    const font = fontOf(part.mark, size, part.text)
    return { ...part, font, width: measure(part.text, font) }
  })
}
