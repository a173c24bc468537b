import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { LOOK_UP_LIMIT, PROOF_LIFE, PROVE_EVERY } from '../src/documents/memberships.ts'
import { setStage } from './stage/stage.ts'
import { StickyClient } from './stage/sticky-client.ts'
import { pause, until } from './stage/until.ts'
import { untold } from './stage/untold.ts'

const CHANNEL = '100000000000000001/200000000000000001'

// what the server does every so often, it does when a test says so
vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
const { server, ada } = await setStage(['ada'])
const grace = await server.service.putIdentity('400000000000000001', 'grace')

type Access = 'none' | 'view' | 'edit'

/** What the bot has seen. */
const prove = (userId: string, access: Access): Promise<void> =>
  server.service.putMembership({ userId, channel: CHANNEL, access, roles: [] })

/** What the bot saw of Grace is so many ms ago. */
const age = (ms: number): Promise<boolean> =>
  server.store.chat.putMembership({
    userId: grace.id,
    channel: CHANNEL,
    access: 'edit',
    roles: [],
    provedAt: Date.now() - ms,
  })

/** How the bot answers, from now on, when it is asked for a membership. */
const botAnswers = (answer: (userId: string) => void): void => {
  const stop = server.bus.subscribe('membership.wanted', ({ userId }) => answer(userId))
  onTestFinished(stop)
}

const botSays = (access: Access): void => botAnswers((userId) => void prove(userId, access))

/** The same as when no bot answers in time, without the two seconds that this takes. */
const botSaysNothing = (): void =>
  botAnswers((userId) => server.bus.publish('membership.proved', { userId, channel: CHANNEL }))

const proveAgain = (): void => void vi.advanceTimersByTime(PROVE_EVERY)

/** A bot is there, and hangs. */
const botHangs = (): void => botAnswers(() => {})

/** How long something takes, ms. */
const timeOf = async (act: () => Promise<unknown>): Promise<number> => {
  const start = performance.now()
  await act()
  return performance.now() - start
}

it('F9: a right that the chat has taken away is gone within 60 s', () => {
  expect(PROOF_LIFE + PROVE_EVERY).toBeLessThanOrEqual(60_000)
})

describe('while a bot says nothing', () => {
  const ELSEWHERE = `channel:${CHANNEL.slice(0, -1)}2`
  const SOON = LOOK_UP_LIMIT / 2

  /** Grace may edit by name, and has it open. */
  const opened = async (): Promise<{ id: string; client: StickyClient }> => {
    const id = await ada.create('text')
    await ada.api.putGrant(id, `user:${grace.id}`, { role: 'edit' })
    const { ticket } = await server.service.as(grace.id).createTicket(id)
    const client = new StickyClient({ url: server.url, document: id, ticket })
    onTestFinished(() => client.close())
    await client.join()
    await server.service.putMembership({
      userId: ada.id,
      channel: ELSEWHERE.replace('channel:', ''),
      access: 'edit',
      roles: [],
    })
    botHangs()
    return { id, client }
  }

  it('F48 T26 R31: whose grant is withdrawn is cut and counted at once, though a channel might let them in', async () => {
    const { id, client } = await opened()
    await ada.api.putGrant(id, ELSEWHERE, { role: 'edit' })
    const took = await timeOf(async () => {
      expect(await ada.api.deleteGrant(id, `user:${grace.id}`)).toEqual({ cut: 1 })
      expect(await client.closing(SOON)).toBe(4403)
    })
    expect(took).toBeLessThan(SOON)
  })

  it('F48 R31: everybody types on while it is asked', async () => {
    const { id, client } = await opened()
    const writer = await ada.open(id)
    await ada.api.putGrant(id, `user:${grace.id}`, { role: 'view' })
    await ada.api.putGrant(id, ELSEWHERE, { role: 'edit' })
    expect(await timeOf(() => writer.type('on '))).toBeLessThan(SOON)
    expect(client.closed).toBeNull()
  })

  it('T5: nobody who may not read a document waits for a bot that is not there', async () => {
    const id = await ada.create('text')
    await prove(ada.id, 'edit')
    await ada.api.putGrant(id, `channel:${CHANNEL}`, { role: 'edit' })
    const stranger = await server.service.putIdentity('400000000000000002', 'stranger')
    const opening = (): Promise<void> =>
      expect(server.service.as(stranger.id).document(id)).rejects.toMatchObject({
        code: 'not_found',
      })
    expect(await timeOf(opening)).toBeLessThan(SOON)
  })
})

