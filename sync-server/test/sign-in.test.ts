import { describe, expect, it } from 'vitest'
import { createRemoteJWKSet, importJWK, jwtVerify, SignJWT } from 'jose'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Session } from '@sticky/shared/api/sessions'
import { hashSecret } from '../src/users/secrets.ts'
import { Tokens } from '../src/users/tokens.ts'
import { socketUrl } from './stage/address.ts'
import { Description } from './stage/description.ts'
import { ask, codeOf, fieldsOf } from './stage/http.ts'
import type { Answer } from './stage/http.ts'
import { knock } from './stage/raw-socket.ts'
import { setStage } from './stage/stage.ts'

const PASSWORD = 'correct horse battery'

const { server } = await setStage([])

/** What becomes of a socket with this ticket. */
const come = (document: string, ticket: string): Promise<string> =>
  knock(socketUrl({ url: server.url, document, ticket }))

describe('users and sessions over HTTP', () => {
  const post = (path: string, body: unknown, token?: string): Promise<Answer> =>
    ask(server, 'POST', `/api/v1${path}`, { body, ...(token === undefined ? {} : { token }) })
  const me = (token: string): Promise<Answer> => ask(server, 'GET', '/api/v1/users/me', { token })
  const refresh = (refreshToken: string): Promise<Answer> =>
    post('/sessions/refresh', { refreshToken })
  const register = async (username: string): Promise<Session> => {
    await post('/users', { username, password: PASSWORD })
    return (await post('/sessions', { username, password: PASSWORD })).body as Session
  }

  describe('F40 F41: a person', () => {
    it('registers, signs in, renames themselves and signs out', async () => {
      const created = await post('/users', { username: 'Ada', password: PASSWORD })
      expect(created.status).toBe(201)
      expect(created.body).toEqual({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        username: 'Ada',
        displayName: 'Ada',
        color: expect.stringMatching(/^#[0-9a-f]{6}$/),
      })
      const login = await post('/sessions', { username: 'ada', password: PASSWORD })
      expect(login.status).toBe(201)
      const { token, user } = login.body as Session
      expect(user).toEqual(created.body)
      const body = { displayName: 'Countess 😀' }
      const renamed = await ask(server, 'PATCH', '/api/v1/users/me', { token, body })
      expect(renamed.body).toEqual({ ...user, ...body })
      expect((await me(token)).body).toEqual(renamed.body)
      await ask(server, 'DELETE', '/api/v1/sessions/current', { token })
      expect((await me(token)).status).toBe(401)
    })

    it('is found by the exact user name, in any case, and seen without secrets', async () => {
      const { token, user } = await register('Grace')
      const find = (name: string) => ask(server, 'GET', `/api/v1/users?username=${name}`, { token })
      expect((await find('gRACE')).body).toEqual(user)
      expect((await find('Grac')).status).toBe(404)
      const profile = await ask(server, 'GET', `/api/v1/users/${user.id}`, { token })
      expect(Object.keys(profile.body as object).sort()).toEqual(Object.keys(user).sort())
    })

    it('hears the same of a wrong password and of nobody (T15)', async () => {
      await register('known')
      const wrong = await post('/sessions', { username: 'known', password: 'not this one' })
      const nobody = await post('/sessions', { username: 'unknown', password: 'not this one' })
      expect([wrong.status, codeOf(wrong)]).toEqual([401, 'wrong_credentials'])
      expect([nobody.status, nobody.text]).toEqual([wrong.status, wrong.text])
    })
  })

  describe('T14: names', () => {
    it('one that differs in case only is taken', async () => {
      await register('linus')
      const answer = await post('/users', { username: 'LiNuS', password: PASSWORD })
      expect([answer.status, codeOf(answer)]).toEqual([409, 'username_taken'])
    })

    it.each([
      'lіnus',
      'ｌinus',
      'li​nus',
      'linus ',
      'lınus',
      '\u212Aate',
      'x',
      '-a',
      'a'.repeat(33),
    ])('a look-alike is none: %j', async (username) => {
      const answer = await post('/users', { username, password: PASSWORD })
      expect([answer.status, fieldsOf(answer)]).toEqual([400, ['username']])
    })

    it.each(['a‮b', 'a⁦b', 'a\u0000b', ' ', 'a'.repeat(65)])(
      'a display name that deceives is refused: %j (T11)',
      async (displayName) => {
        const body = { username: 'display', password: PASSWORD, displayName }
        const answer = await post('/users', body)
        expect([answer.status, fieldsOf(answer)]).toEqual([400, ['displayName']])
      },
    )
  })

  describe('wrong input', () => {
    it('every wrong field is named at once', async () => {
      const answer = await post('/users', { username: '!', password: 'short', displayName: '' })
      expect(answer.status).toBe(400)
      expect(fieldsOf(answer)).toEqual(['displayName', 'password', 'username'])
    })

    it.each(['{"username":', '[]', '"text"', 'null', ''])('a body of %j is 400', async (body) => {
      const headers = { 'content-type': 'application/json' }
      const answer = await ask(server, 'POST', '/api/v1/users', { body, headers })
      expect([answer.status, codeOf(answer)]).toEqual([400, 'invalid_request'])
    })

    it('fields that nobody knows are refused, not ignored (T19)', async () => {
      const body = { username: 'extra', password: PASSWORD, admin: true }
      expect((await post('/users', body)).status).toBe(400)
      expect((await post('/users', { ...body, admin: undefined })).status).toBe(201)
    })

    it('a body that is too large is 413, whoever sends it', async () => {
      const answer = await post('/users', { username: 'x'.repeat(3_000_000) })
      expect([answer.status, codeOf(answer)]).toEqual([413, 'too_large'])
    })
  })

  describe('T6: tokens', () => {
    it('JWKS holds the key that checks them, and nothing private', async () => {
      const { token, user } = await register('jwks')
      const jwks = createRemoteJWKSet(new URL('/.well-known/jwks.json', server.url))
      const { payload } = await jwtVerify(token, jwks, { issuer: 'sticky', audience: 'sticky-api' })
      expect(payload.sub).toBe(user.id)
      const published = await ask(server, 'GET', '/.well-known/jwks.json')
      expect(published.text).not.toContain('"d"')
    })

    it('a refresh token works once; the session goes on with the next', async () => {
      const first = await register('rotating')
      const second = (await refresh(first.refreshToken)).body as Session
      expect((await me(second.token)).status).toBe(200)
      expect((await refresh(second.refreshToken)).status).toBe(201)
      expect((await refresh('made up')).status).toBe(401)
    })

    it('F41 T6: a refresh token that is used again ends the session, for the thief and for who lost it', async () => {
      const first = await register('robbed')
      const second = (await refresh(first.refreshToken)).body as Session
      const third = (await refresh(second.refreshToken)).body as Session
      const stolen = await refresh(first.refreshToken)
      expect([stolen.status, codeOf(stolen)]).toEqual([401, 'unauthenticated'])
      expect((await me(third.token)).status).toBe(401)
      expect((await refresh(third.refreshToken)).status).toBe(401)
      const login = { username: 'robbed', password: PASSWORD }
      expect((await post('/sessions', login)).status).toBe(201)
    })

    it('F41: a refresh whose answer was lost is asked for again, and the session goes on', async () => {
      const first = await register('offline')
      await refresh(first.refreshToken)
      const again = (await refresh(first.refreshToken)).body as Session
      expect((await me(again.token)).status).toBe(200)
      expect((await refresh(again.refreshToken)).status).toBe(201)
    })

    it('signing out ends this session, not the others', async () => {
      const one = await register('leaving')
      const login = { username: 'leaving', password: PASSWORD }
      const two = (await post('/sessions', login)).body as Session
      await ask(server, 'DELETE', '/api/v1/sessions/current', { token: one.token })
      expect((await refresh(one.refreshToken)).status).toBe(401)
      expect((await me(one.token)).status).toBe(401)
      expect((await me(two.token)).status).toBe(200)
    })

    it.each([undefined, '', 'abc', 'a.b.c'])('%j opens nothing', async (token) => {
      const asking = token === undefined ? {} : { token }
      const answer = await ask(server, 'GET', '/api/v1/users/me', asking)
      expect([answer.status, codeOf(answer)]).toEqual([401, 'unauthenticated'])
    })

    it('T13: a refresh token is 192 random bits, and the database has only their hash', async () => {
      const sessions = await Promise.all(
        Array.from({ length: 10 }, (_, i) => register(`random-${i}`)),
      )
      const first = sessions[0]?.refreshToken ?? ''
      const refreshed = (await refresh(first)).body as Session
      const secrets = [...sessions, refreshed].map(({ refreshToken }) => refreshToken.split('.')[1])
      for (const secret of secrets) expect(secret).toMatch(/^[A-Za-z0-9_-]{32}$/)
      expect(new Set(secrets.map((secret) => secret?.slice(0, 8))).size).toBe(secrets.length)
      const { dataDir } = server.config
      const files = readdirSync(dataDir).filter((file) => file.startsWith('sticky'))
      expect(files).toContain('sticky.db')
      const stored = files.map((file) => readFileSync(join(dataDir, file)).toString('latin1'))
      const hashes = secrets.slice(1).map((secret) => hashSecret(secret ?? ''))
      expect(hashes.filter((hash) => !stored.some((bytes) => bytes.includes(hash)))).toEqual([])
      expect(
        secrets.filter((secret) => stored.some((bytes) => bytes.includes(secret ?? ''))),
      ).toEqual([])
    })

    it('T17: every route takes them in the header alone: cookies and addresses open nothing, and no cookie is set', async () => {
      const { token } = await register('every-route')
      const { operations } = await Description.of(server)
      const closed = operations.filter(({ operation }) => operation.security.length > 0)
      expect(closed.length).toBeGreaterThan(40)
      for (const { method, template, operation } of closed) {
        const path = template.replaceAll(/\{\w+\}/g, '019aaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa')
        const answer = await fetch(
          `${server.url}${path}?token=${token}&access_token=${token}&authorization=Bearer%20${token}`,
          {
            method,
            headers: { cookie: `token=${token}; access_token=${token}; session=${token}` },
          },
        )
        await answer.body?.cancel()
        const open = operation.security.some((kinds) => Object.keys(kinds).length === 0)
        expect([method, path, answer.status]).toEqual([method, path, open ? 404 : 401])
        expect(answer.headers.get('set-cookie')).toBeNull()
      }
      const login = { username: 'every-route', password: PASSWORD }
      expect((await post('/sessions', login)).headers.get('set-cookie')).toBeNull()
    })

    it('only in the header: not in the query, not in a cookie (T17)', async () => {
      const { token } = await register('bearer')
      const path = `/api/v1/users/me?token=${token}&access_token=${token}`
      const headers = { cookie: `token=${token}`, authorization: `Basic ${token}` }
      expect((await ask(server, 'GET', path, { headers })).status).toBe(401)
    })

    it('forged ones open nothing: none, HS256 with the public key, foreign claims', async () => {
      const { token, user } = await register('forged')
      const [, body = ''] = token.split('.')
      const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<
        string,
        unknown
      >
      const none = Buffer.from('{"alg":"none"}').toString('base64url')
      const stored = JSON.parse(readFileSync(server.config.keyPath, 'utf8')) as { x: string }
      const secret = Buffer.from(stored.x, 'base64url')
      const key = await importJWK(stored, 'EdDSA')
      const signed = (change: Record<string, unknown>) =>
        new SignJWT({ ...claims, ...change }).setProtectedHeader({ alg: 'EdDSA' }).sign(key)
      expect((await me(await signed({}))).body).toEqual(user)
      const forged = {
        none: `${none}.${body}.`,
        HS256: await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(secret),
        issuer: await signed({ iss: 'other' }),
        audience: await signed({ aud: 'sticky-sync' }),
        expired: await signed({ exp: 1 }),
        'no expiry': await signed({ exp: undefined }),
        'no session': await signed({ sid: undefined }),
        'another session': await signed({ sid: '00000000-0000-4000-8000-000000000000' }),
        version: await signed({ tv: 7 }),
        'version as text': await signed({ tv: '0' }),
        'no version': await signed({ tv: undefined }),
        subject: await signed({ sub: '00000000-0000-4000-8000-000000000000' }),
      }
      for (const [what, bad] of Object.entries(forged)) {
        expect([what, (await me(bad)).status]).toEqual([what, 401])
      }
    })
  })

  describe('T6: tickets', () => {
    const open = async (username: string) => {
      const session = await register(username)
      const { token } = session
      const created = await post('/documents', { title: 'Plan' }, token)
      const { id } = created.body as { id: string }
      const ticket = (await post(`/documents/${id}/tickets`, {}, token)).body
      return { session, token, id, ticket: ticket as { ticket: string; url: string; role: string } }
    }

    it('F49: names its address and role, opens its document, again and again', async () => {
      const { id, ticket } = await open('ticket')
      expect(ticket).toMatchObject({ url: `/sync/v1/${id}`, role: 'own' })
      expect(await come(id, ticket.ticket)).toBe('open')
      expect(await come(id, ticket.ticket)).toBe('open')
    })

    it('T7: is not an API token, and an API token is not a ticket', async () => {
      const { id, token, ticket } = await open('crossed')
      expect((await me(ticket.ticket)).status).toBe(401)
      expect(await come(id, token)).toBe('http 401')
      expect(await come(id, '')).toBe('http 401')
    })

    it('opens no other document', async () => {
      const { token, ticket } = await open('elsewhere')
      const { id } = (await post('/documents', { title: 'B' }, token)).body as { id: string }
      expect(await come(id, ticket.ticket)).toBe('http 401')
    })

    it('R1: rightly signed but expired: opens and closes with 4401', async () => {
      const { id, session } = await open('late')
      const tokens = await Tokens.open(server.config.keyPath)
      const claims = { sub: session.user.id, doc: id, role: 'own', tv: 0, jti: 'j' }
      const fresh = await tokens.sign('sticky-sync', claims, Date.now() + 9_000)
      const old = await tokens.sign('sticky-sync', claims, Date.now() - 9_000)
      expect(await come(id, fresh)).toBe('open')
      expect(await come(id, old)).toBe('closed 4401')
    })

    it('T1: a new password ends every token and ticket that was signed before', async () => {
      const { id, token, session, ticket } = await open('changing')
      const change = (body: unknown) => ask(server, 'PATCH', '/api/v1/users/me', { token, body })
      const wrong = await change({ password: 'another one', currentPassword: 'guess' })
      expect([wrong.status, codeOf(wrong)]).toEqual([401, 'wrong_credentials'])
      expect((await change({ password: 'another one' })).status).toBe(401)
      expect((await me(token)).status).toBe(200)
      const right = await change({ password: 'another one', currentPassword: PASSWORD })
      expect(right.status).toBe(200)
      expect((await me(token)).status).toBe(401)
      expect((await refresh(session.refreshToken)).status).toBe(401)
      expect(await come(id, ticket.ticket)).toBe('closed 4403')
      const login = { username: 'changing', password: 'another one' }
      expect((await post('/sessions', login)).status).toBe(201)
    })

    it('T1: a deleted user opens nothing any more, and nobody finds them', async () => {
      const { id, token, session, ticket } = await open('leaver')
      expect((await ask(server, 'DELETE', '/api/v1/users/me', { token })).status).toBe(204)
      expect((await me(token)).status).toBe(401)
      expect((await refresh(session.refreshToken)).status).toBe(401)
      expect(await come(id, ticket.ticket)).toBe('closed 4403')
      const login = { username: 'leaver', password: PASSWORD }
      expect(codeOf(await post('/sessions', login))).toBe('wrong_credentials')
      const { token: other } = await register('stays')
      const profile = `/api/v1/users/${session.user.id}`
      expect((await ask(server, 'GET', profile, { token: other })).status).toBe(404)
    })

    it.each(['//', '/sync/v1/', '/sync/v1/%', '/sync/v1/x?ticket=y', '/sync/v1/../v1'])(
      'T7: an upgrade of %j is refused, the server goes on',
      async (path) => {
        const headers = {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        }
        expect(await rawStatus(server.url, path, headers)).toBe(404)
      },
    )
  })
})

/** `fetch` neither upgrades nor sends such paths. */
const rawStatus = async (
  url: string,
  path: string,
  headers: Record<string, string>,
): Promise<number> => {
  const { request } = await import('node:http')
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, headers })
    sent.on('response', (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    sent.on('error', reject)
    sent.end()
  })
}
