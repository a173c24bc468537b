import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import type { Socket } from 'node:net'

const TEXT = 1
const BINARY = 2
const CLOSE = 8
const PING = 9
const PONG = 10

/** What is read lands here first, for all sockets of the process; nobody keeps a part of it. */
const INBOX = Buffer.allocUnsafe(1024 * 1024)

export type Address = { host: string; port: number; path: string; protocol: string | null }

export type Listener = {
  onOpen(): void
  /** The message is `bytes` from `start` to `end`, valid during this call only. */
  onMessage(bytes: Buffer, start: number, end: number): void
  /** Once, unless it was {@link WebSocketClient.close} that closed it. */
  onClose(why: string): void
}

/** A frame of a client, with a mask of zeros: the payload as it is. */
export const clientFrameOf = (payload: Uint8Array, opcode = BINARY): Buffer => {
  const { length } = payload
  const code = length < 126 ? length : length <= 0xffff ? 126 : 127
  const header = { 126: 8, 127: 14 }[code] ?? 6
  const frame = Buffer.alloc(header + length)
  frame[0] = 0x80 | opcode
  frame[1] = 0x80 | code
  if (code === 126) frame.writeUInt16BE(length, 2)
  if (code === 127) frame.writeUInt32BE(length, 6)
  frame.set(payload, header)
  return frame
}

/**
 * A WebSocket client that costs as little as possible, so that the server is what is measured: no copies, no
 * objects for each message, no compression, no fragments (none of the servers sends any).
 */
export class WebSocketClient {
  readonly #socket: Socket
  readonly #listener: Listener
  /** Bytes of frames, with their headers, in each direction. */
  received = 0
  sent = 0
  #upgraded = false
  #ended = false
  /** The beginning of a frame, or of the answer to the upgrade, whose end has not come yet. */
  #rest: Buffer | null = null

  constructor({ host, port, path, protocol }: Address, listener: Listener) {
    this.#listener = listener
    this.#socket = connect({
      host,
      port,
      noDelay: true,
      onread: {
        buffer: INBOX,
        callback: (size) => {
          this.#receive(size)
          return true
        },
      },
    })
    const offer = protocol === null ? '' : `Sec-WebSocket-Protocol: ${protocol}\r\n`
    this.#socket.write(
      `GET ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n${offer}\r\n`,
    )
    this.#socket.on('error', (error) => this.#end(error.message))
    this.#socket.on('close', () => this.#end('the connection was cut'))
  }

  /** Writes whole frames; see {@link clientFrameOf}. */
  write(frames: Buffer): void {
    this.sent += frames.length
    this.#socket.write(frames)
  }

  /** Reads nothing more until it is resumed. */
  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  close(): void {
    this.#ended = true
    this.#socket.destroy()
  }

  #end(why: string): void {
    if (this.#ended) return
    this.close()
    this.#listener.onClose(why)
  }

  #receive(size: number): void {
    if (this.#rest === null) return this.#read(INBOX, size)
    const all = Buffer.concat([this.#rest, INBOX.subarray(0, size)])
    this.#rest = null
    this.#read(all, all.length)
  }

  #read(bytes: Buffer, size: number): void {
    let at = this.#upgraded ? 0 : this.#readAnswer(bytes, size)
    while (at < size) {
      const next = this.#ended ? size : this.#readFrame(bytes, at, size)
      if (next === at) break
      at = next
    }
    if (at < size) this.#rest = Buffer.from(bytes.subarray(at, size))
  }

  /** The position after the answer to the upgrade; 0 while it is not complete. */
  #readAnswer(bytes: Buffer, size: number): number {
    const end = bytes.subarray(0, size).indexOf('\r\n\r\n')
    if (end < 0) return 0
    const head = bytes.toString('latin1', 0, end)
    if (head.startsWith('HTTP/1.1 101')) {
      this.#upgraded = true
      this.#listener.onOpen()
    } else this.#end(`the upgrade was answered with "${head.split('\r\n', 1)[0]}"`)
    return end + 4
  }

  /** The position after the frame at `at`; `at` itself while it is not complete. */
  #readFrame(bytes: Buffer, at: number, size: number): number {
    if (size - at < 2) return at
    let length = bytes[at + 1] ?? 0
    let start = at + 2
    if (length === 126) {
      if (size - at < 4) return at
      length = bytes.readUInt16BE(start)
      start += 2
    } else if (length === 127) {
      if (size - at < 10) return at
      length = Number(bytes.readBigUInt64BE(start))
      start += 8
    }
    const end = start + length
    if (end > size) return at
    this.received += end - at
    this.#take((bytes[at] ?? 0) & 0x0f, bytes, start, end)
    return end
  }

  #take(opcode: number, bytes: Buffer, start: number, end: number): void {
    if (opcode === BINARY) return this.#listener.onMessage(bytes, start, end)
    if (opcode === PING) return this.write(clientFrameOf(bytes.subarray(start, end), PONG))
    if (opcode === CLOSE) {
      const code = end - start < 2 ? 'without a code' : bytes.readUInt16BE(start)
      return this.#end(
        `the server closed: ${code} ${bytes.toString('utf8', start + 2, end)}`.trim(),
      )
    }
    if (opcode !== PONG && opcode !== TEXT)
      this.#end(`the server sent a WebSocket frame of type ${opcode}, which is not expected`)
  }
}
