import type { EditorState, TransactionSpec } from '@codemirror/state'

/** Text that goes onto lines of its own; `|` is where the caret will be. */
export const insertBlock = (state: EditorState, text: string): TransactionSpec => {
  const { from, to } = state.selection.main
  const line = state.doc.lineAt(from)
  const before = line.text.slice(0, from - line.from).trim() === '' ? '' : '\n\n'
  const after = state.doc.lineAt(to).to === to ? '' : '\n'
  const start = before === '' ? line.from : from
  const caret = text.indexOf('|')
  const insert = before + text.replace('|', '') + after
  const anchor = start + (caret < 0 ? insert.length : before.length + caret)
  return { changes: { from: start, to, insert }, selection: { anchor }, userEvent: 'input.format' }
}
