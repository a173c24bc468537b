import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { REGISTRATION } from '../../bot/src/commands/index.ts'
import { startSandbox } from '../../sandbox/src/sandbox.ts'
import type { Change } from '../../sandbox/src/wire/change.ts'
import { examine } from './examine.ts'
import { hasFailed, report } from './report.ts'

const APPLICATION = {
  id: '1210000000000000001',
  name: 'Notes',
  botToken: 'token.of.bot',
  clientSecret: 'secret-of-the-application',
  activityTarget: 'http://localhost:1',
}
const SERVICE_TOKEN = 'a-service-token-for-the-tests-only'

const dataDir = mkdtempSync(join(tmpdir(), 'sticky-doctor-'))
const discord = await startSandbox({
  dataDir,
  ports: { client: 0, api: 0, activity: 0 },
  application: APPLICATION,
})
afterAll(async () => {
  await discord.close()
  rmSync(dataDir, { recursive: true, force: true })
})

/** An address at which nobody is. */
const nowhere = async (): Promise<string> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}
const NOWHERE = await nowhere()

const SETTINGS = {
  DISCORD_TOKEN: APPLICATION.botToken,
  DISCORD_CLIENT_ID: APPLICATION.id,
  DISCORD_CLIENT_SECRET: APPLICATION.clientSecret,
  DISCORD_API_BASE: `${discord.urls.api}/api`,
  SERVICE_TOKEN,
  API_URL: NOWHERE,
}

const register = async (commands: unknown): Promise<void> => {
  const { status } = await fetch(
    `${discord.urls.api}/api/v10/applications/${APPLICATION.id}/commands`,
    {
      method: 'PUT',
      headers: { authorization: `Bot ${APPLICATION.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(commands),
    },
  )
  expect(status).toBe(200)
}
await register(REGISTRATION)

/** Something is switched or changed at Discord. */
const change = async ({ kind, ...fields }: Change): Promise<void> => {
  const { status } = await fetch(`${discord.urls.client}/control/${kind}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  })
  expect(status).toBe(200)
}

/** What the doctor prints, and whether it ends with 1. No secret is in it, whatever is wrong. */
const ask = async (settings: Record<string, string> = {}, timeout = 5_000) => {
  const env = { ...SETTINGS, ...settings }
  const examination = await examine(env, { timeout })
  const text = report(examination)
  for (const secret of [env.DISCORD_TOKEN, env.DISCORD_CLIENT_SECRET, env.SERVICE_TOKEN])
    if (secret !== '') expect(text).not.toContain(secret)
  const failures = examination.sections
    .flatMap(({ findings }) => findings)
    .filter(({ status }) => status === 'failed')
    .map(({ what }) => what)
  return { text, failures, failed: hasFailed(examination) }
}

describe('the doctor', () => {
  it('finds nothing wrong with Discord when all is set up', async () => {
    const { text, failures } = await ask()
    expect(failures).toEqual([expect.stringMatching(`^No Sticky server answers at ${NOWHERE}`)])
    expect(text).toContain('ok       Activities are enabled')
    expect(text).toContain('ok       DISCORD_CLIENT_SECRET is right')
    expect(text).toContain('ok       The gateway can be reached')
    expect(discord.violations()).toEqual([])
  })

  it('knows a token that Discord does not know, and says where to get another', async () => {
    const { text, failures, failed } = await ask({ DISCORD_TOKEN: 'wrong.token.here' })
    expect(failed).toBe(true)
    expect(failures).toContain('Discord does not know DISCORD_TOKEN (401)')
    expect(text).toContain('Developer Portal, page Bot: "Reset Token"')
  })

  it('tells what is no token without asking Discord', async () => {
    const { failures } = await ask({ DISCORD_TOKEN: 'only-one-part' })
    expect(failures[0]).toMatch(/^DISCORD_TOKEN is no bot token/)
  })

  it('notices an id of another application than the token’s', async () => {
    const { failures } = await ask({ DISCORD_CLIENT_ID: '1210000000000000002' })
    expect(failures).toContain(
      'DISCORD_TOKEN is of the application 1210000000000000001 (Notes), DISCORD_CLIENT_ID is 1210000000000000002',
    )
  })

  it('notices a client secret that is not the application’s', async () => {
    const { failures } = await ask({ DISCORD_CLIENT_SECRET: 'of-somebody-else' })
    expect(failures).toContain(
      'DISCORD_CLIENT_SECRET is not that of DISCORD_CLIENT_ID: nobody can sign in',
    )
  })

  it('names every setting that is wrong, and goes no further', async () => {
    const { text, failed } = await ask({ DISCORD_CLIENT_ID: 'Notes' })
    expect(failed).toBe(true)
    expect(text).toContain('DISCORD_CLIENT_ID must be the application id')
    expect(text).not.toContain('Addresses')
  })

  it('says which of three credentials are missing', async () => {
    const { text } = await ask({ DISCORD_CLIENT_ID: '', DISCORD_CLIENT_SECRET: '' })
    expect(text).toContain('DISCORD_CLIENT_ID and DISCORD_CLIENT_SECRET are missing')
  })

  it('notices commands of another version, and that none are there', async () => {
    onTestFinished(() => register(REGISTRATION))
    const [doc, ...others] = REGISTRATION
    await register([{ ...doc, name: 'old' }, ...others])
    expect((await ask()).failures).toEqual(
      expect.arrayContaining([
        'Commands are missing: /doc',
        'Commands are not of this version: /old',
      ]),
    )
    await register([{ ...doc, description: 'Something else' }, ...others])
    expect((await ask()).failures).toContain('Commands are not as this version wants them: /doc')
  })

  it('says that Discord cannot be reached, and still looks at the rest', async () => {
    const { failures, text } = await ask({ DISCORD_API_BASE: `${NOWHERE}/api` })
    expect(failures[0]).toContain(`Discord cannot be reached at ${NOWHERE}: connect ECONNREFUSED`)
    expect(text).toContain('No Sticky server answers')
  })

  it('waits no longer than it has to for a Discord that does not answer', async () => {
    const silent = createServer(() => {})
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => silent.closeAllConnections())
    onTestFinished(() => void silent.close())
    const { port } = silent.address() as AddressInfo
    const { failures } = await ask({ DISCORD_API_BASE: `http://127.0.0.1:${port}/api` }, 200)
    expect(failures[0]).toContain('no answer in time')
  })
})

