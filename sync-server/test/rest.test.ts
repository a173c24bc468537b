import { clientFrame } from '@sticky/shared/frames'
import { afterAll, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { fingerprintOf } from './stage/fingerprint.ts'
import { burnt } from './stage/forge.ts'
import { start } from './stage/server.ts'
import { setStage } from './stage/stage.ts'
import type { StickyClient } from './stage/sticky-client.ts'
import { pause, until } from './stage/until.ts'

// what the server does every so often, it does when a test says so
vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
const { server, ada, grace, eve } = await setStage(['ada', 'grace', 'eve'])
const other = await start({}, server.config.dataDir)
afterAll(() => other.close())

/** Nobody writes for so long that every room rests; everybody answers pings meanwhile. */
const rest = async (): Promise<void> => {
  for (let seconds = 0; seconds < 20; seconds += 5) {
    vi.advanceTimersByTime(5_000)
    await pause(50)
  }
}

/** Counts how often the document is read from the store as a whole, as it is to learn what is in it. */
const readings = (id: string): (() => number) => {
  const load = vi.spyOn(server.store.log, 'load').mockClear()
  return () => load.mock.calls.filter(([of]) => of === id).length
}

const say = (client: StickyClient, fingerprint: Uint8Array): void =>
  client.send(clientFrame({ kind: 'check', seq: client.cursor?.seq ?? 0, fingerprint }))

it('R10 R17: a room in which nobody writes forgets; who writes again finds all that was there', async () => {
  const id = await ada.share('from the server ', grace, 'edit')
  const [here, there] = [await ada.open(id), await grace.open(id)]
  await here.type('one ')
  await rest()
  const read = readings(id)
  here.write((text) => text.delete(0, 3))
  there.write((text) => text.insert(text.length, 'two'))
  await until('both are saved', () => here.saved === 2 && there.saved === 1)
  await until('both agree', () => here.text.toJSON() === there.text.toJSON())
  expect(here.text.toJSON()).toBe(' from the server two')
  // all of it, again: known, and not logged again
  const head = await server.store.log.head(id)
  here.bring(Y.encodeStateAsUpdate(here.doc))
  await until('it is acknowledged', () => here.saved === 3)
  expect(await server.store.log.head(id)).toEqual(head)
  await here.type('three')
  expect(read()).toBe(1)
  expect(await ada.api.content(id)).toBe(here.text.toJSON())
})

it('R13 R14: in a room that rests nobody can write in the name of somebody else, nor beyond a gap', async () => {
  const id = await ada.share('text', eve, 'edit')
  const victim = await ada.open(id)
  await victim.type('mine ')
  const clock = Y.getState(victim.doc.store, victim.doc.clientID)
  const attacker = await eve.open(id)
  const hasty = await ada.open(id)
  victim.close()
  await rest()
  attacker.bring(burnt(victim.doc.clientID, clock))
  expect(await attacker.refusal()).toMatchObject({ reason: 'not yours' })
  await rest()
  hasty.bring(burnt(hasty.doc.clientID, 5))
  expect(await hasty.refusal()).toMatchObject({ reason: 'resync' })
  expect(await ada.api.content(id)).toBe('mine text')
})

it('R2 R41: who joins a room that rests wakes it; who was seen in it is seen still, and so are they', async () => {
  const id = await ada.share('text', grace, 'edit')
  const here = await ada.openPlain(id)
  here.provider.awareness.setLocalState({ cursor: 1 })
  const witness = await ada.open(id)
  await until('they are live', () => witness.live)
  await rest()
  const read = readings(id)
  const newcomer = await grace.openPlain(id)
  newcomer.provider.awareness.setLocalState({ cursor: 2 })
  newcomer.text.insert(0, 'hello ')
  // written before they have seen anything: before or after what is there
  const both = new Set(['hello text', 'texthello '])
  await until('it is here', () => both.has(here.text.toJSON()))
  await until('they have what is there', () => newcomer.text.toJSON() === here.text.toJSON())
  expect(read()).toBe(1)
  await until('each sees the other', () => {
    const cursors = [newcomer.sees(here.doc.clientID), here.sees(newcomer.doc.clientID)]
    return cursors[0]?.cursor === 1 && cursors[1]?.cursor === 2
  })
})

it('R3 R13: a room that everybody has left rests too; who comes back finds all, and writes in nobody else’s name', async () => {
  const id = await ada.share('text', eve, 'edit')
  const victim = await ada.open(id)
  await victim.type('mine ')
  const clock = Y.getState(victim.doc.store, victim.doc.clientID)
  vi.advanceTimersByTime(10_000)
  victim.close()
  await until('they have left', () => victim.closed !== null)
  await pause(50)
  vi.advanceTimersByTime(10_000)
  const read = readings(id)
  const back = await eve.open(id)
  expect([back.text.toJSON(), read()]).toEqual(['mine text', 1])
  await back.type('theirs ')
  back.bring(burnt(victim.doc.clientID, clock))
  expect(await back.refusal()).toMatchObject({ reason: 'not yours' })
  expect(await ada.api.content(id)).toBe(back.text.toJSON())
})

it('R31: a right that is withdrawn while the room rests is gone', async () => {
  const id = await ada.share('text', eve, 'edit')
  const guest = await eve.open(id)
  await rest()
  await ada.grant(id, eve, 'view')
  guest.write((text) => text.insert(0, 'too late '))
  expect(await guest.refusal()).toMatchObject({ reason: 'read-only' })
  await rest()
  await ada.withdraw(id, eve)
  expect(await guest.closing()).toBe(4403)
  expect(await ada.api.content(id)).toBe('text')
})

it('R60: what is written at another relay comes to a room that rests', async () => {
  const id = await ada.create('text')
  const here = await ada.open(id)
  await rest()
  const there = await ada.at(other).open(id)
  await there.type('elsewhere ')
  vi.advanceTimersByTime(5_000)
  await until('it is here', () => here.text.toJSON() === 'elsewhere text')
  await here.type('and here ')
  vi.advanceTimersByTime(5_000)
  await until('it is there', () => there.text.toJSON() === 'and here elsewhere text')
})

it('R63: a replica is compared with a room that rests; those that agree wake it once at most', async () => {
  const id = await ada.create('from the server')
  const clients = await Promise.all([1, 2, 3, 4].map(() => ada.open(id)))
  await rest()
  const read = readings(id)
  for (const client of clients.slice(1)) {
    say(client, fingerprintOf(client.doc))
    await rest()
  }
  const resets = (): number[] => clients.map((client) => client.of('reset').length)
  expect([read(), resets()]).toEqual([1, [0, 0, 0, 0]])
  const [wrong] = clients
  if (wrong !== undefined) say(wrong, new Uint8Array(32))
  await until('it is told to start afresh', () => resets()[0] === 1)
})
