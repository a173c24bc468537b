import type { Completion, CompletionContext } from '@codemirror/autocomplete'
import { isInCode } from '../syntax.ts'

/** One line of the list: a sign, a name, and what is written when it is taken. */
export type Suggestion = Completion & { sign?: string; color?: string }

export type Query = { from: number; text: string }

/**
 * What was typed behind `sign` up to the caret, if the sign begins a word and stands in no code. `pattern` says what
 * may follow it.
 */
export const queryAfter = (
  context: CompletionContext,
  sign: '/' | ':' | '@',
  pattern: RegExp,
): Query | null => {
  const { state, pos } = context
  const line = state.doc.lineAt(pos)
  const before = line.text.slice(Math.max(0, pos - line.from - 40), pos - line.from)
  const at = before.lastIndexOf(sign)
  const text = before.slice(at + 1)
  if (at < 0 || /[^\s([{"'>*_~]/.test(before.charAt(at - 1)) || !pattern.test(text)) return null
  return isInCode(state, pos) ? null : { from: pos - text.length, text: text.toLowerCase() }
}

/** Those in which a word begins with the query, the ones that begin with it themselves first. */
export const ranked = <T extends { readonly words: string }>(
  all: readonly T[],
  query: string,
): T[] => {
  const found = all.filter(({ words }) => ` ${words.toLowerCase()}`.includes(` ${query}`))
  const first = found.filter(({ words }) => words.toLowerCase().startsWith(query))
  return [...first, ...found.filter((one) => !first.includes(one))]
}
