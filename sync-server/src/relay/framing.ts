import * as encoding from 'lib0/encoding'

/** FIN and "binary": the first byte of a WebSocket message in one frame (RFC 6455, section 5.2). */
const WHOLE_BINARY = 0x82

const headerLength = (length: number): number => {
  if (length < 126) return 2
  return length < 65_536 ? 4 : 10
}

const writeHeader = (into: Buffer, at: number, length: number): number => {
  into[at] = WHOLE_BINARY
  if (length < 126) {
    into[at + 1] = length
    return at + 2
  }
  if (length < 65_536) {
    into[at + 1] = 126
    return into.writeUInt16BE(length, at + 2)
  }
  into[at + 1] = 127
  into.writeUInt32BE(0, at + 2)
  return into.writeUInt32BE(length, at + 6)
}

/** The start of one WebSocket message: its header and `head`; `rest` more bytes of it are written after this. */
export const framedHead = (head: Uint8Array, rest: number): Buffer => {
  const length = head.length + rest
  const start = Buffer.allocUnsafe(headerLength(length) + head.length)
  start.set(head, writeHeader(start, 0, length))
  return start
}

/** One whole WebSocket message with this payload, as a server sends it: unmasked, in one frame. */
export const framed = (payload: Uint8Array): Buffer => {
  const { length } = payload
  const message = Buffer.allocUnsafe(headerLength(length) + length)
  message.set(payload, writeHeader(message, 0, length))
  return message
}

const SCRATCH = 4_096
/** Larger than this it is not kept for the next message. */
const MAX_SCRATCH = 256 * 1024

/** What is being encoded; used again and again, since most messages are small and many. */
const scratch = encoding.createEncoder()
scratch.cbuf = new Uint8Array(SCRATCH)

/** The same with what `write` writes as its payload; nothing is allocated but the message. */
export const encoded = (write: (encoder: encoding.Encoder) => void): Buffer => {
  scratch.cpos = 0
  scratch.bufs.length = 0
  if (scratch.cbuf.length > MAX_SCRATCH) scratch.cbuf = new Uint8Array(SCRATCH)
  write(scratch)
  const length = encoding.length(scratch)
  const message = Buffer.allocUnsafe(headerLength(length) + length)
  let at = writeHeader(message, 0, length)
  for (const part of scratch.bufs) {
    message.set(part, at)
    at += part.length
  }
  message.set(scratch.cbuf.subarray(0, scratch.cpos), at)
  return message
}
