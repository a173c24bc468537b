import { expect, it, onTestFinished, vi } from 'vitest'
import { ClientSocket } from '../src/gateway/socket.ts'
import { Presence } from '../src/relay/presence.ts'
import { StickyPeer } from './stage/peers/sticky-peer.ts'
import { lineOf, waitingAt } from './stage/raw-socket.ts'
import { setStage } from './stage/stage.ts'
import { pause, until } from './stage/until.ts'

const KIB = 1024
const MIB = 1024 * KIB
const LIMIT = 64 * KIB
/** What one turn of the writers may bring on top of the limit. */
const PASTE = 100 * KIB

const { server, ada } = await setStage(['ada'], {
  LIMIT_BUFFERED_BYTES: String(LIMIT),
  LIMIT_BYTES_PER_SECOND: String(512 * MIB),
  LIMIT_MESSAGES_PER_SECOND: '100000',
  LIMIT_TEXT_LENGTH: String(2 * MIB),
})

const waiting = (): number[] => waitingAt(server.url)

/** A client whose reading can be stopped, as on a dead line that TCP still believes in. */
const stoppable = async (document: string): Promise<StickyPeer> => {
  const peer = new StickyPeer('reader', () => {})
  await ada.connect(peer, document)
  await until('it has caught up', () => peer.live)
  return peer
}

it('C5 R51: a reader that stops while tens of megabytes go by costs a bounded buffer, is told, and converges', async () => {
  const id = await ada.create('text')
  const writer = await ada.open(id)
  const reader = await stoppable(id)
  const witness = await ada.open(id)
  reader.line.pause()
  let most = 0
  const watching = setInterval(() => {
    most = Math.max(most, ...waiting())
  }, 1)
  const rounds = 200
  for (let i = 0; i < rounds; i += 1) {
    writer.write((text) => text.insert(0, `${i % 10}`.repeat(PASTE)))
    writer.write((text) => text.delete(0, PASTE))
    await until('it is saved', () => writer.saved === 2 * (i + 1))
  }
  await writer.type('the end of ')
  await until('others read it meanwhile', () => witness.text.toJSON() === 'the end of text')
  expect(reader.text()).not.toBe('the end of text')
  const whileStopped = most
  reader.line.resume()
  await until('it has caught up', () => reader.text() === 'the end of text')
  clearInterval(watching)
  expect(whileStopped).toBeGreaterThan(LIMIT)
  expect(whileStopped).toBeLessThan(LIMIT + 4 * PASTE)
  // catching up is bounded like falling behind
  expect(most).toBeLessThan(LIMIT + 4 * PASTE)
  expect(reader.behind).toBeGreaterThan(0)
  expect(reader.violations).toEqual([])
  reader.insert(0, 'this is ')
  await until('it is saved', () => reader.unsaved.size === 0)
  expect(await ada.api.content(id)).toBe('this is the end of text')
}, 30_000)

it('R3 R51: who comes and reads nothing is given the log as far as it reads', async () => {
  const id = await ada.create('text')
  const writer = await ada.open(id)
  for (let i = 0; i < 60; i += 1) {
    writer.write((text) => text.insert(0, `${i % 10}`.repeat(PASTE)))
    writer.write((text) => text.delete(0, PASTE))
  }
  await until('it is saved', () => writer.saved === 120)
  const newcomers = await Promise.all(Array.from({ length: 5 }, () => ada.arrive(id)))
  for (const newcomer of newcomers) {
    await until('its line is open', () => newcomer.isOpen)
    newcomer.line.pause()
    newcomer.join().catch(() => {})
  }
  let most = 0
  for (let i = 0; i < 30; i += 1) {
    await pause(10)
    most = Math.max(most, ...waiting())
  }
  expect(most).toBeLessThan(LIMIT + 4 * PASTE)
  for (const { line } of newcomers) line.resume()
  await until('all have caught up', () => newcomers.every(({ live }) => live))
  for (const { text } of newcomers) expect(text.toJSON()).toBe('text')
}, 30_000)

