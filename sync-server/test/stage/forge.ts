import * as encoding from 'lib0/encoding'

type Part = number | string | Uint8Array

/** Bytes as Yjs writes them: numbers as varints, texts with their length, bytes as they are. */
export const bytes = (...parts: readonly Part[]): Uint8Array =>
  encoding.encode((encoder) => {
    for (const part of parts) {
      if (typeof part === 'number') encoding.writeVarUint(encoder, part)
      else if (typeof part === 'string') encoding.writeVarString(encoder, part)
      else encoding.writeUint8Array(encoder, part)
    }
  })

/** Text, that hangs on the root; text after an origin. One byte each, no varint. */
const ROOTED = Uint8Array.of(4)
export const AFTER = Uint8Array.of(4 | 0x80)

/** One struct of `client` at `clock`, and no deletes. */
export const struct = (client: number, clock: number, ...rest: Part[]): Uint8Array =>
  bytes(1, 1, client, clock, ...rest, 0)

/** Clocks that are gone before they were there: 9 bytes that burn a million of somebody's. */
export const burnt = (client: number, clock: number, length = 1_000_000): Uint8Array =>
  struct(client, clock, 0, length)

/** "x" at the start of the text, or after `origin`. */
export const letter = (
  client: number,
  clock: number,
  origin?: readonly [number, number],
): Uint8Array =>
  origin === undefined
    ? struct(client, clock, ROOTED, 1, 'content', 'x')
    : struct(client, clock, AFTER, ...origin, 'x')

/** Deletes of one client, without structs. */
export const deletes = (client: number, from: number, length: number): Uint8Array =>
  bytes(0, 1, client, 1, from, length)
