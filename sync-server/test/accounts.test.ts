import { describe, expect, it } from 'vitest'
import { ask, codeOf } from './stage/http.ts'
import type { Answer } from './stage/http.ts'
import { setStage } from './stage/stage.ts'
import { start } from './stage/server.ts'
import type { TestServer } from './stage/server.ts'

/** Calls come through a proxy that says from where. */
const { server, ada } = await setStage(['ada'], { TRUSTED_PROXIES: 'loopback' })

/** Nobody makes an account here, and no proxy is trusted. */
const closed = async (): Promise<TestServer> =>
  start({ OPEN_REGISTRATION: 'false', TRUSTED_PROXIES: '' })

type Login = { username: string; password: string }

const signIn = (at: TestServer, login: Login, forwarded: string): Promise<Answer> =>
  ask(at, 'POST', '/api/v1/sessions', {
    body: login,
    headers: { 'x-forwarded-for': forwarded, forwarded: `for=${forwarded}` },
  })

const right = (username: string): Login => ({
  username,
  password: `the password of ${username}`,
})

/** How many of these tries were looked at: the others are refused as too many. */
const lookedAt = async (tries: readonly Promise<Answer>[]): Promise<number> => {
  const answers = await Promise.all(tries)
  const codes = answers.map(codeOf)
  expect(codes.filter((code) => code !== 'rate_limited' && code !== 'wrong_credentials')).toEqual(
    [],
  )
  return codes.filter((code) => code === 'wrong_credentials').length
}

describe('guessing passwords of accounts', () => {
  it('T15: ends after 30 wrong ones for an account, from however many addresses, at once or not', async () => {
    const hedy = await server.person('hedy')
    const tries = Array.from({ length: 40 }, (_, i) =>
      signIn(server, { username: i % 2 ? 'hedy' : 'HEDY', password: `guess ${i}` }, `192.0.2.${i}`),
    )
    expect(await lookedAt(tries)).toBe(30)
    const answer = await signIn(server, right('hedy'), '198.51.100.1')
    expect([answer.status, codeOf(answer)]).toEqual([429, 'rate_limited'])
    // nor is the password guessed by who holds a stolen token
    const body = { password: 'another one', currentPassword: 'guess 41' }
    const headers = { 'x-forwarded-for': '198.51.100.2' }
    const change = await hedy.ask('PATCH', '/users/me', { body, headers })
    expect(codeOf(change)).toBe('rate_limited')
    // who is signed in stays so, and others are not concerned
    expect((await hedy.api.me()).id).toBe(hedy.id)
    expect((await signIn(server, right('ada'), '198.51.100.1')).status).toBe(201)
  })

  it('T15: locks nobody out: who comes from where they have signed in lately does so still', async () => {
    await server.person('emmy')
    const [home, office] = ['198.51.100.20', '198.51.100.21']
    for (const place of [home, office])
      expect((await signIn(server, right('emmy'), place)).status).toBe(201)
    const guesses = Array.from({ length: 40 }, (_, i) =>
      signIn(server, { username: 'emmy', password: `guess ${i}` }, `192.0.2.${i}`),
    )
    expect(await lookedAt(guesses)).toBe(30)
    expect((await signIn(server, right('emmy'), '198.51.100.22')).status).toBe(429)
    for (const place of [home, office, home])
      expect((await signIn(server, right('emmy'), place)).status).toBe(201)
    // and is told that a password is wrong, not that it is not looked at
    const mistyped = await signIn(server, { username: 'emmy', password: 'mistyped' }, home)
    expect(codeOf(mistyped)).toBe('wrong_credentials')
    // a place is known for one account: there, others are as they were
    await server.person('ruth')
    const others = Array.from({ length: 40 }, (_, i) =>
      signIn(server, { username: 'ruth', password: `guess ${i}` }, `192.0.2.${i}`),
    )
    expect(await lookedAt(others)).toBe(30)
    expect((await signIn(server, right('ruth'), home)).status).toBe(429)
  })

  it('T15: from where somebody has signed in, it ends as early as from elsewhere', async () => {
    await server.person('alan')
    const home = '198.51.100.30'
    expect((await signIn(server, right('alan'), home)).status).toBe(201)
    const guesses = Array.from({ length: 30 }, (_, i) =>
      signIn(server, { username: 'alan', password: `guess ${i}` }, home),
    )
    expect(await lookedAt(guesses)).toBe(20)
    expect((await signIn(server, right('alan'), home)).status).toBe(429)
    // what was tried there is not charged to who comes from elsewhere
    expect((await signIn(server, right('alan'), '198.51.100.31')).status).toBe(201)
  })

  it('T15: is not told from guessing at a name that nobody has', async () => {
    const tries = Array.from({ length: 40 }, (_, i) =>
      signIn(server, right(i % 2 ? 'nobody' : 'NOBODY'), `192.0.2.${100 + i}`),
    )
    expect(await lookedAt(tries)).toBe(30)
  })

  it('T15: ends after 20 wrong ones from an address, for however many accounts', async () => {
    const tries = Array.from({ length: 30 }, (_, i) =>
      signIn(server, right(`nobody-${i}`), '203.0.113.7'),
    )
    expect(await lookedAt(tries)).toBe(20)
    expect((await signIn(server, right('ada'), '203.0.113.7')).status).toBe(429)
    expect((await signIn(server, right('ada'), '203.0.113.8')).status).toBe(201)
  })

  it('T15: right ones do not count, however many', async () => {
    for (let i = 0; i < 35; i += 1)
      expect((await signIn(server, right('ada'), '203.0.113.9')).status).toBe(201)
  })

  it('T15: what a caller puts before the word of the trusted proxy does not count', async () => {
    const tries = Array.from({ length: 30 }, (_, i) =>
      signIn(server, right(`nobody-${i}`), `192.0.2.${i}, 203.0.113.20`),
    )
    expect(await lookedAt(tries)).toBe(20)
  })
})

describe('a server without trusted proxies, whose registration is closed', () => {
  it('T15: takes no word on where a call comes from', async () => {
    const apart = await closed()
    const tries = Array.from({ length: 30 }, (_, i) =>
      signIn(apart, right(`nobody-${i}`), `192.0.2.${i}`),
    )
    expect(await lookedAt(tries)).toBe(20)
    await apart.close()
  })

  it('F40: makes no account with a password; people of a chat come all the same', async () => {
    const apart = await closed()
    const answer = await ask(apart, 'POST', '/api/v1/users', { body: right('somebody') })
    expect([answer.status, codeOf(answer)]).toEqual([403, 'registration_closed'])
    const grace = await apart.service.putIdentity('400000000000000001', 'grace')
    expect((await apart.service.as(grace.id).me()).displayName).toBe('grace')
    await apart.close()
  })
})

describe('an account', () => {
  it('F41: its password is stored as argon2id only, with 19 MiB and two passes', async () => {
    const user = await server.store.users.get(ada.id)
    expect(user?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })
})
