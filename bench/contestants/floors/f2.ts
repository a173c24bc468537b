/**
 * The packed floor: passes every message on to everybody else at the same path; all that came in one event-loop
 * turn is put together once and written to each receiver at once. Each message stays a WebSocket message of its own.
 */
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { WebSocketServer } from 'ws'

/** A message to a client, as a WebSocket frame: no mask. */
const frameOf = (message: Buffer): Buffer => {
  const { length } = message
  if (length < 126) return Buffer.concat([Buffer.from([0x82, length]), message])
  return Buffer.concat([Buffer.from([0x82, 126, length >> 8, length & 0xff]), message])
}

class Room {
  readonly members = new Set<Socket>()
  /** Who sent what in this turn. */
  #turn = new Map<Socket, Buffer[]>()

  take(from: Socket, message: Buffer): void {
    if (this.#turn.size === 0) setImmediate(() => this.#flush())
    const frame = frameOf(message)
    const before = this.#turn.get(from)
    if (before === undefined) this.#turn.set(from, [frame])
    else before.push(frame)
  }

  #flush(): void {
    const turn = this.#turn
    this.#turn = new Map()
    const own = new Map<Socket, [start: number, end: number]>()
    let end = 0
    for (const [from, frames] of turn) {
      const start = end
      for (const { length } of frames) end += length
      own.set(from, [start, end])
    }
    const all = Buffer.concat([...turn.values()].flat(), end)
    for (const member of this.members) {
      const mine = own.get(member)
      if (mine === undefined) member.write(all)
      else writeAround(member, all, mine)
    }
  }
}

/** Everything but what the receiver sent itself. */
const writeAround = (member: Socket, all: Buffer, [start, end]: [number, number]): void => {
  member.cork()
  if (start > 0) member.write(all.subarray(0, start))
  if (end < all.length) member.write(all.subarray(end))
  member.uncork()
}

const rooms = new Map<string, Room>()
const http = createServer()
const wss = new WebSocketServer({ server: http, perMessageDeflate: false })

wss.on('connection', (socket, { url = '', socket: raw }) => {
  const room = rooms.get(url) ?? new Room()
  rooms.set(url, room)
  room.members.add(raw)
  socket.on('message', (message: Buffer) => room.take(raw, message))
  socket.on('close', () => room.members.delete(raw))
})

http.listen(0, '127.0.0.1', () => {
  const { port } = http.address() as AddressInfo
  process.send?.({ ready: true, url: `http://127.0.0.1:${port}` })
})
