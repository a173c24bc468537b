import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as encoding from 'lib0/encoding'
import { expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { encoded, framed } from './framing.ts'

it('R18: what is framed here is read by everybody else as messages of every length', async () => {
  const http = createServer()
  const server = new WebSocketServer({ server: http, perMessageDeflate: false })
  const lengths = [0, 1, 125, 126, 65_535, 65_536, 100_000]
  const payloads = lengths.map((length) => new Uint8Array(length).fill(length % 251))
  const bytes = Buffer.concat(
    payloads.flatMap((payload) => [
      framed(payload),
      encoded((encoder) => encoding.writeUint8Array(encoder, payload)),
    ]),
  )
  server.on('connection', (_ws, { socket }) => void socket.write(bytes))
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`)
  const received: Buffer[] = []
  await new Promise<void>((resolve) => {
    client.on('message', (data: Buffer, isBinary) => {
      expect(isBinary).toBe(true)
      received.push(data)
      if (received.length === lengths.length * 2) resolve()
    })
  })
  const twice = payloads.flatMap((payload) => [payload, payload])
  expect(received.map((data, i) => data.equals(twice[i] ?? new Uint8Array(1)))).toEqual(
    twice.map(() => true),
  )
  client.terminate()
  server.close()
  http.close()
})
