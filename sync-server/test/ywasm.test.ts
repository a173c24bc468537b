import { afterAll, beforeAll, expect, it } from 'vitest'
import { PlainPeer } from './fuzz/plain-peer.ts'
import { YwasmPeer } from './fuzz/ywasm-peer.ts'
import type { Peer } from './fuzz/peer.ts'
import { start, until } from './start.ts'
import type { Person, TestServer } from './start.ts'

let server: TestServer
let ada: Person
let grace: Person

beforeAll(async () => {
  server = await start()
  ada = await server.person('ada')
  grace = await server.person('grace')
})
afterAll(() => server.close())

const connect = async (peer: Peer, who: Person, document: string): Promise<void> => {
  const { ticket } = await who.api.createTicket(document)
  peer.connect({ url: server.url, document, ticket })
}

const agree = (text: string, ...peers: Peer[]): Promise<void> =>
  until(`everybody reads "${text}"`, () => peers.every((peer) => peer.text() === text))

const shared = async (role: 'view' | 'edit', content: string): Promise<string> => {
  const { id } = await ada.api.createDocument({ title: 'Plan', content })
  await ada.api.putGrant(id, `user:${grace.id}`, { role })
  return id
}

it('F21 R12: an editor with ywasm, which shares no line with Yjs, and one with y-websocket write together', async () => {
  const id = await shared('edit', 'the plan')
  const yjs = new PlainPeer('yjs')
  const yrs = new YwasmPeer('yrs')
  await connect(yjs, ada, id)
  await connect(yrs, grace, id)
  await agree('the plan', yjs, yrs)
  yrs.insert(8, ' 😀 漢字')
  await agree('the plan 😀 漢字', yjs, yrs)
  yjs.insert(0, '> ')
  yrs.delete(4, 5)
  yrs.insert(0, 'Q')
  yrs.undo()
  await until('both agree', () => yjs.text() === yrs.text())
  expect(await ada.api.content(id)).toBe(yjs.text())
  yjs.disconnect('close')
  yrs.destroy()
})

it('F21 F24: what a ywasm editor wrote and deleted offline is there after it has come back, and nothing twice', async () => {
  const id = await shared('edit', 'one two three')
  const yjs = new PlainPeer('yjs')
  const yrs = new YwasmPeer('yrs')
  await connect(yjs, ada, id)
  await connect(yrs, grace, id)
  await agree('one two three', yjs, yrs)
  yrs.disconnect('cut')
  yrs.insert(13, ' four')
  yrs.delete(0, 4)
  yjs.insert(3, ' and a half')
  await connect(yrs, grace, id)
  await until('both agree', () => yjs.text() === yrs.text() && yrs.text().includes('four'))
  expect(yjs.text()).toBe(' and a halftwo three four')
  expect(await ada.api.content(id)).toBe(yjs.text())
  yrs.disconnect('mid-frame')
  await connect(yrs, grace, id)
  yrs.insert(0, 'again')
  await agree('again and a halftwo three four', yjs, yrs)
  yjs.disconnect('close')
  yrs.destroy()
})

it('F47 R30 R20: a viewer with ywasm follows; when it writes it is refused for good, and nothing of it is anywhere', async () => {
  const id = await shared('view', 'read me')
  const yjs = new PlainPeer('yjs')
  const viewer = new YwasmPeer('viewer')
  await connect(yjs, ada, id)
  await connect(viewer, grace, id)
  await agree('read me', yjs, viewer)
  yjs.insert(7, ' twice')
  await agree('read me twice', yjs, viewer)
  const head = await server.store.log.head(id)
  viewer.insert(0, 'EVIL ')
  await until('it is refused', () => viewer.ended === 'closed with 4409')
  expect(await server.store.log.head(id)).toEqual(head)
  expect(yjs.text()).toBe('read me twice')
  // the same replica, with its text, is refused again by step 2
  await connect(viewer, grace, id)
  await until('it is refused again', () => !viewer.online)
  expect(await ada.api.content(id)).toBe('read me twice')
  expect(await server.store.log.head(id)).toEqual(head)
  yjs.disconnect('close')
})
