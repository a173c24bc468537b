import { CompletionContext } from '@codemirror/autocomplete'
import type { CompletionResult, CompletionSource } from '@codemirror/autocomplete'
import { ensureSyntaxTree } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
import { expect, it } from 'vitest'
import { language } from '../language.ts'
import { blockSuggestions } from './blocks.ts'
import { emojiSuggestions } from './emoji.ts'
import { peopleSuggestions } from './people.ts'

const suggested = (source: CompletionSource, text: string, readOnly = false): string[] => {
  const extensions = [language(), EditorState.readOnly.of(readOnly)]
  const state = EditorState.create({ doc: text, extensions })
  ensureSyntaxTree(state, text.length, 30_000)
  const result = source(new CompletionContext(state, text.length, false)) as CompletionResult | null
  return result?.options.map(({ label }) => label) ?? []
}

const here = (...names: string[]): CompletionSource => {
  const users = names.map((name, i) => ({ user: { id: `u${i}`, name, color: '#c2410c' } }))
  return peopleSuggestions({ getStates: () => new Map(users.entries()) })
}

it('F27: a slash where a word begins offers twelve things, and letters make them fewer', () => {
  expect(suggested(blockSuggestions, '/')).toHaveLength(12)
  expect(suggested(blockSuggestions, 'some /head')).toEqual(['Heading 1', 'Heading 2', 'Heading 3'])
  expect(suggested(blockSuggestions, '/heading 2')).toEqual(['Heading 2'])
  expect(suggested(blockSuggestions, '- /todo')).toEqual(['To-do list'])
  expect(suggested(blockSuggestions, '/list')).toHaveLength(3)
})

it.each(['either/', 'https://', '1/2', '/ ', '/zzz', '`/', '```\n/'])(
  'F27: %j offers no blocks: it is a slash like any other',
  (text) => expect(suggested(blockSuggestions, text)).toEqual([]),
)

it('F27: emoji are found by the beginnings of their names, after two letters', () => {
  expect(suggested(emojiSuggestions, 'hooray :tad')[0]).toBe(':tada:')
  expect(suggested(emojiSuggestions, ':rocket')).toEqual([':rocket:'])
  expect(suggested(emojiSuggestions, ':+1')).toEqual([':thumbsup:'])
  for (const text of [':', ':t', 'at 10:30', 'a:tada', '`:tada'])
    expect(suggested(emojiSuggestions, text)).toEqual([])
})

it('F27 F26: an at sign offers who is here, once each, by any of their names', () => {
  const people = here('Ada Lovelace', 'Grace Hopper')
  expect(suggested(people, '@')).toEqual(['@Ada Lovelace', '@Grace Hopper'])
  expect(suggested(people, 'ask @hop')).toEqual(['@Grace Hopper'])
  expect(suggested(people, 'mail ada@')).toEqual([])
  expect(suggested(here(), '@')).toEqual([])
})

it('F27: a viewer is offered nothing', () => {
  for (const source of [blockSuggestions, emojiSuggestions, here('Ada')])
    for (const text of ['/', ':tada', '@']) expect(suggested(source, text, true)).toEqual([])
})
