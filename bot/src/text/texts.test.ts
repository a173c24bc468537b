import { expect, test } from 'vitest'
import { de } from './de/index.ts'
import { en } from './en/index.ts'
import { textsOf } from './texts.ts'

/** Words that are the same in both languages, or need no language. */
const ALIKE = new Set([
  'doc.command.name',
  'create.text.name',
  'append.text.name',
  'exporting.format.name',
  'exporting.formats.md',
  'exporting.formats.json',
  'link.command.name',
])

type Said = { [key: string]: Said } | string | ((...values: never[]) => string)

/** Every text with its path; what is made of values is made of twos. */
const leaves = (said: Said, path: string[] = []): [path: string, text: string][] => {
  if (typeof said === 'string') return [[path.join('.'), said]]
  if (typeof said === 'function') {
    const say = said as (...values: unknown[]) => string
    return [[path.join('.'), say(...Array.from({ length: said.length }, () => 2))]]
  }
  return Object.entries(said).flatMap(([key, inner]) => leaves(inner, [...path, key]))
}

const english = new Map(leaves(en))
const german = new Map(leaves(de))

test('every language says the same things, and each of them something (F10)', () => {
  expect([...german.keys()].toSorted()).toEqual([...english.keys()].toSorted())
  for (const text of [...english.values(), ...german.values()]) expect(text).toMatch(/\S/)
})

test('nothing was left untranslated by accident (F10)', () => {
  const same = [...german].filter(([path, text]) => english.get(path) === text)
  expect(same.map(([path]) => path).filter((path) => !ALIKE.has(path))).toEqual([])
})

test('a language that is not there is English (F10)', () => {
  expect(textsOf('de')).toBe(de)
  for (const locale of ['en-GB', 'fr', '', 'constructor', null, undefined])
    expect(textsOf(locale)).toBe(en)
})
