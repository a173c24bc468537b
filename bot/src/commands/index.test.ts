import { ApplicationCommandType } from 'discord.js'
import { expect, test } from 'vitest'
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
