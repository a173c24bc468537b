import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LocalBus, Message } from '../src/bus/local/local.ts'
import { inStep, newLink, openLink } from './guest.ts'
import { start, until } from './start.ts'
import type { Person, TestServer } from './start.ts'
import { StickyClient } from './sticky-client.ts'

const folder = mkdtempSync(join(tmpdir(), 'sticky-two-'))
let one: TestServer
let two: TestServer
let ada: Person
let grace: Person
/** Cuts the bus between the two, or joins it again. */
let bridge: { open: boolean; lost: number }

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

beforeAll(async () => {
  one = await start({}, folder)
  two = await start({}, folder)
  bridge = joinBuses(one.bus, two.bus)
  ada = await one.person('ada')
  grace = await one.person('grace')
})
afterAll(async () => {
  await Promise.all([one.close(), two.close()])
  rmSync(folder, { recursive: true, force: true })
})

const shared = async (): Promise<string> => {
  const { id } = await ada.api.createDocument({ title: 'Plan', content: 'start ' })
  await ada.api.putGrant(id, `user:${grace.id}`, { role: 'edit' })
  return id
}

const open = async (server: TestServer, who: Person, document: string): Promise<StickyClient> => {
  const { ticket } = await who.api.createTicket(document)
  const client = new StickyClient(server.url, document, ticket)
  await client.join()
  await until('it has caught up', () => client.live)
  return client
}

describe('two relays over one store', () => {
  it('R21 R60 F63: both write in one document at once; nothing is lost, and both end with the same text', async () => {
    const id = await shared()
    const here = await open(one, ada, id)
    const there = await open(two, grace, id)
    for (let i = 0; i < 100; i += 1) {
      here.write((text) => text.insert(0, `a${i} `))
      there.write((text) => text.insert(0, `b${i} `))
      if (i % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    }
    await until('all is saved', () => here.saved === 100 && there.saved === 100)
    await until('both agree', () => here.text.toJSON() === there.text.toJSON())
    const text = here.text.toJSON()
    for (let i = 0; i < 100; i += 1)
      for (const who of ['a', 'b']) expect(text).toContain(`${who}${i} `)
    expect(await ada.api.content(id)).toBe(text)
    here.close()
    there.close()
  })

  it('R60: signals that are lost, also the last one, cost only time', async () => {
    const id = await shared()
    const here = await open(one, ada, id)
    const there = await open(two, grace, id)
    bridge.open = false
    here.write((text) => text.insert(0, 'nobody told you '))
    await until('it is saved', () => here.saved === 1)
    await until('the other relay finds it', () => there.text.toJSON().startsWith('nobody'))
    bridge.open = true
    expect(bridge.lost).toBeGreaterThan(0)
    here.write((text) => text.insert(0, 'and now '))
    await until('it follows again', () => there.text.toJSON().startsWith('and now nobody'))
    here.close()
    there.close()
  })

  it('R31 T26: a right withdrawn at one relay counts at the other, even when nobody told it', async () => {
    const id = await shared()
    const there = await open(two, grace, id)
    bridge.open = false
    await ada.api.deleteGrant(id, `user:${grace.id}`)
    const before = await one.store.log.head(id)
    there.write((text) => text.insert(0, 'too late '))
    await until('it is cut', () => there.closed !== null)
    bridge.open = true
    expect(there.closed?.code).toBe(4403)
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
      const link = await newLink(ada, id, { role: 'edit' })
      const guest = await inStep(two, await openLink(two, link), id)
      bridge.open = told
      await ada.api.revokeLink(id, link.id)
      await until('it is cut', () => guest.closed !== null, limit)
      bridge.open = true
      expect(guest.closed?.code).toBe(4403)
    },
  )

  it('C2: two mergers fold one document at once; every snapshot is whole and covers what it says', async () => {
    const id = await shared()
    const here = await open(one, ada, id)
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
    here.close()
  })
})
