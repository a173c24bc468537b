import { afterAll, describe, expect, it, vi } from 'vitest'
import type { LocalBus, Message } from '../src/bus/local/local.ts'
import { start } from './stage/server.ts'
import { setStage } from './stage/stage.ts'
import { StickyClient } from './stage/sticky-client.ts'
import { pause, until } from './stage/until.ts'

/** What NATS does between machines: may lose messages, here on demand. */
const joinBuses = (a: LocalBus, b: LocalBus): { open: boolean; lost: number } => {
  const state = { open: true, lost: 0 }
  const pass = (to: () => (message: Message) => void) => (message: Message) => {
    if (state.open || message.kind === 'hears')
      return queueMicrotask(() => to()(structuredClone(message)))
    state.lost += 1
  }
  const toB = a.connect({ send: pass(() => toA.receive), uplink: false })
  const toA = b.connect({ send: pass(() => toB.receive), uplink: false })
  return state
}

/** A lost signal costs at most this, ms (R60). */
const HEAL_EVERY = 5_000

// what the servers do every so often, they do when a test says so
vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
const { server: one, ada, grace } = await setStage(['ada', 'grace'])
const two = await start({}, one.config.dataDir)
afterAll(() => two.close())
const bridge = joinBuses(one.bus, two.bus)

const shared = (): Promise<string> => ada.share('start ', grace, 'edit')

describe('two relays over one store', () => {
  it('R21 R60 F63: both write in one document at once; nothing is lost, and both end with the same text', async () => {
    const id = await shared()
    const here = await ada.open(id)
    const there = await grace.at(two).open(id)
    for (let i = 0; i < 100; i += 1) {
      here.write((text) => text.insert(0, `a${i} `))
      there.write((text) => text.insert(0, `b${i} `))
      if (i % 10 === 0) await pause(1)
    }
    await until('all is saved', () => here.saved === 100 && there.saved === 100)
    await until('both agree', () => here.text.toJSON() === there.text.toJSON())
    const text = here.text.toJSON()
    for (let i = 0; i < 100; i += 1)
      for (const who of ['a', 'b']) expect(text).toContain(`${who}${i} `)
    expect(await ada.api.content(id)).toBe(text)
  })

  it('R60: signals that are lost, also the last one, cost only time', async () => {
    const id = await shared()
    const here = await ada.open(id)
    const there = await grace.at(two).open(id)
    bridge.open = false
    await here.type('nobody told you ')
    await pause(50)
    expect(there.text.toJSON()).toBe('start ')
    vi.advanceTimersByTime(HEAL_EVERY)
    await until('the other relay finds it', () => there.text.toJSON().startsWith('nobody'))
    bridge.open = true
    expect(bridge.lost).toBeGreaterThan(0)
    here.write((text) => text.insert(0, 'and now '))
    await until('it follows again', () => there.text.toJSON().startsWith('and now nobody'))
  })

  it('F64 R31 T26: a right withdrawn at one relay counts at the other, even when nobody told it', async () => {
    const id = await shared()
    const there = await grace.at(two).open(id)
    bridge.open = false
    await ada.withdraw(id, grace)
    const before = await one.store.log.head(id)
    there.write((text) => text.insert(0, 'too late '))
    expect(await there.closing()).toBe(4403)
    bridge.open = true
    expect((await one.store.log.head(id))?.seq).toBe(before?.seq)
    expect(await ada.api.content(id)).toBe('start ')
  })

  it.each([
    ['at once', true, 2_000],
    ['in seconds though no signal came', false, 10_000],
  ])(
    'F48 R34: a link that is revoked at one relay cuts who came by it at the other %s',
    async (_when, told, limit) => {
      const id = await shared()
      const link = await ada.makeLink(id, { role: 'edit' })
      const guest = await (await two.guest(link)).open(id)
      bridge.open = told
      await ada.api.revokeLink(id, link.id)
      if (!told) vi.advanceTimersByTime(HEAL_EVERY)
      expect(await guest.closing(limit)).toBe(4403)
      bridge.open = true
    },
  )

  it('F48: who revokes is told what was cut at all relays together', async () => {
    const id = await shared()
    const link = await ada.makeLink(id)
    await (await one.guest(link)).open(id)
    for (let i = 0; i < 2; i += 1) await (await two.guest(link)).open(id)
    await grace.at(two).open(id)
    expect(await ada.api.revokeLink(id, link.id)).toEqual({ cut: 3 })
    expect(await ada.api.deleteGrant(id, grace.principal)).toEqual({ cut: 1 })
  })

  it('F9 F48 R31: who has left a channel is cut at the other relay at once', async () => {
    const id = await ada.create('text')
    const channel = '100000000000000001/200000000000000001'
    const member = await one.service.putIdentity('400000000000000001', 'member')
    const prove = (userId: string, access: 'none' | 'edit'): Promise<void> =>
      one.service.putMembership({ userId, channel, access, roles: [] })
    for (const { id: userId } of [ada, member]) await prove(userId, 'edit')
    await ada.api.putGrant(id, `channel:${channel}`, { role: 'edit' })
    const { ticket } = await one.service.as(member.id).createTicket(id)
    const there = new StickyClient({ url: two.url, document: id, ticket })
    await there.join()
    await there.type('hers ')
    await prove(member.id, 'none')
    expect(await there.closing(2_000)).toBe(4403)
  })

  it('C2: two mergers fold one document at once; every snapshot is whole and covers what it says', async () => {
    const id = await shared()
    const here = await ada.open(id)
    for (let i = 0; i < 30; i += 1) {
      here.write((text) => text.insert(0, `${i} `))
      const folds = [one, two].map(({ bus }) => bus.request('merge.fold', { document: id }))
      for (const { seq } of await Promise.all(folds)) expect(seq).toBeGreaterThan(0)
    }
    await until('all is saved', () => here.saved === 30)
    await two.bus.request('merge.fold', { document: id })
    const snapshot = await one.store.snapshots.latest(id)
    expect(snapshot?.text).toBe(here.text.toJSON())
    expect(snapshot?.coversSeq).toBe((await one.store.log.head(id))?.seq)
  })
})
