import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ApplicationIntegrationType } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { ENTRY_POINT } from '../bot/src/commands/index.ts'
import { PERMISSIONS, SCOPES } from '../bot/src/needs.ts'
import { readable } from '../scripts/doctor/permissions.ts'
import { readConfig } from '../sync-server/src/config.ts'

const ROOT = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const page = read('docs/discord-setup.md')

/** The first cells of the table whose head begins with `head`, without their marks. */
const column = (head: string): string[] => {
  const [, body = ''] = page.split(new RegExp(`^ *\\| ${head} .*\\n`, 'm'))
  const rows = body.split('\n').slice(1)
  const end = rows.findIndex((row) => !row.trim().startsWith('|'))
  return rows
    .slice(0, end)
    .map((row) => row.split('|')[1]?.trim() ?? '')
    .map((cell) => cell.replaceAll(/[_`]/g, ''))
}

/** What the pattern's group finds in a file, sorted, each once. */
const found = (path: string, pattern: RegExp): string[] =>
  [...new Set([...read(path).matchAll(pattern)].map(([, name = '']) => name))].sort()

const sources = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /(?<!\.test)\.ts$/.test(path))
    .map((path) => join(folder, path))

/** The bot asks for permissions of its own by these only. */
const OWN_PERMISSION = /appPermissions\??\.has\((?:\w+)\.(\w+)/g

describe('docs/discord-setup.md names what the code asks for:', () => {
  it('the intents of the bot', () => {
    const asked = found('bot/src/bot.ts', /GatewayIntentBits\.(\w+)/g)
    expect(asked.length).toBeGreaterThan(0)
    expect(column('intent').toSorted()).toEqual(asked)
  })

  it('the scopes of the Activity', () => {
    const [scopes = ''] = found('activity/src/host/discord.ts', /scope: \[([^\]]+)\]/g)
    const asked = [...scopes.matchAll(/'([^']+)'/g)].map(([, scope]) => scope)
    expect(asked.length).toBeGreaterThan(0)
    expect(column('scope of the Activity')).toEqual(asked)
  })

  it('the permissions of the bot, which are at least those that it looks for itself', () => {
    expect(column('permission')).toEqual(PERMISSIONS.map(readable))
    const looked = sources('bot/src').flatMap((path) => found(path, OWN_PERMISSION))
    expect(looked.length).toBeGreaterThan(0)
    expect(PERMISSIONS).toEqual(expect.arrayContaining(looked))
  })

  it('the scopes of each installation', () => {
    const rows = page.split('\n').map((row) => row.split('|').map((cell) => cell.trim()))
    const scopesOf = (name: string) =>
      rows.find(([, cell]) => cell === `_${name}_`)?.[2]?.replaceAll('`', '')
    expect(scopesOf('Guild Install')).toBe(
      SCOPES[ApplicationIntegrationType.GuildInstall].join(', '),
    )
    expect(scopesOf('User Install')).toBe(SCOPES[ApplicationIntegrationType.UserInstall].join(', '))
  })

  it('settings that exist, all credentials among them', () => {
    const named = [...page.matchAll(/\b(?:DISCORD_[A-Z_]+|PUBLIC_URL|HOST|[A-Z]+_[A-Z]+)\b/g)].map(
      ([name]) => name,
    )
    const documented = found('.env.example', /^# ([A-Z_]+)=/gm)
    expect(documented).toEqual(expect.arrayContaining(named))
    const block = /```\n(DISCORD_TOKEN[^`]+)```/.exec(page)?.[1] ?? ''
    const credentials = found('scripts/settings.ts', /'(DISCORD_\w+)'(?=[,\]])/g)
    expect(credentials).toHaveLength(3)
    expect(credentials.filter((name) => !block.includes(`${name}=`))).toEqual([])
  })

  it('the port, and the name of the Entry Point', () => {
    expect(page).toContain(`--url http://localhost:${readConfig({}).port}`)
    expect(page).toContain(`its own, \`${ENTRY_POINT.data.name}\``)
  })

  it('messages as the programs say them', () => {
    const messages = page
      .slice(page.indexOf('| what you see'))
      .split('\n')
      .flatMap((row) => /^\| `([^`]+)`/.exec(row)?.[1] ?? [])
    expect(messages.length).toBeGreaterThan(3)
    const programs = ['bot/src', 'sync-server/src', 'activity/src']
      .flatMap(sources)
      .map(read)
      .join('\n')
    expect(messages.filter((message) => !programs.includes(message))).toEqual([])
    expect(read('scripts/start.ts')).toContain('Sticky is ready after ${seconds} s: ${chat}')
  })
})
