import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

const enough = {
  DISCORD_TOKEN: 'token',
  DISCORD_CLIENT_ID: '123456789012345678',
  SERVICE_TOKEN: 'service',
}

test('three settings are enough for real Discord and a server on this machine', () => {
  expect(readConfig(enough)).toEqual({
    discordToken: 'token',
    clientId: '123456789012345678',
    discordApi: 'https://discord.com/api',
    discordCdn: null,
    apiUrl: 'http://localhost:3000',
    publicUrl: 'http://localhost:3000',
    serviceToken: 'service',
    logLevel: 'info',
  })
})

test('a sandbox serves its own pictures (F70)', () => {
  const config = readConfig({ ...enough, DISCORD_API_BASE: 'http://localhost:3334/api/' })
  expect(config.discordApi).toBe('http://localhost:3334/api')
  expect(config.discordCdn).toBe('http://localhost:3334')
})

test('links begin with the address that people use (F45)', () => {
  const env = { ...enough, API_URL: 'http://api:3000', PUBLIC_URL: 'https://sticky.example.org/' }
  expect(readConfig(env).publicUrl).toBe('https://sticky.example.org')
})

test('every mistake is told at once, with what to do, and no secret is printed', () => {
  const env = {
    SERVICE_TOKEN: ' ',
    DISCORD_TOKEN: 'very-secret',
    DISCORD_CLIENT_ID: 'my-bot',
    API_URL: 'localhost:3000',
    LOG_LEVEL: 'loud',
  }
  expect(() => readConfig(env)).toThrow(ConfigError)
  const text = messageOf(() => readConfig(env))
  for (const name of ['SERVICE_TOKEN', 'DISCORD_CLIENT_ID', 'API_URL', 'LOG_LEVEL'])
    expect(text).toContain(`  ${name} `)
  expect(text).not.toContain('very-secret')
  expect(text).not.toContain('DISCORD_TOKEN is')
})

const messageOf = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    return String(error)
  }
  return ''
}
