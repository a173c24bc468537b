import { SYNC, syncFrame } from '@sticky/shared/frames'
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { bytes, letter } from './stage/forge.ts'
import { waitingAt } from './stage/raw-socket.ts'
import { setStage } from './stage/stage.ts'
import { pause, until } from './stage/until.ts'

const KIB = 1024
const LIMIT = 64 * KIB

const { server, ada, eve } = await setStage(['ada', 'eve'], {
  LIMIT_BUFFERED_BYTES: String(LIMIT),
  LIMIT_MESSAGES_PER_SECOND: '1000000',
  LIMIT_MESSAGES_PER_SECOND_PER_USER: '1000000',
  LIMIT_MESSAGES_PER_SECOND_PER_DOCUMENT: '1000000',
})

/** A letter whose predecessors are missing. */
const gap = (clock: number): Uint8Array => letter(77, clock + 1)
const NOTHING = syncFrame(SYNC.step2, bytes(0, 0))

it('R14 R20: after a gap the client is asked once, whatever else is under way, and all of it comes again', async () => {
  const id = await ada.create('text')
  const reader = await ada.open(id)
  const writer = await ada.open(id)
  const { asked } = writer
  writer.text.insert(0, 'lost ')
  for (let i = 0; i < 300; i += 1) writer.write((text) => text.insert(0, `${i} `))
  await until('it is asked for what is missing', () => writer.asked > asked)
  await pause(20)
  expect(writer.asked).toBe(asked + 1)
  expect(writer.of('refused')).toMatchObject([{ n: 1, reason: 'resync' }])
  writer.send(syncFrame(SYNC.step2, Y.encodeStateAsUpdate(writer.doc)))
  await until('all is saved', () => writer.saved === 301)
  await until('others have it', () => reader.text.toJSON() === writer.text.toJSON())
  await writer.type('and on: ')
  expect(await ada.api.content(id)).toMatch(/^and on: 299 .* 0 lost text$/)
})

it('R14: a plain client with a gap is asked once, and mends it', async () => {
  const id = await ada.create('text')
  const plain = await ada.openPlain(id)
  await until('it has the text', () => plain.text.toJSON() === 'text')
  const ws = plain.provider.ws
  let asked = 0
  ws?.addEventListener('message', ({ data }: { data: unknown }) => {
    if (data instanceof ArrayBuffer && new Uint8Array(data)[1] === SYNC.step1) asked += 1
  })
  const { doc } = plain
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  plain.provider.shouldConnect = false
  const send = ws?.send.bind(ws)
  if (ws === null || send === undefined) throw new Error('it is not connected')
  // what it sends first is lost on the way
  ws.send = () => {}
  plain.text.insert(0, 'lost ')
  ws.send = send
  for (let i = 0; i < 50; i += 1) plain.text.insert(0, `${i} `)
  await until('it is mended', async () => (await ada.api.content(id)).endsWith('0 lost text'))
  expect(asked).toBe(1)
  expect(await ada.api.content(id)).toBe(plain.text.toJSON())
})

it('R30: a viewer whose update does not fit is refused, not asked for what is missing', async () => {
  const id = await ada.share('text', eve, 'view')
  const viewer = await eve.open(id)
  const { asked } = viewer
  viewer.bring(gap(5))
  expect(await viewer.refusal()).toMatchObject({ reason: 'read-only' })
  expect(viewer.asked).toBe(asked)
})

it('R14 T24: who leaves gaps again and again, and mends none, is refused', async () => {
  const id = await ada.share('text', eve, 'edit')
  const attacker = await eve.open(id)
  const { asked } = attacker
  for (let i = 0; i < 200; i += 1) {
    attacker.bring(gap(i))
    attacker.send(NOTHING)
  }
  await until('it is refused', () => attacker.of('refused').some(({ reason }) => reason === 'gap'))
  expect(attacker.asked - asked).toBeLessThan(4)
})

it('R14 R50 T24: who leaves gaps and mends them, as often as they can, is asked once a second', async () => {
  const id = await ada.share('text', eve, 'edit')
  const attacker = await eve.open(id)
  const { asked } = attacker
  const began = performance.now()
  for (let i = 0; i < 300; i += 1) {
    attacker.bring(letter(78, 5))
    attacker.send(syncFrame(SYNC.step2, letter(1_000 + i, 0)))
    if (i % 10 === 0) await pause(1)
  }
  await until('all is looked at', () => attacker.saved === 600)
  const seconds = (performance.now() - began) / 1_000
  expect(attacker.asked - asked).toBeLessThan(5 + seconds)
})

it('R11 R51: who writes and does not read is told what is durable once, when it reads', async () => {
  const id = await ada.create('text')
  const slow = await ada.open(id)
  const loud = await ada.open(id)
  slow.line.pause()
  // the system takes more and more for it before it is full
  const seen: number[] = []
  await until('its line is full', async () => {
    await loud.type('x'.repeat(60 * KIB))
    loud.write((text) => text.delete(0, 60 * KIB))
    await pause(10)
    seen.push(Math.max(...waitingAt(server.url)))
    const last = seen.slice(-15)
    return last.every((waiting) => waiting > LIMIT && waiting === last[0]) && seen.length > 15
  })
  const before = Math.max(...waitingAt(server.url))
  const words = 500
  for (let i = 0; i < words; i += 1) {
    slow.write((text) => text.insert(0, `${i} `))
    if (i % 10 === 0) await pause(1)
  }
  await until('all of it has landed', async () => (await ada.api.content(id)).includes('499 '))
  expect(Math.max(...waitingAt(server.url)) - before).toBeLessThan(100)
  slow.line.resume()
  await until('it is told', () => slow.saved === words)
  expect(slow.of('saved').length).toBeLessThan(words / 10)
})
