import type { APIApplicationCommand } from 'discord-api-types/v10'
import { describe, expect, it } from 'vitest'
import { optionValues, readCommandLine, usables } from './command-line.ts'

const command = {
  id: '1',
  type: 1,
  name: 'doc',
  description: 'Documents',
  options: [
    {
      type: 1,
      name: 'create',
      description: 'New',
      options: [
        { type: 3, name: 'title', description: 'Title', required: true },
        { type: 3, name: 'text', description: 'Text' },
      ],
    },
    { type: 1, name: 'list', description: 'All' },
  ],
} as unknown as APIApplicationCommand
const all = usables([command], 'en-US')

const values = (text: string) => {
  const line = readCommandLine(text, all)
  if (line.kind !== 'filling') return line.kind
  return optionValues(line.usable, line.filled, () => undefined)
}

describe('a command line', () => {
  it('lets a value run up to the next option', () => {
    expect(values('/doc create title:Stand up text:- [ ] ship: it')).toEqual([
      {
        name: 'create',
        type: 1,
        options: [
          { name: 'title', type: 3, value: 'Stand up' },
          { name: 'text', type: 3, value: '- [ ] ship: it' },
        ],
      },
    ])
  })
  it('takes a second `title:` as text', () => {
    expect(JSON.stringify(values('/doc create title:a text:b title:c'))).toContain('b title:c')
  })
  it('gives bare words to the first required option', () => {
    expect(JSON.stringify(values('/doc create Stand up text:x'))).toContain('"value":"Stand up"')
  })
  it('offers subcommands by what is typed', () => {
    const line = readCommandLine('/doc c', all)
    expect(line.kind === 'choosing' && line.matches.map(({ label }) => label)).toEqual([
      '/doc create',
    ])
    expect(values('hello')).toBe('text')
  })
  it('F70: is read in the language of its person and in that of the bot, and sent in that of the bot', () => {
    const translated = {
      ...command,
      name_localizations: { de: 'dok' },
      options: [
        {
          type: 1,
          name: 'create',
          name_localizations: { de: 'neu' },
          description: 'New',
          description_localizations: { de: 'Neues Dokument' },
          options: [
            { type: 3, name: 'title', name_localizations: { de: 'titel' }, description: 'Title' },
          ],
        },
      ],
    } as unknown as APIApplicationCommand
    const german = usables([translated], 'de')
    expect(german[0]).toMatchObject({ label: '/dok neu', description: 'Neues Dokument' })
    for (const text of ['/dok neu titel:Plan', '/doc create title:Plan']) {
      const line = readCommandLine(text, german)
      if (line.kind !== 'filling') throw new Error(`${text} is ${line.kind}`)
      expect(optionValues(line.usable, line.filled, () => undefined)).toEqual([
        { name: 'create', type: 1, options: [{ name: 'title', type: 3, value: 'Plan' }] },
      ])
    }
  })
})
