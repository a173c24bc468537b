import type { Ranges } from '@sticky/shared/api/search'

/**
 * Text as it is, inside Discord's markdown (T23): no mention, link, emoji, timestamp or style comes
 * out of it, and it stays on one line, so that no heading, list or quote can begin. Control and
 * direction characters, which could reorder what stands around it, are left out.
 */
export const plain = (text: string): string => unlisted(escape(bare(text)))

/** Like {@link plain}, with what stands in `ranges` (in UTF-16 units, in order) in bold. */
export const marked = (text: string, ranges: Ranges): string => {
  const ends = [...ranges.flat(), text.length]
  const pieces = ends.map((end, i) => escape(onOneLine(text.slice(ends[i - 1] ?? 0, end))))
  return unlisted(
    pieces
      .map((piece, i) => (i % 2 === 1 && piece.trim() !== '' ? `**${piece}**` : piece))
      .join('')
      .trim(),
  )
}

/** Text that begins a line may begin like an item of a list: `- x`, `1. x`. */
const unlisted = (text: string): string =>
  text.replace(/^(\d*)([-+.)])(?=[\s\\])/, String.raw`$1\$2`)

const escape = (text: string): string =>
  text.replace(/[\\`*_~|[\]<>@#]|:(?=\/\/)/g, String.raw`\$&`)

/** The same for places where Discord shows text as it is, such as suggestions and selects. */
export const bare = (text: string): string => onOneLine(text).trim()

const onOneLine = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '')

/**
 * At most `length` UTF-16 units, with an ellipsis where something is missing and no half
 * characters.
 */
export const clip = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`

/** One line of the document's Markdown as it reads: links by their words, without marks and escapes. */
export const readable = (line: string): string =>
  line
    .replace(/!?\[([^[\]]*)\]\([^()\s]*\)/g, '$1')
    .replace(/(?<!\\)(\*\*|__|~~|`)(?=\S)(.*?[^\s\\])\1/g, '$2')
    .replace(/(?<![\w*\\])([*_])(?=[^\s*_])([^*_]*[^\s*_\\])\1(?![\w*])/g, '$2')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
