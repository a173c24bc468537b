import { once } from 'node:events'
import { MESSAGE } from '@sticky/shared/frames'
import { expect, it, vi } from 'vitest'
import { closeCode, lineOf, waitingAt } from './stage/raw-socket.ts'
import { setStage } from './stage/stage.ts'
import { pause, until } from './stage/until.ts'

// 15 s pass when a test says so
vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
const { server, ada } = await setStage(['ada'])
const pass15s = async (): Promise<void> => {
  vi.advanceTimersByTime(15_000)
  // in ten parts, so that ping and answer get their turns also where this process gets few
  for (let part = 0; part < 10; part += 1) await pause(5)
}

it('R52: who answers stays, with a ping and an awareness frame every 15 s; who does not is gone within 30 s', async () => {
  const id = await ada.create('text')
  const ws = await ada.openRaw(id)
  const frames: number[][] = []
  let pings = 0
  ws.on('message', (data: Buffer) => frames.push([...data]))
  ws.on('ping', () => (pings += 1))
  ws.send(Uint8Array.of(0, 0, 1, 0))
  await until('it has caught up', () => frames.length > 1)
  frames.length = 0
  const silent = await ada.open(id)
  // reads what comes, and never answers
  silent.line.write = () => true
  await pass15s()
  expect([pings, frames]).toEqual([1, [[MESSAGE.awareness, 1, 0]]])
  expect(silent.closed).toBeNull()
  await pass15s()
  expect(await silent.closing(2_000)).toBe(4508)
  for (let i = 0; i < 5; i += 1) await pass15s()
  expect([pings, ws.readyState]).toEqual([7, ws.OPEN])
})

it('R52: who answers again and again what it has not read is gone within 30 s', async () => {
  const id = await ada.create('text')
  const open = waitingAt(server.url).length
  const ws = await ada.openRaw(id)
  const heard = once(ws, 'message')
  ws.send(Uint8Array.of(0, 0, 1, 0))
  await heard
  lineOf(ws).pause()
  const answer = (): void => {
    for (const guess of ['', '\0', '\0'.repeat(8)]) ws.pong(guess)
  }
  for (let beat = 0; beat < 2; beat += 1) {
    await pass15s()
    answer()
    await pause(50)
  }
  await until('it is gone', () => waitingAt(server.url).length === open, 2_000)
})

it('R52: what came back of one ping is no answer to the next', async () => {
  const id = await ada.create('text')
  const ws = await ada.openRaw(id)
  const nonces: Buffer[] = []
  ws.on('ping', (nonce: Buffer) => nonces.push(nonce))
  ws.send(Uint8Array.of(0, 0, 1, 0))
  await pass15s()
  await until('it was asked', () => nonces.length === 1)
  const [first = Buffer.alloc(0)] = nonces
  await pause(50)
  // from now on it says the same as before
  ws.pong = () => {}
  const pong = Buffer.concat([Uint8Array.of(0x8a, 0x80 | first.length, 0, 0, 0, 0), first])
  const closed = closeCode(ws)
  await pass15s()
  lineOf(ws).write(pong)
  await pause(50)
  await pass15s()
  expect(await closed).toBe(4508)
  expect(new Set(nonces.map(String)).size).toBe(2)
})

it('R52: who never says where it stands is gone within 30 s, though it answers', async () => {
  const id = await ada.create('text')
  const client = await ada.arrive(id)
  await until('its line is open', () => client.isOpen)
  await pass15s()
  expect(client.closed).toBeNull()
  await pass15s()
  expect(await client.closing(2_000)).toBe(4508)
})
