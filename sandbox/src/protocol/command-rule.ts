import {
  ApplicationCommandOptionType as Option,
  ApplicationCommandType as Type,
} from 'discord-api-types/v10'
import { isJson, type Json } from '../state/component.ts'
import type { Problem } from './problem.ts'

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u
const MAX_TOTAL = 8000
const NESTING = new Set<unknown>([Option.Subcommand, Option.SubcommandGroup])
const MOST = new Map<unknown, number>([
  [Type.ChatInput, 100],
  [Type.User, 15],
  [Type.Message, 15],
  [Type.PrimaryEntryPoint, 1],
])

/** Rules of all commands of a scope together: how many of a type, and no name twice. */
export function commandListProblems(commands: Json[]): Problem[] {
  const keys = commands.map((command) => `${String(typeOf(command))} ${String(command['name'])}`)
  const tooMany = [...MOST].filter(
    ([type, most]) => commands.filter((command) => typeOf(command) === type).length > most,
  )
  return [
    ...commands.flatMap((command, index) => commandProblems(command, [index])),
    ...keys.flatMap((key, index) =>
      keys.indexOf(key) < index
        ? [
            problem(
              [index, 'name'],
              'APPLICATION_COMMANDS_DUPLICATE_NAME',
              'Application command names must be unique',
            ),
          ]
        : [],
    ),
    ...tooMany.map(([, most]) =>
      problem(
        [],
        'APPLICATION_COMMANDS_EXCEED_MAX',
        `Maximum number of application commands reached (${most})`,
      ),
    ),
  ]
}

/** Rules of commands that Discord's docs state but its OpenAPI description does not. */
export function commandProblems(command: Json, path: PropertyKey[] = []): Problem[] {
  const isSlash = typeOf(command) === Type.ChatInput
  return [
    ...(isSlash ? nameProblems(command, path) : []),
    ...(isSlash && !command['description'] ? [required([...path, 'description'])] : []),
    ...(totalLength(command) > MAX_TOTAL
      ? [
          problem(
            path,
            'APPLICATION_COMMAND_TOO_LARGE',
            `Command exceeds maximum size (${MAX_TOTAL})`,
          ),
        ]
      : []),
    ...optionListProblems(optionsOf(command), [...path, 'options']),
  ]
}

export function isEntryPoint(command: { type?: unknown }): boolean {
  return command.type === Type.PrimaryEntryPoint
}

function optionListProblems(options: Json[], path: PropertyKey[]): Problem[] {
  const names = options.map(({ name }) => name)
  const firstOptional = options.findIndex((option) => option['required'] !== true)
  const isMixed = options.some(isNesting) && !options.every(isNesting)
  return [
    ...options.flatMap((option, index) => optionProblems(option, [...path, index])),
    ...options.flatMap((option, index) =>
      option['required'] === true && firstOptional !== -1 && firstOptional < index
        ? [
            problem(
              [...path, index],
              'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
              'Required options must be placed before non-required options',
            ),
          ]
        : [],
    ),
    ...(new Set(names).size < names.length
      ? [problem(path, 'APPLICATION_COMMAND_OPTIONS_NAME_INVALID', 'Option names must be unique')]
      : []),
    ...(isMixed
      ? [
          problem(
            path,
            'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
            'Sub-command and sub-command group option types are mutually exclusive to all other types',
          ),
        ]
      : []),
  ]
}

function optionProblems(option: Json, path: PropertyKey[]): Problem[] {
  const hasChoices = Array.isArray(option['choices']) && option['choices'].length > 0
  const isBoth = option['autocomplete'] === true && hasChoices
  return [
    ...nameProblems(option, path),
    ...(isBoth
      ? [
          problem(
            path,
            'APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES_INVALID',
            'Autocomplete cannot be set together with choices',
          ),
        ]
      : []),
    ...optionListProblems(optionsOf(option), [...path, 'options']),
  ]
}

/** A name and its translations. */
function nameProblems(named: Json, path: PropertyKey[]): Problem[] {
  const translated = Object.entries(translations(named, 'name')).map(
    ([locale, name]) => [[...path, 'name_localizations', locale], name] as const,
  )
  return [[[...path, 'name'], named['name']] as const, ...translated].flatMap(([at, name]) =>
    NAME.test(String(name)) && String(name) === String(name).toLowerCase()
      ? []
      : [problem([...at], 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid')],
  )
}

/** Names, descriptions and values together; of translations the longest counts. */
function totalLength(node: Json): number {
  const own = ['name', 'description'].map((key) =>
    Math.max(
      length(node[key]),
      ...Object.values(translations(node, key)).map((text) => length(text)),
    ),
  )
  const choices = ((node['choices'] ?? []) as Json[]).map(
    (choice) => totalLength(choice) + length(choice['value']),
  )
  const all = [...own, ...choices, ...optionsOf(node).map(totalLength)]
  return all.reduce((sum, part) => sum + part, 0)
}

function translations(node: Json, key: string): Json {
  const given = node[`${key}_localizations`]
  return isJson(given) ? given : {}
}

function length(value: unknown): number {
  return typeof value === 'string' ? value.length : 0
}

function typeOf(command: Json): unknown {
  return command['type'] ?? Type.ChatInput
}

function isNesting({ type }: Json): boolean {
  return NESTING.has(type)
}

function required(path: PropertyKey[]): Problem {
  return problem(path, 'BASE_TYPE_REQUIRED', 'This field is required')
}

function problem(path: PropertyKey[], code: string, message: string): Problem {
  return { path, code, message }
}

function optionsOf(command: Json): Json[] {
  return Array.isArray(command['options']) ? (command['options'] as Json[]) : []
}
