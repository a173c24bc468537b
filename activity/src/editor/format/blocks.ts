import type { ChangeSpec, EditorState, Line, TransactionSpec } from '@codemirror/state'

/** What a line can begin with. */
export type Block = 'text' | 'heading1' | 'heading2' | 'heading3' | ListBlock | 'quote'
type ListBlock = 'bullets' | 'numbers' | 'tasks'

const BEGINNING =
  /^([ \t]*)(#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+\[[ xX]\][ \t]+|[-*+][ \t]+|\d+[.)][ \t]+)?/

const MARK: { readonly [block in Block]: (number: number) => string } = {
  text: () => '',
  heading1: () => '# ',
  heading2: () => '## ',
  heading3: () => '### ',
  bullets: () => '- ',
  numbers: (number) => `${number}. `,
  tasks: () => '- [ ] ',
  quote: () => '> ',
}

const OWN: { readonly [block in Block]: RegExp } = {
  text: /^$/,
  heading1: /^#[ \t]/,
  heading2: /^##[ \t]/,
  heading3: /^###[ \t]/,
  bullets: /^[-*+][ \t]+$/,
  numbers: /^\d/,
  tasks: /\[/,
  quote: /^>/,
}

type Beginning = { line: Line; indent: string; mark: string }

/** How a line begins: its indentation, and its mark if it has one. */
export const beginningOf = (line: Line): Beginning => {
  const [, indent = '', mark = ''] = BEGINNING.exec(line.text) ?? []
  return { line, indent, mark }
}

/** Makes the selected lines this kind of block, or plain text where all of them are that already. */
export const toggleBlock = (state: EditorState, block: Block): TransactionSpec => {
  const lines = selectedLines(state).map(beginningOf)
  const off = lines.every(({ mark }) => OWN[block].test(mark))
  const changes: ChangeSpec[] = lines.map(({ line, indent, mark }, i) => ({
    from: line.from + indent.length,
    to: line.from + indent.length + mark.length,
    insert: MARK[off ? 'text' : block](i + 1),
  }))
  const set = state.changes(changes)
  // a caret at the beginning of the line goes behind the new mark
  return { changes: set, selection: state.selection.map(set, 1), userEvent: 'input.format' }
}

/** Plain text, the three headings, and round again. */
export const nextHeading = (state: EditorState): TransactionSpec => {
  const { mark } = beginningOf(state.doc.lineAt(state.selection.main.head))
  const next: { readonly [mark: string]: Block } = {
    '# ': 'heading2',
    '## ': 'heading3',
    '### ': 'text',
  }
  return toggleBlock(state, next[mark] ?? 'heading1')
}

/** Empty lines between others stay empty; a single empty line may become anything. */
const selectedLines = (state: EditorState): Line[] => {
  const lines = new Map<number, Line>()
  for (const { from, to } of state.selection.ranges) {
    for (let line = state.doc.lineAt(from); ; line = state.doc.line(line.number + 1)) {
      lines.set(line.number, line)
      if (line.to >= to) break
    }
  }
  const all = [...lines.values()]
  const written = all.filter(({ text }) => text.trim() !== '')
  return written.length === 0 ? all : written
}
