import type { Comparison } from '@sticky/shared/api/history'
import { clip, plain } from '../../cards/markdown.ts'

type Piece = Comparison['pieces'][number]

/** Of what stayed, so much is shown around a change; of a change, so much of its text. */
const AROUND = 30
const MAX_CHANGE = 300
/** Discord takes 4,000 characters of text in a message; escaping may double them. */
const MAX_LENGTH = 1_700

/**
 * What was removed (struck through) and added (bold), with a little of what stands around it, as Discord's markdown; nothing
 * of the text itself is read as such (T23). `isCut`: there is more.
 */
export const changesOf = (pieces: readonly Piece[]): { shown: string; isCut: boolean } => {
  const parts: string[] = []
  let length = 0
  for (const [i, piece] of pieces.entries()) {
    const part = partOf(piece, i === 0, i === pieces.length - 1)
    if (length + part.length > MAX_LENGTH) return { shown: `${parts.join(' ')} …`, isCut: true }
    parts.push(part)
    length += part.length
  }
  return { shown: parts.filter((part) => part !== '').join(' '), isCut: false }
}

const partOf = ({ kind, text }: Piece, isFirst: boolean, isLast: boolean): string => {
  if (kind === 'same') return plain(around(text, isFirst, isLast))
  // a change of nothing but spaces and lines is a change, too
  const content = plain(clip(text, MAX_CHANGE)) || '⏎'
  return kind === 'added' ? `**${content}**` : `~~${content}~~`
}

const around = (text: string, isFirst: boolean, isLast: boolean): string => {
  const before = isFirst ? '' : text.slice(0, AROUND)
  const after = isLast ? '' : text.slice(-AROUND)
  return text.length <= before.length + after.length ? text : `${before} … ${after}`
}
