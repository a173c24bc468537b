/** Thrown for bytes that are not what they claim to be; one object, since hostile input must stay cheap. */
export class Malformed extends Error {}

const MAX = Number.MAX_SAFE_INTEGER

/**
 * Reads lib0's varints and strings from bytes that nobody has checked: never beyond the end, never allocating
 * by what the bytes claim. One object serves all updates of a process, one after the other.
 */
export class Reader {
  #bytes: Uint8Array = new Uint8Array(0)
  #at = 0

  open(bytes: Uint8Array): void {
    this.#bytes = bytes
    this.#at = 0
  }

  /** Where the next byte is read. */
  get at(): number {
    return this.#at
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  byte(): number {
    const byte = this.#bytes[this.#at]
    if (byte === undefined) throw new Malformed('ends too early')
    this.#at += 1
    return byte
  }

  /** An unsigned varint of at most 53 bits. */
  uint(): number {
    let value = 0
    let scale = 1
    for (;;) {
      const byte = this.byte()
      value += (byte & 127) * scale
      if (byte < 128) break
      scale *= 128
      if (scale > MAX) throw new Malformed('a number is too large')
    }
    if (value > MAX) throw new Malformed('a number is too large')
    return value
  }

  /** A count of things that take at least `bytesEach`: refused before anybody allocates for it. */
  count(bytesEach: number): number {
    const count = this.uint()
    if (count * bytesEach > this.left) throw new Malformed('claims more than it holds')
    return count
  }

  /** Passes over a string, checks that it is UTF-8, and answers with its length in UTF-16 units. */
  stringLength(): number {
    const size = this.count(1)
    const end = this.#at + size
    let length = 0
    while (this.#at < end) {
      const wide = this.#codePoint(end)
      length += wide ? 2 : 1
    }
    return length
  }

  passString(): void {
    const size = this.count(1)
    this.#at += size
  }

  /** The bytes of the next string, where they are; whether they are UTF-8 is not looked at. */
  stringBytes(): Uint8Array {
    const size = this.count(1)
    this.#at += size
    return this.#bytes.subarray(this.#at - size, this.#at)
  }

  /** True when the next string is exactly `ascii`; passes over it. */
  stringIs(ascii: string): boolean {
    const size = this.count(1)
    const start = this.#at
    this.#at += size
    if (size !== ascii.length) return false
    for (let i = 0; i < size; i += 1) {
      if (this.#bytes[start + i] !== ascii.charCodeAt(i)) return false
    }
    return true
  }

  /** One code point of well-formed UTF-8; true when it takes two UTF-16 units. */
  #codePoint(end: number): boolean {
    const first = this.byte()
    if (first < 0x80) return false
    const [more, low, high] = sequence(first)
    if (this.#at + more > end) throw new Malformed('broken UTF-8')
    const second = this.byte()
    if (second < low || second > high) throw new Malformed('broken UTF-8')
    for (let i = 1; i < more; i += 1) {
      if ((this.byte() & 0xc0) !== 0x80) throw new Malformed('broken UTF-8')
    }
    return more === 3
  }
}

const TWO = [1, 0x80, 0xbf] as const
const THREE = [2, 0x80, 0xbf] as const
const THREE_E0 = [2, 0xa0, 0xbf] as const
const THREE_ED = [2, 0x80, 0x9f] as const
const FOUR = [3, 0x80, 0xbf] as const
const FOUR_F0 = [3, 0x90, 0xbf] as const
const FOUR_F4 = [3, 0x80, 0x8f] as const

/** For a first byte: how many follow, and what the second may be (no overlong forms, no surrogates). */
const sequence = (first: number): readonly [more: number, low: number, high: number] => {
  if (first >= 0xc2 && first <= 0xdf) return TWO
  if (first === 0xe0) return THREE_E0
  if (first === 0xed) return THREE_ED
  if (first >= 0xe1 && first <= 0xef) return THREE
  if (first === 0xf0) return FOUR_F0
  if (first >= 0xf1 && first <= 0xf3) return FOUR
  if (first === 0xf4) return FOUR_F4
  throw new Malformed('broken UTF-8')
}
