import type { SearchQuery } from '@codemirror/search'
import type { EditorState } from '@codemirror/state'

/** `at`: which of them is selected, from 1; 0 if none is. */
export type Matches = { at: number; all: number; more: boolean }

/** More than these are not counted. */
const MOST = 999

export const matchesIn = (state: EditorState, query: SearchQuery): Matches => {
  const { from, to } = state.selection.main
  let at = 0
  let all = 0
  const cursor = query.getCursor(state)
  for (let next = cursor.next(); next.done !== true; next = cursor.next()) {
    if (all === MOST) return { at, all, more: true }
    all += 1
    if (next.value.from === from && next.value.to === to) at = all
  }
  return { at, all, more: false }
}

export const matchesText = ({ at, all, more }: Matches): string => {
  if (all === 0) return 'None'
  const count = more ? `${all}+` : String(all)
  return at === 0 ? count : `${at} of ${count}`
}
