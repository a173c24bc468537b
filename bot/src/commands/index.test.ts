import { ApplicationCommandType } from 'discord.js'
import { expect, test } from 'vitest'
import { de } from '../text/de/index.ts'
import { en } from '../text/en/index.ts'
import { SUBCOMMANDS } from './doc.ts'
import { REGISTRATION } from './index.ts'

test('the entry point is part of every registration, else Discord refuses all of it (50240)', () => {
  const entryPoints = REGISTRATION.filter(
    ({ type }) => type === ApplicationCommandType.PrimaryEntryPoint,
  )
  expect(entryPoints).toMatchObject([{ name: 'launch', handler: 1 }])
})

type Node = Record<string, unknown>

/** A command, its subcommands, options and choices. */
const withParts = (node: Node): Node[] => [
  node,
  ...[node['options'], node['choices']]
    .flatMap((parts) => (parts ?? []) as Node[])
    .flatMap(withParts),
]
const allOf = (field: unknown): string[] => Object.values((field ?? {}) as Record<string, string>)

const nodes = REGISTRATION.flatMap((command) => withParts(command as unknown as Node))
const choices = nodes.filter((node) => 'value' in node)
const menus = nodes.filter(
  (node) => node['type'] === ApplicationCommandType.Message && 'contexts' in node,
)
const named = nodes.filter((node) => !choices.includes(node) && !menus.includes(node))

test("names and descriptions keep to Discord's rules in every language (F10)", () => {
  for (const node of named) {
    for (const name of [node['name'], ...allOf(node['name_localizations'])])
      expect(name).toMatch(/^[-_'\p{Ll}\p{N}]{1,32}$/u)
    for (const text of [node['description'], ...allOf(node['description_localizations'])])
      expect(text).toMatch(/^.{1,100}$/u)
  }
  for (const { name, name_localizations: others } of menus)
    for (const text of [name, ...allOf(others)]) expect(text).toMatch(/^.{1,32}$/u)
  for (const { name, name_localizations: others } of choices)
    for (const text of [name, ...allOf(others)]) expect(text).toMatch(/^.{1,100}$/u)
})

test('everything that has a name has it in German, too (F10)', () => {
  const missing = nodes.filter((node) => !('de' in (node['name_localizations'] as object)))
  expect(missing.map(({ name }) => name)).toEqual([])
})

test('names do not collide in any language, which Discord refuses (F10)', () => {
  for (const node of nodes) {
    const options = (node['options'] ?? []) as Node[]
    for (const names of [
      options.map(({ name }) => name),
      options.map((option) => (option['name_localizations'] as Node)['de']),
    ])
      expect(new Set(names).size).toBe(names.length)
  }
})

test('every command is there in servers, direct and group messages, for who installs it, too (F11)', () => {
  for (const command of REGISTRATION)
    expect(command).toMatchObject({ integration_types: [0, 1], contexts: [0, 1, 2] })
})

/** Discord counts names, descriptions and values of a command, each in its longest translation. */
const sizeOf = (node: Node): number =>
  [
    [node['name'], ...allOf(node['name_localizations'])],
    [node['description'], ...allOf(node['description_localizations'])],
    [node['value']],
  ].reduce((sum, said) => sum + Math.max(...said.map((one) => String(one ?? '').length)), 0)

test('no command is larger than the 8,000 characters that Discord takes (F10)', () => {
  for (const command of REGISTRATION) {
    const parts = withParts(command as unknown as Node)
    expect(parts.reduce((sum, part) => sum + sizeOf(part), 0)).toBeLessThanOrEqual(8_000)
  }
})

test('a command has at most 25 subcommands or options, an option 25 choices (F10)', () => {
  for (const { options, choices } of nodes)
    for (const list of [options, choices]) expect(((list ?? []) as Node[]).length).toBeLessThan(26)
})

test.for([
  ['en', en],
  ['de', de],
] as const)('what the texts tell people to type is there: %s (F10)', ([language, texts]) => {
  const names = new Set(
    SUBCOMMANDS.map(({ data }) => (language === 'de' ? data.name_localizations?.de : data.name)),
  )
  const said = JSON.stringify(texts, (_, one: unknown) =>
    typeof one === 'function' ? String((one as (...values: unknown[]) => unknown)(2, 2, 2)) : one,
  )
  const typed = [...said.matchAll(/\/doc ([\p{L}-]+)/gu)].map(([, name]) => name)
  expect(typed.length).toBeGreaterThan(3)
  expect(typed.filter((name) => !names.has(name))).toEqual([])
})