it('R51 R53: who asks for everything again and again, and reads nothing, is not given it again and again', async () => {
  const id = await ada.create()
  const writer = await ada.open(id)
  for (let i = 0; i < 3; i += 1) await writer.type('x'.repeat(500 * KIB))
  const size = 1_500 * KIB
  const ws = await ada.openRaw(id)
  lineOf(ws).pause()
  let most = 0
  for (let i = 0; i < 40; i += 1) {
    for (let n = 0; n < 10; n += 1) ws.send(Uint8Array.of(0, 0, 1, 0))
    await pause(50)
    most = Math.max(most, ...waiting())
  }
  expect(most).toBeGreaterThan(0)
  expect(most).toBeLessThan(size + LIMIT + KIB)
})

it('R50: who asks for everything, or who is here, again and again is answered three times, then once a second', async () => {
  const id = await ada.create('text')
  const present = await ada.openPlain(id)
  present.provider.awareness.setLocalState({ cursor: 1 })
  const questions = [
    {
      question: Uint8Array.of(0, 0, 1, 0),
      isAnswer: (data: Buffer) => data[0] === 0 && data[1] === 1,
    },
    { question: Uint8Array.of(3), isAnswer: (data: Buffer) => data.includes('cursor') },
  ]
  for (const { question, isAnswer } of questions) {
    const ws = await ada.openRaw(id)
    let answers = 0
    ws.on('message', (data: Buffer) => (answers += isAnswer(data) ? 1 : 0))
    ws.send(Uint8Array.of(0, 0, 1, 0))
    await until('it has caught up', () => answers === 1)
    const began = performance.now()
    for (let i = 0; i < 400; i += 1) {
      ws.send(question)
      if (i % 10 === 0) await pause(1)
    }
    await until('the last question is answered', () => answers === 1 + 3 + 1)
    expect(performance.now() - began).toBeGreaterThan(900)
    await pause(50)
    expect(answers).toBe(1 + 3 + 1)
  }
})

it('R42 R51: for who does not read it is not even looked who is here', async () => {
  const id = await ada.create('text')
  const present = await ada.openPlain(id)
  present.provider.awareness.setLocalState({ cursor: 1 })
  const ws = await ada.openRaw(id)
  let heard = 0
  ws.on('message', (data: Buffer) => (heard += data.includes('cursor') ? 1 : 0))
  ws.send(Uint8Array.of(0, 0, 1, 0))
  await until('it was told who is here', () => heard === 1)
  const look = vi.spyOn(Presence.prototype, 'all')
  onTestFinished(() => void vi.restoreAllMocks())
  const buffered = vi.spyOn(ClientSocket.prototype, 'buffered', 'get').mockReturnValue(LIMIT + 1)
  ws.send(Uint8Array.of(3))
  await until('it was asked', () => buffered.mock.calls.length > 0)
  await pause(50)
  expect([look.mock.calls.length, heard]).toEqual([0, 1])
  buffered.mockReturnValue(LIMIT)
  ws.send(Uint8Array.of(3))
  await until('it is told', () => heard === 2)
  expect(look).toHaveBeenCalledTimes(1)
})

it('C6: who goes in the middle of a frame, or without a word, is forgotten, and what it had sent is kept', async () => {
  const id = await ada.create('text')
  const witness = await ada.open(id)
  const open = waiting().length
  for (const parting of ['cut', 'mid-frame'] as const) {
    const peer = await stoppable(id)
    peer.insert(0, `${parting} `)
    await until('it is saved', () => peer.unsaved.size === 0)
    peer.disconnect(parting)
    await until('the server has noticed', () => waiting().length === open)
  }
  await until('others have it', () => witness.text.toJSON() === 'mid-frame cut text')
  await witness.type('still ')
})

it('C6 R52: a half-open line, whose other side never answers, keeps nobody from writing', async () => {
  const id = await ada.create('text')
  const halves = await Promise.all(Array.from({ length: 20 }, () => stoppable(id)))
  for (const { line } of halves) line.pause()
  const writer = await ada.open(id)
  let most = 0
  for (let i = 0; i < 60; i += 1) {
    expect(await writer.type(`${i % 10}`.repeat(PASTE))).toBeLessThan(2_000)
    writer.write((text) => text.delete(0, PASTE))
    most = Math.max(most, ...waiting())
  }
  // their lines are full: nothing more waits in any of them
  expect(waiting().filter((bytes) => bytes > LIMIT).length).toBe(halves.length)
  expect(most).toBeLessThan(LIMIT + 4 * PASTE)
  for (const peer of halves) peer.disconnect('cut')
})
