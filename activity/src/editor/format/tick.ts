import type { EditorState, TransactionSpec } from '@codemirror/state'
import { ticked } from '../preview/checkbox.ts'

const TASK = /^([ \t>]*(?:[-*+]|\d+[.)])[ \t]+)\[[ xX]\]/

/** The task of the line that one is in, turned over; null where there is none. */
export const tickHere = (state: EditorState): TransactionSpec | null => {
  const line = state.doc.lineAt(state.selection.main.head)
  const before = TASK.exec(line.text)?.[1]
  return before === undefined ? null : ticked(state, line.from + before.length)
}
