/** Writes lib0's unsigned varint; answers with the position after it. */
export const writeUint = (into: Uint8Array, at: number, value: number): number => {
  let position = at
  let rest = value
  while (rest > 127) {
    into[position] = 0x80 | (rest % 128)
    position += 1
    rest = Math.floor(rest / 128)
  }
  into[position] = rest
  return position + 1
}

/** Reads lib0's encoding from a part of a buffer. One object serves all messages of a process, one by one. */
export class ByteReader {
  at = 0
  end = 0
  #bytes: Uint8Array = new Uint8Array(0)

  open(bytes: Uint8Array, start: number, end: number): void {
    this.#bytes = bytes
    this.at = start
    this.end = end
  }

  byte(): number {
    if (this.at >= this.end) throw new Error('A message from the server ends too early.')
    const byte = this.#bytes[this.at] ?? 0
    this.at += 1
    return byte
  }

  uint(): number {
    let byte = this.byte()
    if (byte < 128) return byte
    let value = byte & 127
    let scale = 128
    do {
      byte = this.byte()
      value += (byte & 127) * scale
      scale *= 128
    } while (byte > 127)
    return value
  }

  /** Passes over a length and that many bytes. */
  skipBytes(): void {
    const length = this.uint()
    this.at += length
  }

  /** Passes over a string; its length in UTF-16 units. */
  stringLength(): number {
    const end = this.uint() + this.at
    let length = 0
    while (this.at < end) {
      const first = this.byte()
      if ((first & 0xc0) !== 0x80) length += first >= 0xf0 ? 2 : 1
    }
    return length
  }

  text(): string {
    const length = this.uint()
    const start = this.at
    this.at += length
    return Buffer.from(this.#bytes.subarray(start, this.at)).toString('utf8')
  }
}
