import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Session } from '@sticky/shared/api/sessions'
import { decodeJwt } from 'jose'
import { afterAll, describe, expect, it } from 'vitest'
import { ask, codeOf } from './stage/http.ts'
import type { Answer } from './stage/http.ts'
import { setStage } from './stage/stage.ts'

const ADA = '400000000000000001'
const GRACE = '400000000000000002'

/** Whom Discord knows by which code, and what it calls them. */
const people = new Map([
  ['code of ada', { id: ADA, username: 'ada.l', global_name: 'Ada' }],
  ['code of grace', { id: GRACE, username: 'grace', global_name: null }],
])
let down = false

/** The two calls of Discord that a sign-in makes. */
const discord = createServer((request, response) => {
  const answer = (status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  if (down) return answer(503, {})
  if (request.url === '/api/v10/users/@me') {
    const [, code = ''] = (request.headers.authorization ?? '').split('Bearer token for ')
    return answer(200, people.get(code))
  }
  let form = ''
  request.on('data', (chunk: Buffer) => (form += chunk.toString()))
  request.on('end', () => {
    const sent = new URLSearchParams(form)
    const code = sent.get('code') ?? ''
    const known = people.has(code) && sent.get('client_secret') === 'the secret'
    answer(known ? 200 : 400, known ? { access_token: `token for ${code}` } : {})
  })
})
await new Promise<void>((resolve) => discord.listen(0, '127.0.0.1', resolve))
afterAll(() => void discord.close())

const { server, ada } = await setStage(['ada'], {
  DISCORD_API_BASE: `http://127.0.0.1:${(discord.address() as AddressInfo).port}/api`,
  DISCORD_CLIENT_ID: '500000000000000001',
  DISCORD_CLIENT_SECRET: 'the secret',
  // what Discord answers on purpose is no news
  LOG_LEVEL: 'fatal',
})

const come = (discordCode: string): Promise<Answer> =>
  ask(server, 'POST', '/api/v1/sessions', { body: { discordCode } })

const sessionOf = async (discordCode: string): Promise<Session> =>
  (await come(discordCode)).body as Session

const leave = (token: string): Promise<Answer> =>
  ask(server, 'DELETE', '/api/v1/users/me', { token })

describe('signing in with Discord', () => {
  it('F41: gives the same kind of token as a password does', async () => {
    const { token, refreshToken, user } = await sessionOf('code of grace')
    expect(Object.keys(decodeJwt(token)).sort()).toEqual(
      Object.keys(decodeJwt(ada.session.token)).sort(),
    )
    expect(user).toMatchObject({ username: null, displayName: 'grace' })
    const next = await ask(server, 'POST', '/api/v1/sessions/refresh', { body: { refreshToken } })
    expect((next.body as Session).user).toEqual(user)
  })

  it('F40 F41: is the user that the bot knows, whoever meets them first, whatever they are called now', async () => {
    const seen = await server.service.putIdentity(ADA, 'Ada L.')
    const { user } = await sessionOf('code of ada')
    expect(user).toEqual({ ...seen, displayName: 'Ada' })
    expect((await sessionOf('code of ada')).user.id).toBe(user.id)
    const met = (await sessionOf('code of grace')).user
    expect((await server.service.putIdentity(GRACE, 'Grace H.')).id).toBe(met.id)
    // nobody is taken for somebody else by a name
    expect([ada.id, met.id]).not.toContain(user.id)
  })

  it('T1 F40: whoever was deleted comes back as somebody new', async () => {
    const { user, token } = await sessionOf('code of ada')
    expect((await leave(token)).status).toBe(204)
    const again = await sessionOf('code of ada')
    expect(again.user.id).not.toBe(user.id)
    expect((await server.service.putIdentity(ADA, 'Ada')).id).toBe(again.user.id)
  })

  it('F41: a code that Discord does not take opens nothing; when Discord is down, that is said', async () => {
    const wrong = await come('made up')
    expect([wrong.status, codeOf(wrong)]).toEqual([401, 'unauthenticated'])
    down = true
    const late = await come('code of ada')
    expect([late.status, codeOf(late)]).toEqual([503, 'unavailable'])
    down = false
  })
})
