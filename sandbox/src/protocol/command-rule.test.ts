import { describe, expect, it } from 'vitest'
import { commandListProblems } from './command-rule.ts'

const command = (more: object = {}) => ({ name: 'note', description: 'Notes', ...more })
const option = (more: object = {}) => ({ type: 3, name: 'text', description: 'Text', ...more })
const codes = (...commands: object[]) =>
  commandListProblems(commands as Record<string, unknown>[]).map(({ path, code }) => [
    path.join('.'),
    code,
  ])

describe('rules of commands that the description lacks', () => {
  it('F70: let through what is right', () => {
    const options = [option({ required: true }), option({ name: 'more' })]
    const translated = { name_localizations: { de: 'notiz' } }
    const menu = { type: 3, name: 'Save To Notes' }
    expect(codes(command({ options, ...translated }), menu)).toEqual([])
  })

  it('F70: names are small, in every language, and there once', () => {
    const wrong = command({ name: 'Note', name_localizations: { de: 'Neue Notiz' } })
    expect(codes(wrong)).toEqual([
      ['0.name', 'APPLICATION_COMMAND_INVALID_NAME'],
      ['0.name_localizations.de', 'APPLICATION_COMMAND_INVALID_NAME'],
    ])
    expect(codes(command(), command())).toEqual([['1.name', 'APPLICATION_COMMANDS_DUPLICATE_NAME']])
    expect(codes(command({ options: [option(), option()] }))).toEqual([
      ['0.options', 'APPLICATION_COMMAND_OPTIONS_NAME_INVALID'],
    ])
  })

  it('F70: options stand in order and do not contradict themselves', () => {
    const late = [option(), option({ name: 'must', required: true })]
    expect(codes(command({ options: late }))).toEqual([
      ['0.options.1', 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID'],
    ])
    const both = option({ autocomplete: true, choices: [{ name: 'a', value: 'a' }] })
    expect(
      codes(command({ options: [{ ...option(), type: 1, name: 'sub', options: [both] }] })),
    ).toEqual([['0.options.0.options.0', 'APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES_INVALID']])
    const mixed = [option(), { type: 1, name: 'sub', description: 's' }]
    expect(codes(command({ options: mixed }))).toEqual([
      ['0.options', 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID'],
    ])
  })

  it('F70: a command has at most 8000 characters, and there are so many of a type', () => {
    const choices = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ name: `${i}`, value: 'x'.repeat(99) }))
    const options = [1, 2, 3, 4].map((n) => option({ name: `o${n}`, choices: choices(25) }))
    expect(codes(command({ options }))).toEqual([['0', 'APPLICATION_COMMAND_TOO_LARGE']])
    const menus = Array.from({ length: 16 }, (_, i) => ({ type: 3, name: `Menu ${i}` }))
    expect(codes(...menus)).toEqual([['', 'APPLICATION_COMMANDS_EXCEED_MAX']])
  })
})
