import { diff } from '@sticky/shared/diff'
import type { Hunk } from '@sticky/shared/diff'
import type { TextPiece } from '../bus/types.ts'

/** `from` to `to` (UTF-16 units of the text before) is exchanged for `insert`. */
export type Change = { from: number; to: number; insert: string }

/** Scripts that do not part words by spaces: there each character counts as a word. */
const UNPARTED = String.raw`[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}]`
const WORD = new RegExp(
  String.raw`\n|[^\S\n]+|${UNPARTED}\p{M}*|(?:(?!${UNPARTED})[\p{L}\p{M}\p{N}_])+|[^]`,
  'gu',
)
const LINE = /[^\n]*\n|[^\n]+/g

/** Between two lines that differ, so many words are looked for that stayed; beyond that all of it is exchanged. */
const WORDS_LIMIT = 300

const partsOf = (text: string, part: RegExp): string[] => text.match(part) ?? []

/**
 * What has to be done to `before` so that it becomes `after`: whole words, as few as that takes, in the order of the
 * text and apart from each other. Lines are compared first, then the words of those that differ, so that it takes a
 * bounded time, whatever the texts are (T16).
 */
export const wordChanges = (before: string, after: string): Change[] => {
  const [old, now] = [partsOf(before, LINE), partsOf(after, LINE)]
  const offsets = offsetsOf(old)
  return diff(old, now).flatMap((lines) => changesIn(lines, old, now, offsets[lines.from] ?? 0))
}

const changesIn = (
  lines: Hunk,
  old: readonly string[],
  now: readonly string[],
  at: number,
): Change[] => {
  const words = partsOf(old.slice(lines.from, lines.to).join(''), WORD)
  const others = partsOf(now.slice(lines.start, lines.end).join(''), WORD)
  const offsets = offsetsOf(words)
  return diff(words, others, WORDS_LIMIT).map(({ from, to, start, end }) => ({
    from: at + (offsets[from] ?? 0),
    to: at + (offsets[to] ?? 0),
    insert: others.slice(start, end).join(''),
  }))
}

/** Where each part begins, and where the last one ends. */
const offsetsOf = (parts: readonly string[]): number[] => {
  const offsets = [0]
  let at = 0
  for (const { length } of parts) offsets.push((at += length))
  return offsets
}

/**
 * Both texts in one, by words, to be read: what is the same, what was removed, what was added (in this order where
 * both meet). A single space that stayed between two changes counts as changed with them.
 */
export const comparePieces = (before: string, after: string): TextPiece[] => {
  const pieces: TextPiece[] = []
  let at = 0
  for (const { from, to, insert } of readable(before, wordChanges(before, after))) {
    push(pieces, 'same', before.slice(at, from))
    push(pieces, 'removed', before.slice(from, to))
    push(pieces, 'added', insert)
    at = to
  }
  push(pieces, 'same', before.slice(at))
  return pieces
}

const push = (pieces: TextPiece[], kind: TextPiece['kind'], text: string): void => {
  if (text !== '') pieces.push({ kind, text })
}

const readable = (before: string, changes: readonly Change[]): Change[] => {
  const joined: Change[] = []
  for (const change of changes) {
    const last = joined.at(-1)
    const between = last === undefined ? '' : before.slice(last.to, change.from)
    if (last === undefined || between !== ' ') joined.push({ ...change })
    else {
      last.to = change.to
      last.insert += between + change.insert
    }
  }
  return joined
}
