import { SearchQuery } from '@codemirror/search'
import { EditorState } from '@codemirror/state'
import { expect, it } from 'vitest'
import { matchesIn, matchesText } from './matches.ts'

const found = (doc: string, search: string, anchor = 0, head = 0): string => {
  const state = EditorState.create({ doc, selection: { anchor, head } })
  return matchesText(matchesIn(state, new SearchQuery({ search, literal: true })))
}

it('F27: the panel says how many there are, and which one is selected', () => {
  expect(found('one two one', 'three')).toBe('None')
  expect(found('one two ONE', 'one')).toBe('2')
  expect(found('one two one', 'one', 8, 11)).toBe('2 of 2')
  expect(found('a\\n', '\\n')).toBe('1')
  expect(found('a'.repeat(5000), 'a')).toBe('999+')
})
