import { MESSAGE } from '@sticky/shared/frames'
import { expect, it, vi } from 'vitest'
import { setStage } from './stage/stage.ts'
import { pause, until } from './stage/until.ts'

// 15 s pass when a test says so
vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
const { ada } = await setStage(['ada'])
const pass15s = async (): Promise<void> => {
  vi.advanceTimersByTime(15_000)
  await pause(50)
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

it('R52: who never says where it stands is gone within 30 s, though it answers', async () => {
  const id = await ada.create('text')
  const client = await ada.arrive(id)
  await until('its line is open', () => client.isOpen)
  await pass15s()
  expect(client.closed).toBeNull()
  await pass15s()
  expect(await client.closing(2_000)).toBe(4508)
})