describe('the doctor notices that', () => {
  it.for<[string, Change, Change, RegExp]>([
    [
      'Activities are off',
      { kind: 'activities', isEnabled: false },
      { kind: 'activities', isEnabled: true },
      /failed {3}Activities are not enabled.*\n *→ .*switch "Enable Activities" on/,
    ],
    [
      'the token was reset',
      { kind: 'bot-token', isValid: false },
      { kind: 'bot-token', isValid: true },
      /failed {3}Discord does not know DISCORD_TOKEN \(401\)/,
    ],
    [
      'interactions go elsewhere',
      { kind: 'interactions-endpoint', url: 'https://example.org/interactions' },
      { kind: 'interactions-endpoint', url: null },
      /failed {3}Discord sends interactions to an "Interactions Endpoint URL"/,
    ],
    [
      'privileged intents are on',
      { kind: 'privileged-intents', areAllowed: true },
      { kind: 'privileged-intents', areAllowed: false },
      /warning {2}Privileged intents are on/,
    ],
    [
      'the bot is in no server',
      { kind: 'leave-guild', person: 'bot' },
      { kind: 'join-guild', person: 'bot' },
      /failed {3}The bot is in no server\n *→ Open https:\/\/discord\.com\/oauth2\/authorize\?client_id=/,
    ],
    [
      'the bot may not come into a channel',
      { kind: 'overwrite', channel: 'general', person: 'bot', allow: [], deny: ['ViewChannel'] },
      { kind: 'overwrite', channel: 'general', person: 'bot', allow: [], deny: [] },
      /warning {2}Analytical Engines: the bot lacks View Channel in #general/,
    ],
    [
      'it was asked too often for now',
      { kind: 'fail', how: 'rate-limit', route: null, times: 100, retryAfter: 60 },
      { kind: 'stop-failing' },
      /failed {3}Discord was asked too often and refuses to answer \(429\)\n *→ Try again in 60 s/,
    ],
    [
      'Discord is in trouble',
      { kind: 'fail', how: 'unavailable', route: null, times: 100 },
      { kind: 'stop-failing' },
      /failed {3}Discord is in trouble: it answers 503/,
    ],
  ])('%s', async ([, broken, mended, expected]) => {
    onTestFinished(() => change(mended))
    await change(broken)
    expect((await ask()).text).toMatch(expected)
  })

  it('all of that is well again, and that a short wait is no trouble', async () => {
    await change({ kind: 'fail', how: 'rate-limit', route: null, times: 1, retryAfter: 0.1 })
    expect((await ask()).failures).toEqual([expect.stringContaining('No Sticky server')])
    expect(discord.violations()).toEqual([])
  })
})
