import { ChangeSet } from '@codemirror/state'
import { diff } from '@sticky/shared/diff'

/** `from` to `to` is exchanged for `insert`; positions are UTF-16 units of the text before any of the changes. */
export type TextChange = { from: number; to: number; insert: string }

/**
 * What has to be done to `theirs` so that what made `mine` of `base` is in it too (R20). What both did alike is
 * there already. In the order of the text, apart from each other.
 */
export const rebase = (base: string, mine: string, theirs: string): TextChange[] => {
  const made = changes(base, theirs)
  const wanted = changes(base, mine).filter((change) => !made.some((other) => equal(change, other)))
  const moved = asSet(wanted, base.length).map(asSet(made, base.length))
  const found: TextChange[] = []
  moved.iterChanges((from, to, _from, _to, text) => {
    found.push({ from, to, insert: text.toString() })
  })
  return found
}

/** Only what was written, as for somebody who may see no more than that. */
export const written = (base: string, mine: string): string =>
  changes(base, mine)
    .map(({ insert }) => insert)
    .filter((insert) => insert !== '')
    .join('\n')

/** Lines first; what has changed among those by characters. Never between the halves of one (Yjs would break it). */
const changes = (before: string, after: string): TextChange[] => {
  const [old, now] = [linesOf(before), linesOf(after)]
  return diff(old.parts, now.parts).flatMap(({ from, to, start, end }) => {
    const [a, b] = [partsOf(old.parts.slice(from, to)), partsOf(now.parts.slice(start, end))]
    const offset = at(old.offsets, from)
    return diff(a.parts, b.parts).map((hunk) => ({
      from: offset + at(a.offsets, hunk.from),
      to: offset + at(a.offsets, hunk.to),
      insert: b.parts.slice(hunk.start, hunk.end).join(''),
    }))
  })
}

type Parts = { parts: string[]; offsets: number[] }

const linesOf = (text: string): Parts => withOffsets(text.split(/(?<=\n)/))

const partsOf = (lines: string[]): Parts => withOffsets(Array.from(lines.join('')))

const withOffsets = (parts: string[]): Parts => {
  let offset = 0
  const offsets = parts.map((part) => (offset += part.length) - part.length)
  return { parts, offsets: [...offsets, offset] }
}

const at = (offsets: readonly number[], index: number): number => offsets[index] ?? 0

const equal = (a: TextChange, b: TextChange): boolean =>
  a.from === b.from && a.to === b.to && a.insert === b.insert

const asSet = (specs: TextChange[], length: number): ChangeSet => ChangeSet.of(specs, length, '\n')
