import type { CompletionSource } from '@codemirror/autocomplete'
import { EMOJI } from './emoji-list.ts'
import { queryAfter, ranked } from './suggestion.ts'
import type { Suggestion } from './suggestion.ts'

const SHOWN = 12

const all = EMOJI.split('\n').map((line) => {
  const [sign = '', ...names] = line.split(' ')
  return { sign, name: names[0] ?? '', words: names.join(' ').replaceAll('_', ' ') }
})

/** `:` and two letters: the sign is written, not its name. */
export const emojiSuggestions: CompletionSource = (context) => {
  const query = queryAfter(context, ':', /^[+\w][\w-]{0,20}$/)
  if (query === null || query.text.length < 2 || context.state.readOnly) return null
  const found = ranked(all, query.text.replaceAll('_', ' ')).slice(0, SHOWN)
  if (found.length === 0) return null
  return { from: query.from - 1, options: found.map(asSuggestion), filter: false }
}

const asSuggestion = ({ sign, name }: { sign: string; name: string }): Suggestion => ({
  label: `:${name}:`,
  sign,
  apply: sign,
})
