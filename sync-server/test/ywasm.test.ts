import { expect, it, onTestFinished } from 'vitest'
import { PlainPeer } from './stage/peers/plain-peer.ts'
import { YwasmPeer } from './stage/peers/ywasm-peer.ts'
import type { Peer } from './stage/peers/peer.ts'
import { setStage } from './stage/stage.ts'
import { until } from './stage/until.ts'

const { server, ada, grace } = await setStage(['ada', 'grace'])

const agree = (text: string, ...peers: Peer[]): Promise<void> =>
  until(`everybody reads "${text}"`, () => peers.every((peer) => peer.text() === text))

/** Ada with y-websocket and Grace with ywasm, in a document in which Grace may do `role`. */
const both = async (role: 'view' | 'edit', content: string) => {
  const id = await ada.share(content, grace, role)
  const [yjs, yrs] = [new PlainPeer('yjs'), new YwasmPeer('yrs')]
  onTestFinished(() => yrs.destroy())
  await ada.connect(yjs, id)
  await grace.connect(yrs, id)
  await agree(content, yjs, yrs)
  return { id, yjs, yrs }
}

it('F21 R12: an editor with ywasm, which shares no line with Yjs, and one with y-websocket write together', async () => {
  const { id, yjs, yrs } = await both('edit', 'the plan')
  yrs.insert(8, ' 😀 漢字')
  await agree('the plan 😀 漢字', yjs, yrs)
  yjs.insert(0, '> ')
  yrs.delete(4, 5)
  yrs.insert(0, 'Q')
  yrs.undo()
  await until('both agree', () => yjs.text() === yrs.text())
  expect(await ada.api.content(id)).toBe(yjs.text())
})

it('F21 F24: what a ywasm editor wrote and deleted offline is there after it has come back, and nothing twice', async () => {
  const { id, yjs, yrs } = await both('edit', 'one two three')
  yrs.disconnect('cut')
  yrs.insert(13, ' four')
  yrs.delete(0, 4)
  yjs.insert(3, ' and a half')
  await grace.connect(yrs, id)
  await until('both agree', () => yjs.text() === yrs.text() && yrs.text().includes('four'))
  expect(yjs.text()).toBe(' and a halftwo three four')
  expect(await ada.api.content(id)).toBe(yjs.text())
  yrs.disconnect('mid-frame')
  await grace.connect(yrs, id)
  yrs.insert(0, 'again')
  await agree('again and a halftwo three four', yjs, yrs)
})

it('F47 R30 R20: a viewer with ywasm follows; when it writes it is refused for good, and nothing of it is anywhere', async () => {
  const { id, yjs, yrs: viewer } = await both('view', 'read me')
  yjs.insert(7, ' twice')
  await agree('read me twice', yjs, viewer)
  const head = await server.store.log.head(id)
  viewer.insert(0, 'EVIL ')
  await until('it is refused', () => viewer.ended === 'closed with 4409')
  expect(await server.store.log.head(id)).toEqual(head)
  expect(yjs.text()).toBe('read me twice')
  // the same replica, with its text, is refused again by step 2
  await grace.connect(viewer, id)
  await until('it is refused again', () => !viewer.online)
  expect(await ada.api.content(id)).toBe('read me twice')
  expect(await server.store.log.head(id)).toEqual(head)
})
