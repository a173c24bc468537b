import { afterAll, beforeAll, expect, it } from 'vitest'
import * as Y from 'yjs'
import { SYNC, syncFrame } from '@sticky/shared/frames'
import { connectPlain, start, until } from './start.ts'
import type { Person, TestServer } from './start.ts'
import { StickyClient } from './sticky-client.ts'

let server: TestServer
let ada: Person

beforeAll(async () => {
  server = await start()
  ada = await server.person('ada')
})
afterAll(() => server.close())

const open = async (document: string, before?: StickyClient): Promise<StickyClient> => {
  const { ticket } = await ada.api.createTicket(document)
  const client = new StickyClient(server.url, document, ticket, before?.cursor ?? null)
  if (before !== undefined) Y.applyUpdate(client.doc, Y.encodeStateAsUpdate(before.doc))
  await client.join()
  await until('it has caught up', () => client.live)
  return client
}

it('R3: first contact gets the stored snapshot and the tail', async () => {
  const { id } = await ada.api.createDocument({ title: 'Plan', content: 'from the server' })
  await ada.api.content(id)
  const writer = await open(id)
  writer.write((text) => text.insert(0, 'and on top: '))
  await until('it is saved', () => writer.saved === 1)
  const newcomer = await open(id)
  expect(newcomer.text.toJSON()).toBe('and on top: from the server')
  expect(newcomer.of('welcome')[0]).toMatchObject({ resumed: false })
  writer.close()
  newcomer.close()
})

it('R4 F22: with a cursor nothing comes but what is missing; nothing at all when nothing happened', async () => {
  const { id } = await ada.api.createDocument({ title: 'Plan', content: 'x'.repeat(5_000) })
  const first = await open(id)
  first.close()
  const second = await open(id, first)
  expect(second.of('welcome')[0]).toMatchObject({ resumed: true })
  expect(second.of('snapshot')).toEqual([])
  expect(second.of('updates')).toEqual([])
  expect(second.received).toBeLessThan(100)
  second.close()
  const other = await open(id, first)
  other.write((text) => text.insert(0, 'news '))
  await until('it is saved', () => other.saved === 1)
  const third = await open(id, second)
  expect(third.text.toJSON().startsWith('news xxx')).toBe(true)
  expect(third.received).toBeLessThan(200)
  other.close()
  third.close()
})

it('R17: an update sent again is acknowledged, and neither logged nor passed on', async () => {
  const { id } = await ada.api.createDocument({ title: 'Plan', content: 'text' })
  const writer = await open(id)
  const reader = await open(id)
  const update = writer.write((text) => text.insert(0, 'once '))
  await until('it is saved', () => writer.saved === 1)
  const head = await server.store.log.head(id)
  const heard = reader.of('updates').length
  writer.send(syncFrame(SYNC.update, update))
  writer.send(syncFrame(SYNC.step2, Y.encodeStateAsUpdate(writer.doc)))
  await until('both are acknowledged', () => writer.saved === 3)
  expect(await server.store.log.head(id)).toEqual(head)
  expect(reader.of('updates').length).toBe(heard)
  writer.close()
  reader.close()
})

it('R14 R19 F24: an update that builds on something missing is asked for again, not kept', async () => {
  const { id } = await ada.api.createDocument({ title: 'Plan', content: 'text' })
  const writer = await open(id)
  const lost: Uint8Array[] = []
  writer.doc.once('update', (update: Uint8Array) => lost.push(update))
  writer.text.insert(0, 'lost ')
  writer.live = false
  writer.write((text) => text.insert(0, 'later '))
  await until('it is asked for what is missing', () => writer.live)
  expect(writer.of('refused')[0]).toMatchObject({ reason: 'resync', n: 1 })
  writer.send(syncFrame(SYNC.step2, Y.encodeStateAsUpdate(writer.doc)))
  await until('all is saved', () => writer.saved === 2)
  expect(await ada.api.content(id)).toBe('later lost text')
  writer.close()
})

it('R13 T25: nobody writes in the name of somebody else, nor burns their clocks', async () => {
  const eve = await server.person('eve')
  const { id } = await ada.api.createDocument({ title: 'Plan', content: 'text' })
  await ada.api.putGrant(id, `user:${eve.id}`, { role: 'edit' })
  const victim = await open(id)
  victim.write((text) => text.insert(0, 'mine '))
  await until('it is saved', () => victim.saved === 1)
  const clock = Y.getState(victim.doc.store, victim.doc.clientID)
  const { ticket } = await eve.api.createTicket(id)
  const attacker = new StickyClient(server.url, id, ticket)
  await attacker.join()
  await until('it has caught up', () => attacker.live)
  attacker.doc.clientID = victim.doc.clientID
  attacker.write((text) => text.insert(0, 'forged '))
  await until('it is refused', () => attacker.of('refused').length === 1)
  expect(attacker.of('refused')[0]).toMatchObject({ reason: 'not yours' })
  victim.write((text) => text.insert(0, 'still '))
  await until('the victim goes on', () => victim.saved === 2)
  expect(Y.getState(victim.doc.store, victim.doc.clientID)).toBeGreaterThan(clock)
  expect(await ada.api.content(id)).toBe('still mine text')
  attacker.close()
  victim.close()
})

it('R50: a document that is full refuses growth, never deletes', async () => {
  const small = await start({ LIMIT_TEXT_LENGTH: '1000' })
  const hedy = await small.person('hedy')
  const { id } = await hedy.api.createDocument({ title: 'Plan', content: 'x'.repeat(990) })
  const { ticket } = await hedy.api.createTicket(id)
  const client = new StickyClient(small.url, id, ticket)
  await client.join()
  await until('it has caught up', () => client.live)
  client.write((text) => text.delete(0, 5))
  await until('a delete is saved', () => client.saved === 1)
  client.write((text) => text.insert(0, 'y'.repeat(100)))
  await until('growth is refused', () => client.of('refused').length === 1)
  expect(client.of('refused')[0]).toMatchObject({ reason: 'full' })
  client.close()
  await small.close()
})

it('F40 R64: edits by the API reach those who are typing, as edits', async () => {
  const { id } = await ada.api.createDocument({ title: 'Plan', content: 'first' })
  const plain = await connectPlain(server, ada, id)
  await until('it has the text', () => plain.text.toJSON() === 'first')
  const headers = {
    authorization: `Bearer ${ada.session.token}`,
    'content-type': 'application/json',
  }
  const body = JSON.stringify({ markdown: 'second' })
  const response = await fetch(`${server.url}/api/v1/documents/${id}/append`, {
    method: 'POST',
    headers,
    body,
  })
  expect(response.status).toBe(200)
  await until('it follows', () => plain.text.toJSON() === 'first\nsecond')
  plain.close()
})
