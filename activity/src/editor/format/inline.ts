import { EditorSelection } from '@codemirror/state'
import type { EditorState, SelectionRange, TransactionSpec } from '@codemirror/state'
import { nodeAround } from '../syntax.ts'
import { beginningOf } from './blocks.ts'

export type Inline = 'strong' | 'emphasis' | 'strikethrough' | 'code'

const MARK = { strong: '**', emphasis: '*', strikethrough: '~~', code: '`' } as const
const NODE = {
  strong: new Set(['StrongEmphasis']),
  emphasis: new Set(['Emphasis']),
  strikethrough: new Set(['Strikethrough']),
  code: new Set(['InlineCode']),
} as const

/**
 * Marks what is selected, or the word that one is in; takes the marks away where it has them. A selection over
 * several lines is marked line by line, since no mark reaches over a paragraph.
 */
export const toggleInline = (state: EditorState, inline: Inline): TransactionSpec => {
  const changed = state.changeByRange((range) => {
    const marked = nodeAround(state, range.head, NODE[inline])
    if (marked !== null && marked.from <= range.from && marked.to >= range.to)
      return unmarked(state, range, marked.from, marked.to, marksOf(state, marked.from, inline))
    return markedUp(state, range, MARK[inline])
  })
  return { ...changed, userEvent: 'input.format' }
}

/** `*` or `_`, one or two or more of them. */
const marksOf = (state: EditorState, from: number, inline: Inline): number => {
  if (inline === 'code') return /^`+/.exec(state.sliceDoc(from, from + 32))?.[0].length ?? 1
  return MARK[inline].length
}

const unmarked = (
  state: EditorState,
  range: SelectionRange,
  from: number,
  to: number,
  n: number,
) => {
  const changes = state.changes([
    { from, to: from + n },
    { from: to - n, to },
  ])
  return { changes, range: range.map(changes) }
}

const markedUp = (state: EditorState, range: SelectionRange, mark: string) => {
  const word = range.empty ? (state.wordAt(range.head) ?? range) : range
  if (word.empty) {
    const changes = state.changes({ from: range.head, insert: mark + mark })
    return { changes, range: EditorSelection.cursor(range.head + mark.length) }
  }
  const changes = state.changes(
    pieces(state, word.from, word.to).flatMap(({ from, to }) => [
      { from, insert: mark },
      { from: to, insert: mark },
    ]),
  )
  const from = changes.mapPos(word.from, 1)
  const to = changes.mapPos(word.to, -1)
  return {
    changes,
    range: range.empty
      ? EditorSelection.cursor(changes.mapPos(range.head, range.head === word.to ? -1 : 1))
      : EditorSelection.range(from, Math.max(from, to)),
  }
}

/** What of each line is text: without the mark it begins with, and without blanks at the ends. */
const pieces = (state: EditorState, from: number, to: number): { from: number; to: number }[] => {
  const found: { from: number; to: number }[] = []
  for (let at = from; at <= to;) {
    const line = state.doc.lineAt(at)
    const { indent, mark } = beginningOf(line)
    const start = Math.max(from, line.from + indent.length + mark.length)
    const text = state.sliceDoc(start, Math.max(start, Math.min(to, line.to)))
    const left = start + text.length - text.trimStart().length
    const right = left + text.trim().length
    if (left < right) found.push({ from: left, to: right })
    at = line.to + 1
  }
  return found
}

const LINK = new Set(['Link'])

/** `[selected](address)` with the caret where the address goes; in a link, its address is selected. */
export const makeLink = (state: EditorState): TransactionSpec => {
  const { main } = state.selection
  const url = nodeAround(state, main.head, LINK)?.getChild('URL') ?? null
  if (url !== null) return { selection: { anchor: url.from, head: url.to } }
  const text = state.sliceDoc(main.from, main.to)
  const isAddress = /^https?:\/\/\S+$/.test(text)
  const insert = isAddress ? `[](${text})` : `[${text}]()`
  const anchor = main.from + (isAddress || text === '' ? 1 : text.length + 3)
  return {
    changes: { from: main.from, to: main.to, insert },
    selection: { anchor },
    userEvent: 'input.format',
  }
}
