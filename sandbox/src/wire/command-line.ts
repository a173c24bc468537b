import {
  ApplicationCommandOptionType as Option,
  ApplicationCommandType,
  type APIApplicationCommand,
  type APIApplicationCommandOption,
} from 'discord-api-types/v10'
import type { OptionValue } from './control.ts'

/** A command, or one of its subcommands: what can be typed after the slash. */
export interface Usable {
  command: APIApplicationCommand
  /** The names that are sent: `['doc', 'create']` */
  path: string[]
  /** As its person reads it: `/doc create`, `/dok neu` */
  label: string
  /** What else it may be typed as: the label in the bot's own language. */
  alias: string
  description: string
  options: APIApplicationCommandOption[]
  locale: string
}

/** An option as it stands in the text. */
export interface Filled {
  option: APIApplicationCommandOption
  text: string
}

/** What a text that begins with a slash means so far. */
export type CommandLine =
  | { kind: 'text' }
  | { kind: 'choosing'; matches: Usable[] }
  | { kind: 'filling'; usable: Usable; filled: Filled[]; missing: APIApplicationCommandOption[] }

/** All slash commands and subcommands, called as in a language of Discord (`en-US`). */
export function usables(commands: APIApplicationCommand[], locale: string): Usable[] {
  return commands.flatMap((command) =>
    command.type === ApplicationCommandType.ChatInput ? unfold(command, [command], locale) : [],
  )
}

interface Named {
  name: string
  description?: string
  name_localizations?: Partial<Record<string, string | null>> | null | undefined
  description_localizations?: Partial<Record<string, string | null>> | null | undefined
}

/** What a command, option or choice is called in a language; its own name when nobody translated it. */
export function nameIn(locale: string, { name, name_localizations }: Named): string {
  return name_localizations?.[locale] ?? name
}

/** What a command or option is described as in a language. */
export function descriptionIn(locale: string, item: Named): string {
  return item.description_localizations?.[locale] ?? item.description ?? ''
}

/** Reads a text as far as it goes. */
export function readCommandLine(text: string, all: Usable[]): CommandLine {
  if (!text.startsWith('/')) return { kind: 'text' }
  const [found] = all
    .flatMap((usable) => [usable.label, usable.alias].map((typed) => ({ usable, typed })))
    .filter(({ typed }) => text === typed || text.startsWith(`${typed} `))
    .toSorted((a, b) => b.typed.length - a.typed.length)
  if (!found) return { kind: 'choosing', matches: matching(text, all) }
  const { usable, typed } = found
  const filled = readOptions(text.slice(typed.length), usable)
  const missing = usable.options.filter((option) => !filled.some((one) => one.option === option))
  return { kind: 'filling', usable, filled, missing }
}

/**
 * The options of an interaction: values in their types, nested under their subcommands. `focused`
 * names the option that is being typed; `valueOf` may know the value behind a chosen name.
 */
export function optionValues(
  { path }: Usable,
  filled: Filled[],
  valueOf: (filled: Filled) => string | number | undefined,
  focused?: Filled,
): OptionValue[] {
  const leaves = filled.map((one): OptionValue => {
    const value = one === focused ? one.text : (valueOf(one) ?? typed(one))
    const { name, type } = one.option
    return one === focused ? { name, type, value, focused: true } : { name, type, value }
  })
  const [, ...names] = path
  return names.reduceRight<OptionValue[]>(
    (options, name, index) => [
      {
        name,
        type: index === names.length - 1 ? Option.Subcommand : Option.SubcommandGroup,
        options,
      },
    ],
    leaves,
  )
}

type Level = Named & { options?: APIApplicationCommandOption[] }

function unfold(command: APIApplicationCommand, path: Level[], locale: string): Usable[] {
  const level = path.at(-1)
  const options = level?.options ?? []
  const inner = options.filter(
    ({ type }) => type === Option.Subcommand || type === Option.SubcommandGroup,
  )
  if (inner.length > 0)
    return inner.flatMap((option) => unfold(command, [...path, option as Level], locale))
  return [
    {
      command,
      path: path.map(({ name }) => name),
      label: `/${path.map((one) => nameIn(locale, one)).join(' ')}`,
      alias: `/${path.map(({ name }) => name).join(' ')}`,
      description: level ? descriptionIn(locale, level) : '',
      options,
      locale,
    },
  ]
}

function matching(text: string, all: Usable[]): Usable[] {
  const wanted = text.slice(1).toLowerCase()
  const labels = ({ label, alias }: Usable) => [label, alias].map((one) => one.slice(1))
  const starting = all.filter((one) => labels(one).some((label) => label.startsWith(wanted)))
  const containing = all.filter(
    (one) => !starting.includes(one) && labels(one).some((label) => label.includes(wanted)),
  )
  return [...starting, ...containing]
}

/** A value runs up to the next ` option:` that is known and not yet used. */
function readOptions(text: string, { options, locale }: Usable): Filled[] {
  const marks: { option: APIApplicationCommandOption; from: number; to: number }[] = []
  for (const { index, 0: mark, 1: name } of text.matchAll(/(?:^|\s)([\p{L}\p{N}_-]+):/gu)) {
    const option = options.find((one) => one.name === name || nameIn(locale, one) === name)
    const isUsed = marks.some((one) => one.option === option)
    if (option && !isUsed) marks.push({ option, from: index, to: index + mark.length })
  }
  const named = marks.map(({ option, to }, i) => ({
    option,
    text: text.slice(to, marks[i + 1]?.from ?? text.length).trim(),
  }))
  return [...unnamed(text.slice(0, marks[0]?.from ?? text.length), options, named), ...named]
}

/** Words before the first `option:` belong to the first required option, as people type at Discord. */
function unnamed(text: string, options: APIApplicationCommandOption[], named: Filled[]): Filled[] {
  const option = options.find((one) => one.required)
  const isTaken = named.some((one) => one.option === option)
  return option && !isTaken && text.trim() !== '' ? [{ option, text: text.trim() }] : []
}

function typed({ option, text }: Filled): string | number | boolean {
  switch (option.type) {
    case Option.Integer:
    case Option.Number:
      return Number(text)
    case Option.Boolean:
      return /^(true|yes|1)$/i.test(text)
    default:
      return text
  }
}
