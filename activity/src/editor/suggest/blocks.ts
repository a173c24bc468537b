import { pickedCompletion } from '@codemirror/autocomplete'
import type { Completion, CompletionSource } from '@codemirror/autocomplete'
import type { EditorState, TransactionSpec } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'
import { toggleBlock } from '../format/blocks.ts'
import { makeLink } from '../format/inline.ts'
import { insertBlock } from '../format/insert.ts'
import { queryAfter, ranked } from './suggestion.ts'
import type { Suggestion } from './suggestion.ts'

type Item = {
  label: string
  sign: string
  /** What else one may call it. */
  also: string
  make: (state: EditorState) => TransactionSpec
}

const today = (): string => new Intl.DateTimeFormat('en-CA').format(new Date())

const inserted =
  (text: () => string) =>
  (state: EditorState): TransactionSpec =>
    state.replaceSelection(text())

const ITEMS: readonly Item[] = [
  { label: 'Heading 1', sign: 'H1', also: 'h1 title', make: (s) => toggleBlock(s, 'heading1') },
  { label: 'Heading 2', sign: 'H2', also: 'h2', make: (s) => toggleBlock(s, 'heading2') },
  { label: 'Heading 3', sign: 'H3', also: 'h3', make: (s) => toggleBlock(s, 'heading3') },
  { label: 'Bulleted list', sign: '•', also: 'ul', make: (s) => toggleBlock(s, 'bullets') },
  { label: 'Numbered list', sign: '1.', also: 'ol', make: (s) => toggleBlock(s, 'numbers') },
  { label: 'To-do list', sign: '☐', also: 'todo task check', make: (s) => toggleBlock(s, 'tasks') },
  { label: 'Quote', sign: '❝', also: 'cite', make: (s) => toggleBlock(s, 'quote') },
  { label: 'Code block', sign: '{}', also: 'pre', make: (s) => insertBlock(s, '```', '\n\n```') },
  {
    label: 'Table',
    sign: '▦',
    also: 'grid',
    make: (s) => insertBlock(s, '| ', ' |   |\n| - | - |\n|   |   |'),
  },
  { label: 'Divider', sign: '—', also: 'hr line rule', make: (s) => insertBlock(s, '---\n') },
  { label: 'Link', sign: '🔗', also: 'url address', make: makeLink },
  { label: 'Today’s date', sign: '📅', also: 'date today', make: inserted(today) },
]

/** `/` and a few letters: what the line is to become. */
export const blockSuggestions: CompletionSource = (context) => {
  const query = queryAfter(context, '/', /^(\p{L}[\p{L}\d -]{0,20})?$/u)
  if (query === null || context.state.readOnly) return null
  const named = ITEMS.map((item) => ({ ...item, words: `${item.label} ${item.also}` }))
  const options = ranked(named, query.text).map(asSuggestion)
  return options.length === 0 ? null : { from: query.from, options, filter: false }
}

const asSuggestion = ({ label, sign, make }: Item): Suggestion => ({
  label,
  sign,
  apply: (view, completion, from, to) => applied(view, completion, from - 1, to, make),
})

/** Takes away `/` and the letters, then does what was chosen: one step, also for undo. */
const applied = (
  view: EditorView,
  completion: Completion,
  from: number,
  to: number,
  make: Item['make'],
): void => {
  const cleared = view.state.update({
    changes: { from, to },
    annotations: pickedCompletion.of(completion),
    userEvent: 'input.complete',
  })
  view.dispatch([cleared, cleared.state.update({ ...make(cleared.state), scrollIntoView: true })])
}
