import { ApplicationCommandType } from 'discord.js'
import { REGISTRATION } from '../../bot/src/commands/index.ts'
import { failed, listed, ok } from './finding.ts'
import type { Finding } from './finding.ts'

type Command = { name: string; type?: ApplicationCommandType | undefined }

const RESTART = 'Start Sticky anew (npm start): the bot registers its commands each time.'

/** Whether Discord offers the commands that this version of the bot answers. */
export const commandFindings = (registered: readonly Command[]): Finding[] => {
  if (registered.length === 0)
    return [
      failed('No commands are registered', 'Start Sticky (npm start): the bot registers them.'),
    ]
  const found = new Map(registered.map((command) => [keyOf(command), command]))
  const missing = REGISTRATION.filter((command) => !found.has(keyOf(command)))
  const changed = REGISTRATION.filter((command) => {
    const other = found.get(keyOf(command))
    return other !== undefined && !agrees(command, other)
  })
  const wanted = new Set(REGISTRATION.map(keyOf))
  const foreign = registered.filter((command) => !wanted.has(keyOf(command)))
  const findings = [
    ...differing('missing', missing),
    ...differing('not as this version wants them', changed),
    ...differing('not of this version', foreign),
  ]
  return findings.length > 0
    ? findings
    : [ok(`${found.size} commands are registered as they should`)]
}

const differing = (how: string, commands: readonly Command[]): Finding[] =>
  commands.length === 0
    ? []
    : [failed(`Commands are ${how}: ${listed(commands.map(nameOf))}`, RESTART)]

const keyOf = ({ type, name }: Command): string => `${typeOf(type)} ${name}`

/** A command without a type is one that is typed. */
const typeOf = (type: ApplicationCommandType | undefined): ApplicationCommandType =>
  type ?? ApplicationCommandType.ChatInput

const nameOf = ({ type, name }: Command): string => {
  if (typeOf(type) === ApplicationCommandType.ChatInput) return `/${name}`
  return type === ApplicationCommandType.PrimaryEntryPoint
    ? `${name} (the Entry Point)`
    : `"${name}" (in the menu of messages)`
}

/**
 * Whether all that is `wanted` is there. Discord adds fields of its own, leaves away what is as usual, and may give
 * lists of numbers in another order.
 */
const agrees = (wanted: unknown, there: unknown): boolean => {
  if (isUsual(wanted)) return isUsual(there)
  if (Array.isArray(wanted)) {
    if (!Array.isArray(there) || there.length !== wanted.length) return false
    if (wanted.every((one) => typeof one === 'number'))
      return wanted.every((one) => there.includes(one))
    return wanted.every((one, index) => agrees(one, there[index]))
  }
  if (typeof wanted === 'object' && wanted !== null) {
    const fields: Record<string, unknown> = { ...(there as object | null | undefined) }
    return Object.entries(wanted).every(([name, value]) => agrees(value, fields[name]))
  }
  return wanted === there
}

const isUsual = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  (Array.isArray(value) && value.length === 0)