describe('F9: who is in a document through a channel', () => {
  let id: string
  let client: StickyClient

  beforeEach(async () => {
    id = await ada.create('text')
    await prove(ada.id, 'edit')
    await prove(grace.id, 'edit')
    await ada.api.putGrant(id, `channel:${CHANNEL}`, { role: 'edit' })
    const { ticket } = await server.service.as(grace.id).createTicket(id)
    client = new StickyClient({ url: server.url, document: id, ticket })
    await client.join()
    await client.type('hers ')
    onTestFinished(() => client.close())
  })

  it('F9 F48 R32: is cut at once when the bot has seen that they left', async () => {
    await prove(grace.id, 'none')
    expect(await client.closing(2_000)).toBe(4403)
    const opening = server.service.as(grace.id).createTicket(id)
    await expect(opening).rejects.toMatchObject({ code: 'not_found' })
  })

  it('F9 F48 R32: may read on at once when the bot has seen that they may only see the channel', async () => {
    await prove(grace.id, 'view')
    await until('it is told', () => client.of('access').at(-1)?.role === 'view', 2_000)
    expect(client.closed).toBeNull()
  })

  it('F9 R31 T26: writes racing with the word that they left never land after it', async () => {
    const typing = (async () => {
      for (; client.closed === null; await pause(1)) client.write((text) => text.insert(0, 'x'))
    })()
    await until('some of it is there', () => client.saved > 5)
    const head = async (): Promise<number | undefined> => (await server.store.log.head(id))?.seq
    const { chat } = server.store
    const { change, seen } = untold(chat.putMembership.bind(chat), head)
    vi.spyOn(chat, 'putMembership').mockImplementationOnce(change)
    await prove(grace.id, 'none')
    expect(await client.closing(2_000)).toBe(4403)
    await typing
    await pause(100)
    expect(await head()).toBe(await seen)
  })

  it('F9 F48: by a role is cut at once when the bot has seen, in another channel, that it is theirs no more', async () => {
    const [guild] = CHANNEL.split('/')
    const role = '300000000000000001'
    const elsewhere = `${guild}/200000000000000009`
    const seen = { userId: grace.id, access: 'edit', roles: [role] } as const
    await server.service.putMembership({ ...seen, roles: [role], channel: CHANNEL })
    const byRole = await ada.create('text')
    await ada.api.putGrant(byRole, `role:${guild}/${role}`, { role: 'edit' })
    const { ticket } = await server.service.as(grace.id).createTicket(byRole)
    const other = new StickyClient({ url: server.url, document: byRole, ticket })
    onTestFinished(() => other.close())
    await other.join()
    await server.service.putMembership({ ...seen, roles: [], channel: elsewhere })
    expect(await other.closing(2_000)).toBe(4403)
    await client.type('still ')
    expect(client.closed).toBeNull()
  })

  it('F9 F48: stays when the bot says the same again, or more', async () => {
    const epoch = async (): Promise<number | undefined> => (await server.store.log.head(id))?.epoch
    const before = await epoch()
    await prove(grace.id, 'edit')
    await prove(grace.id, 'edit')
    expect(await epoch()).toBe(before)
    expect(client.closed).toBeNull()
  })

  it('F9 R32: is looked up again before the proof runs out, and cut when the answer is that they left', async () => {
    botSays('none')
    await age(PROOF_LIFE / 2)
    proveAgain()
    expect(await client.closing(2_000)).toBe(4403)
  })

  it('F9 R32: may read on when they may only see the channel now, and is told so', async () => {
    botSays('view')
    await age(PROOF_LIFE / 2)
    proveAgain()
    await until('it is told', () => client.of('access').at(-1)?.role === 'view')
    client.write((text) => text.insert(0, 'EVIL '))
    expect(await client.refusal()).toMatchObject({ reason: 'read-only' })
    expect(client.closed).toBeNull()
    expect(await ada.api.content(id)).toBe('hers text')
  })

  it('F9 R32: stays for as long as the last proof counts when nothing new is heard, and is cut when it has run out', async () => {
    botSaysNothing()
    await age(PROOF_LIFE / 2)
    proveAgain()
    await client.type('still ')
    expect(client.closed).toBeNull()
    await age(PROOF_LIFE)
    proveAgain()
    expect(await client.closing(2_000)).toBe(4403)
    expect(await ada.api.content(id)).toBe('still hers text')
  })

  it('F9 F48 R32: is cut at once when the channel may no longer open it', async () => {
    await ada.api.deleteGrant(id, `channel:${CHANNEL}`)
    expect(await client.closing(2_000)).toBe(4403)
  })
})
