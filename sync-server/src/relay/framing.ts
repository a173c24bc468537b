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

/**
 * Whole WebSocket messages, one for each payload, as a server sends them (unmasked), one behind the other. Made once
 * and written to any number of sockets; each must have compression off. `ends`, if given, receives where each ends.
 */
export const framed = (payloads: readonly Uint8Array[], ends?: number[]): Buffer => {
  let size = 0
  for (const { length } of payloads) size += headerLength(length) + length
  const messages = Buffer.allocUnsafe(size)
  let at = 0
  for (const payload of payloads) {
    at = writeHeader(messages, at, payload.length)
    messages.set(payload, at)
    at += payload.length
    ends?.push(at)
  }
  return messages
}
