import { describe, expect, it } from 'vitest'
import { ask, codeOf } from './stage/http.ts'
import type { Answer, Asking } from './stage/http.ts'
import type { Guest } from './stage/guest.ts'
import type { Person } from './stage/person.ts'
import { SERVICE_TOKEN } from './stage/server.ts'
import { setStage } from './stage/stage.ts'

/** What one caller may ask in a minute here. */
const MOST = 40

const { server, ada } = await setStage(['ada'], {
  LIMIT_CALLS_PER_MINUTE: String(MOST),
  TRUSTED_PROXIES: 'loopback',
})

let people = 0
const someone = (): Promise<Person> => server.person(`someone-${(people += 1)}`)

const from = (address: string): Asking => ({ headers: { 'x-forwarded-for': address } })

/** Asks until it is refused, at most 500 times; answers with how often it was let in, and with the refusal. */
const askUntilRefused = async (
  call: () => Promise<Answer>,
): Promise<{ times: number; refusal: Answer }> => {
  for (let times = 0; times < 500; times += 1) {
    const refusal = await call()
    if (refusal.status === 429) return { times, refusal }
    expect(refusal.status).toBeLessThan(300)
  }
  throw new Error('nobody was refused')
}

const times = async (call: () => Promise<Answer>): Promise<number> =>
  (await askUntilRefused(call)).times

describe('what one caller may ask of the API', () => {
  it('F67 R50: ends; the refusal says when to come back, and others are not concerned', async () => {
    const [greedy, other] = [await someone(), await someone()]
    const { times, refusal } = await askUntilRefused(() => greedy.ask('GET', '/users/me'))
    expect(times).toBe(MOST)
    expect(codeOf(refusal)).toBe('rate_limited')
    const seconds = Number(refusal.headers.get('retry-after'))
    expect(seconds).toBeGreaterThan(30)
    expect(seconds).toBeLessThanOrEqual(60)
    expect(refusal.text).toContain(`Wait ${seconds} s`)
    for (const [method, path, body] of [
      ['GET', '/documents'],
      ['GET', '/search?q=tea'],
      ['GET', '/users/me/data'],
      ['POST', '/documents', { title: 'Another' }],
    ] as const)
      expect([path, (await greedy.ask(method, path, { body })).status]).toEqual([path, 429])
    expect((await other.ask('GET', '/users/me')).status).toBe(200)
  })

  it('R50: what opens a document counts five times', async () => {
    const writer = await someone()
    // that it is made counts five times, too
    const id = await writer.create('- [ ] tea')
    expect(await times(() => writer.ask('GET', `/documents/${id}/tasks`))).toBe(MOST / 5 - 1)
    expect((await writer.ask('GET', `/documents/${id}`)).status).toBe(429)
  })

  it('R50: another session, or a link, gives a user no more', async () => {
    const login = { username: 'two-sessions', password: 'battery staple' }
    const post = (path: string, body: object): Promise<Answer> =>
      ask(server, 'POST', `/api/v1${path}`, { body })
    await post('/users', login)
    const tokens: string[] = []
    for (let i = 0; i < 2; i += 1)
      tokens.push(((await post('/sessions', login)).body as { token: string }).token)
    let next = 0
    const asMe = (): Promise<Answer> =>
      ask(server, 'GET', '/api/v1/users/me', { token: tokens[(next += 1) % 2] ?? '' })
    expect(await times(asMe)).toBe(MOST)
    const user = await someone()
    const id = await ada.create()
    const guest = await server.guest(await ada.makeLink(id), { as: user })
    await times(() => user.ask('GET', '/users/me'))
    expect((await guest.ask('GET', `/documents/${id}`)).status).toBe(429)
  })

  it('R50: all guests of a link at one address share; those elsewhere, by another link or with an account do not', async () => {
    const owner = await someone()
    const id = await owner.create('- [ ] tea')
    const [link, another] = [await owner.makeLink(id), await owner.makeLink(id)]
    const [one, two] = [await server.guest(link), await server.guest(link)]
    const look = (guest: Guest, address: string): Promise<Answer> =>
      guest.ask('GET', `/documents/${id}/authorship`, from(address))
    let next = 0
    const inTurn = (): Promise<Answer> => look((next += 1) % 2 === 0 ? one : two, '198.51.100.1')
    expect(await times(inTurn)).toBe(MOST / 5)
    expect((await look(one, '198.51.100.2')).status).toBe(200)
    expect((await look(await server.guest(another), '198.51.100.1')).status).toBe(200)
    const signedIn = await server.guest(link, { as: await someone() })
    expect((await look(signedIn, '198.51.100.1')).status).toBe(200)
    // nor does its owner wait, who ticks what they wanted to read
    const [task] = (await owner.api.tasks(id)).items
    await owner.api.tick(id, task?.anchor ?? '', true)
  })

  it('R50: the service may ask five times as much for each person, and in nobody’s name as it likes', async () => {
    const person = await someone()
    const asks = (acting?: Person): Promise<Answer> =>
      ask(server, 'GET', `/api/v1/users/${person.id}`, {
        token: SERVICE_TOKEN,
        ...(acting === undefined ? {} : { acting: acting.id }),
      })
    expect(await times(() => asks(person))).toBe(MOST * 5)
    expect((await asks(ada)).status).toBe(200)
    expect((await person.ask('GET', '/users/me')).status).toBe(200)
    for (let i = 0; i < MOST * 6; i += 1) expect([i, (await asks()).status]).toEqual([i, 200])
  })
})
