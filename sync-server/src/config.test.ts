import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

/** The lines that name a mistake. */
const mistakesOf = (env: Record<string, string>, role?: string): string[] => {
  try {
    readConfig(env, role)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.message.split('\n').filter((line) => line.startsWith('  - '))
  }
  return []
}

describe('settings', () => {
  test('F65: nothing has to be set', () => {
    const config = readConfig({})
    expect(config).toMatchObject({
      role: 'all',
      host: 'localhost',
      port: 3000,
      dataDir: resolve('data'),
      databasePath: resolve('data/sticky.db'),
      keyPath: resolve('data/signing-key.json'),
      serviceToken: null,
      discord: null,
      openRegistration: true,
    })
    expect(config.limits.textLength).toBe(256 * 1024)
  })

  test('F65: an empty value counts as not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '', OPEN_REGISTRATION: '' })).toEqual(
      readConfig({}),
    )
  })

  test('F65: what is set counts', () => {
    const config = readConfig({
      PORT: '0',
      DATA_DIR: '/srv/sticky',
      DATABASE_URL: 'sqlite:/fast/other.db',
      DISCORD_CLIENT_ID: '123456789012345678',
      DISCORD_CLIENT_SECRET: 'secret',
      DISCORD_API_BASE: 'http://localhost:3334/api',
      OPEN_REGISTRATION: 'false',
      LIMIT_MESSAGE_BYTES: '2048',
      MERGE_PAUSE_MS: '5',
    })
    expect(config).toMatchObject({
      port: 0,
      databasePath: '/fast/other.db',
      keyPath: '/srv/sticky/signing-key.json',
      discord: {
        apiBase: 'http://localhost:3334/api',
        clientId: '123456789012345678',
        clientSecret: 'secret',
      },
      openRegistration: false,
    })
    expect(config.limits.messageBytes).toBe(2048)
    expect(config.merge.pause).toBe(5)
  })

  test('F65 T15: proxies are trusted by address, network or the usual names; none unless it is said', () => {
    const trusted = (text: string): string[] => readConfig({ TRUSTED_PROXIES: text }).trustedProxies
    expect(readConfig({}).trustedProxies).toEqual([])
    expect(trusted('10.0.0.0/8, ::1 ,loopback')).toEqual(['10.0.0.0/8', '::1', 'loopback'])
  })

  test('F65: the role comes from the argument, else from ROLE', () => {
    expect(readConfig({ ROLE: 'merge' }).role).toBe('merge')
    expect(readConfig({ ROLE: 'merge' }, 'preview').role).toBe('preview')
    expect(mistakesOf({}, 'mrege')).toEqual(['  - ROLE is none of all, merge, preview'])
  })

  const wrong: [string, string, string][] = [
    ['ROLE', 'everything', 'all, merge, preview'],
    ['PORT', '70000', '0 to 65535'],
    ['PORT', '-1', '0 to 65535'],
    ['PORT', '80.5', 'whole number'],
    ['PORT', 'http', 'not a number'],
    ['PUBLIC_URL', 'sticky.example', 'http(s) address'],
    ['DATABASE_URL', 'mysql://root@db/sticky', 'sqlite:<path>'],
    ['SERVICE_TOKEN', 'short', 'openssl rand'],
    ['DISCORD_API_BASE', 'ftp://discord.com', 'http(s) address'],
    ['OPEN_REGISTRATION', 'yes', 'neither true nor false'],
    ['TRUSTED_PROXIES', '10.0.0.0/8, my-proxy', 'like 10.0.0.0/8'],
    ['TRUSTED_PROXIES', '10.0.0.0/33', 'like 10.0.0.0/8'],
    ['TRUSTED_PROXIES', '::1/64/64', 'like 10.0.0.0/8'],
    ['LOG_LEVEL', 'loud', 'trace, debug, info, warn, error, fatal, silent'],
    ['LIMIT_MESSAGE_BYTES', '1', 'between 1024 and 16777216'],
    ['LIMIT_CONNECTIONS', 'many', 'not a number'],
    ['LIMIT_TEXT_LENGTH', '999999999', 'between 1000 and 16777216'],
    ['MERGE_PATIENCE_MS', '-5', 'between 0 and 600000'],
  ]
  test.each(wrong)('F65: %s=%s is one mistake and says what is wanted', (name, value, wanted) => {
    const mistakes = mistakesOf({ [name]: value })
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toMatch(new RegExp(`^  - ${name} `))
    expect(mistakes[0]).toContain(wanted)
  })

  test('F65: a Discord application needs both its id and its secret', () => {
    expect(mistakesOf({ DISCORD_CLIENT_ID: '123456789012345678' })).toEqual([
      '  - DISCORD_CLIENT_SECRET is missing; DISCORD_CLIENT_ID needs it',
    ])
    expect(mistakesOf({ DISCORD_CLIENT_SECRET: 'x' })).toEqual([
      '  - DISCORD_CLIENT_ID is missing; DISCORD_CLIENT_SECRET needs it',
    ])
  })

  test('F65: a wrong .env gives one list of all mistakes, and where to correct them', () => {
    const env = {
      PORT: 'x',
      PUBLIC_URL: 'y',
      SERVICE_TOKEN: 'z',
      LOG_LEVEL: 'loud',
      DISCORD_CLIENT_ID: '123456789012345678',
    }
    const names = mistakesOf(env).map((line) => line.split(' ')[3])
    expect(names).toEqual([
      'PORT',
      'PUBLIC_URL',
      'SERVICE_TOKEN',
      'LOG_LEVEL',
      'DISCORD_CLIENT_SECRET',
    ])
    expect(() => readConfig(env)).toThrow(/5 mistakes[\s\S]*\.env\.example/)
  })

  test('no value is repeated in the list: it may be a secret', () => {
    const secret = 'hunter2'
    const env = {
      SERVICE_TOKEN: secret,
      DATABASE_URL: `postgres://sticky:${secret}@db/sticky`,
      DISCORD_CLIENT_SECRET: secret,
      PUBLIC_URL: secret,
      PORT: secret,
      LOG_LEVEL: secret,
    }
    expect(() => readConfig(env)).toThrow(ConfigError)
    expect(mistakesOf(env).join()).not.toContain(secret)
  })
})
