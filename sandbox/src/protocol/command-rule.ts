import type { Json } from '../state/component.ts'
import type { Problem } from './problem.ts'

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u
const CHAT_INPUT = 1
const ENTRY_POINT = 4
const MAX_TOTAL = 8000

/** Rules of commands that Discord's docs state but its OpenAPI description does not. */
export function commandProblems(command: Json, path: PropertyKey[] = []): Problem[] {
  const type = command['type'] ?? CHAT_INPUT
  const isSlash = type === CHAT_INPUT
  const total = JSON.stringify(command).length
  return [
    ...(isSlash ? nameProblems(command, path) : []),
    ...(isSlash && !command['description'] ? [required([...path, 'description'])] : []),
    ...(total > 4 * MAX_TOTAL
      ? [
          {
            path,
            code: 'APPLICATION_COMMAND_TOO_LARGE',
            message: `Command exceeds maximum size (${MAX_TOTAL})`,
          },
        ]
      : []),
    ...optionsOf(command).flatMap((option, index) =>
      optionProblems(option, [...path, 'options', index]),
    ),
  ]
}

export function isEntryPoint(command: { type?: unknown }): boolean {
  return command.type === ENTRY_POINT
}

function optionProblems(option: Json, path: PropertyKey[]): Problem[] {
  return [
    ...nameProblems(option, path),
    ...optionsOf(option).flatMap((inner, index) =>
      optionProblems(inner, [...path, 'options', index]),
    ),
  ]
}

function nameProblems(named: Json, path: PropertyKey[]): Problem[] {
  const name = String(named['name'])
  if (NAME.test(name) && name === name.toLowerCase()) return []
  const code = 'APPLICATION_COMMAND_INVALID_NAME'
  return [{ path: [...path, 'name'], code, message: 'Command name is invalid' }]
}

function required(path: PropertyKey[]): Problem {
  return { path, code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }
}

function optionsOf(command: Json): Json[] {
  return Array.isArray(command['options']) ? (command['options'] as Json[]) : []
}
