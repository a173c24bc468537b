/** Cuts what a server writes to a WebSocket (unmasked, each message in one frame) into messages. */
export class Messages {
  #bytes = Buffer.alloc(0)

  /** Those that are whole now that `bytes` have come. */
  take(bytes: Uint8Array): Uint8Array[] {
    this.#bytes = Buffer.concat([this.#bytes, bytes])
    const messages: Uint8Array[] = []
    for (let next = this.#next(); next !== null; next = this.#next()) messages.push(next)
    return messages
  }

  #next(): Uint8Array | null {
    const bytes = this.#bytes
    const short = (bytes[1] ?? 0) & 127
    const header = { 126: 4, 127: 10 }[short] ?? 2
    if (bytes.length < header) return null
    const length = { 126: () => bytes.readUInt16BE(2), 127: () => bytes.readUInt32BE(6) }[short]
    const end = header + (length?.() ?? short)
    if (bytes.length < end) return null
    this.#bytes = bytes.subarray(end)
    return bytes.subarray(header, end)
  }
}
