import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { upgradeTo } from '../upgrade.ts'
import { Gateway } from './gateway.ts'

interface Frame {
  op: number
  t: string | null
  s: number | null
  d: { session_id?: string }
}

const GUILDS = 1
const server = createServer()
const gateway = new Gateway({
  isTokenValid: (token) => token === 'right',
  arePrivilegedIntentsAllowed: () => false,
  welcome: (session_id) => ({ ready: { session_id }, guilds: [{ id: '1' }] }),
})
server.on('upgrade', upgradeTo('/gateway', gateway.server))

afterEach(() => {
  for (const socket of gateway.server.clients) socket.terminate()
})

async function connect() {
  if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const socket = new WebSocket(`ws://127.0.0.1:${port}/gateway/?v=10&encoding=json`)
  const frames: Frame[] = []
  socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString()) as Frame))
  const closed = once(socket, 'close').then(([code]) => code as number)
  await expect.poll(() => frames[0]?.op).toBe(10)
  const send = (op: number, d: unknown) => socket.send(JSON.stringify({ op, d }))
  return { socket, frames, closed, send }
}

describe('the gateway', () => {
  it('closes with the codes of Discord', async () => {
    const stranger = await connect()
    stranger.send(2, { token: 'wrong', intents: GUILDS })
    expect(await stranger.closed).toBe(4004)
    const nosy = await connect()
    nosy.send(2, { token: 'right', intents: 1 << 15 })
    expect(await nosy.closed).toBe(4014)
  })

  it('sends what was missed when a bot resumes', async () => {
    const first = await connect()
    first.send(2, { token: 'right', intents: GUILDS })
    await expect.poll(() => first.frames.at(-1)?.t).toBe('GUILD_CREATE')
    const session_id = first.frames.find(({ t }) => t === 'READY')?.d.session_id
    first.socket.terminate()
    await first.closed
    gateway.dispatch('INTERACTION_CREATE', 0, { id: '2' })
    const second = await connect()
    second.send(6, { token: 'right', session_id, seq: 2 })
    await expect
      .poll(() => second.frames.map(({ t }) => t))
      .toEqual([null, 'INTERACTION_CREATE', 'RESUMED'])
  })
})
