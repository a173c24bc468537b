import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'

/** Somebody as Discord tells of them. */
type Known = { id: string; username: string; global_name: string | null }

/** The two calls of Discord that a sign-in makes. */
export type DiscordStand = {
  /** Whom it knows by which code. */
  people: Map<string, Known>
  /** The status that it answers everything with; null: it works. */
  failing: number | null
  /** How many calls it has had. */
  calls: number
  /** With what a server finds it. */
  settings: Record<string, string>
}

const SECRET = 'the secret'

/** Stands for Discord until the file's tests are over. */
export const standForDiscord = async (people: [string, Known][] = []): Promise<DiscordStand> => {
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    discord.calls += 1
    if (discord.failing !== null) return answer(discord.failing, {})
    if (request.url === '/api/v10/users/@me') {
      const [, code = ''] = (request.headers.authorization ?? '').split('Bearer token for ')
      return answer(200, discord.people.get(code))
    }
    let form = ''
    request.on('data', (chunk: Buffer) => (form += chunk.toString()))
    request.on('end', () => {
      const sent = new URLSearchParams(form)
      const code = sent.get('code') ?? ''
      if (sent.get('client_secret') !== SECRET) return answer(401, { error: 'invalid_client' })
      if (!discord.people.has(code)) return answer(400, { error: 'invalid_grant' })
      answer(200, { access_token: `token for ${code}` })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => void server.close())
  const discord: DiscordStand = {
    people: new Map(people),
    failing: null,
    calls: 0,
    settings: {
      DISCORD_API_BASE: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
      DISCORD_CLIENT_ID: '500000000000000001',
      DISCORD_CLIENT_SECRET: SECRET,
    },
  }
  return discord
}
