import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { REGISTRATION } from '../../bot/src/commands/index.ts'
import { startSandbox } from '../../sandbox/src/sandbox.ts'
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
    const [doc, launch] = REGISTRATION
    await register([{ ...doc, name: 'old' }, launch])
    expect((await ask()).failures).toEqual(
      expect.arrayContaining([
        'Commands are missing: /doc',
        'Commands are not of this version: /old',
      ]),
    )
    await register([{ ...doc, description: 'Something else' }, launch])
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
