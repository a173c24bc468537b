import { ApplicationCommandType } from 'discord.js'
import { expect, test } from 'vitest'
import { REGISTRATION } from './index.ts'

test('the entry point is part of every registration, else Discord refuses all of it (50240)', () => {
  const entryPoints = REGISTRATION.filter(
    ({ type }) => type === ApplicationCommandType.PrimaryEntryPoint,
  )
  expect(entryPoints).toMatchObject([{ name: 'launch', handler: 1 }])
})

test("names and descriptions keep to Discord's rules (F10)", () => {
  for (const command of REGISTRATION) {
    const description = ('description' in command ? command.description : undefined) ?? ''
    expect(command.name).toMatch(/^[-_'\p{Ll}\p{N}]{1,32}$/u)
    expect(description.length).toBeLessThanOrEqual(100)
  }
})
