import { EventEmitter } from 'node:events'
import { Writable } from 'node:stream'
import type { Duplex } from 'node:stream'
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { ClientSocket } from './socket.ts'
import type { ServedSocket } from './socket.ts'

it('R18: what one turn writes to a socket, updates and their acknowledgement, leaves in one system call', async () => {
  const calls: Buffer[][] = []
  const raw = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      calls.push([chunk])
      done()
    },
    writev: (chunks, done) => {
      calls.push(chunks.map(({ chunk }) => chunk as Buffer))
      done()
    },
  })
  const ws = Object.assign(new EventEmitter(), {
    readyState: WebSocket.OPEN,
    OPEN: WebSocket.OPEN,
    protocol: '',
  })
  const rate = { messagesPerSecond: 1, bytesPerSecond: 1 }
  const socket = new ClientSocket(ws as unknown as ServedSocket, raw as unknown as Duplex, rate, [])
  socket.cork()
  socket.write(Buffer.from('updates'))
  socket.write(Buffer.from('saved'))
  socket.uncork()
  const large = Buffer.alloc(100_000)
  socket.cork()
  socket.write(large)
  socket.write(Buffer.from('saved'))
  socket.uncork()
  socket.write(Buffer.from('next'))
  await new Promise((resolve) => setImmediate(resolve))
  expect(calls.map((chunks) => chunks.map(({ length }) => length))).toEqual([
    ['updatessaved'.length],
    [large.length, 'saved'.length],
    ['next'.length],
  ])
  expect(calls[1]?.[0]).toBe(large)
})
