import { expect, it } from 'vitest'
import { readSettings } from './settings.ts'

const real = {
  DISCORD_TOKEN: 'token',
  DISCORD_CLIENT_ID: '1234567890123456789',
  DISCORD_CLIENT_SECRET: 'secret',
}

it('F65: without credentials everything runs against the stand-in, with one shared service token', () => {
  const { common, sandbox, addresses } = readSettings({ PORT: '3111' })
  expect(addresses).toEqual({ app: 'http://localhost:3111', sandbox: 'http://localhost:3333' })
  expect(common['DISCORD_API_BASE']).toBe('http://localhost:3334/api')
  expect(common['SERVICE_TOKEN']?.length).toBeGreaterThan(32)
  expect(sandbox?.['SANDBOX_BOT_TOKEN']).toBe(common['DISCORD_TOKEN'])
})

it('F65: with all three credentials the same programs talk to real Discord, and no stand-in is started', () => {
  const { common, sandbox, addresses } = readSettings(real)
  expect(sandbox).toBeNull()
  expect(addresses.sandbox).toBeNull()
  expect(common['DISCORD_API_BASE']).toBeUndefined()
})

it('F65: half of the credentials are a mistake, and it says which half is missing', () => {
  const { DISCORD_TOKEN } = real
  expect(() => readSettings({ DISCORD_TOKEN })).toThrow(
    /DISCORD_TOKEN is set, DISCORD_CLIENT_ID and DISCORD_CLIENT_SECRET are missing/,
  )
})
