import type { EditorState, TransactionSpec } from '@codemirror/state'

/** Text that goes onto lines of its own; the caret will be between `before` and `after`. */
export const insertBlock = (state: EditorState, before: string, after = ''): TransactionSpec => {
  const { from, to } = state.selection.main
  const line = state.doc.lineAt(from)
  const isFirst = line.text.slice(0, from - line.from).trim() === ''
  const gap = isFirst ? '' : '\n\n'
  const start = isFirst ? line.from : from
  const end = state.doc.lineAt(to).to === to ? '' : '\n'
  return {
    changes: { from: start, to, insert: gap + before + after + end },
    selection: { anchor: start + gap.length + before.length },
    userEvent: 'input.format',
  }
}
