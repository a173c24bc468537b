import { MESSAGE, SYNC } from '@sticky/shared/frames'
import { writeUint } from './bytes.ts'
import type { ByteReader } from './bytes.ts'

const ORIGIN = 0x80
const RIGHT_ORIGIN = 0x40
const PARENT_SUB = 0x20
const GARBAGE = 0
const DELETED = 1
const STRING = 4
const SKIP = 10

/** The root text of the document, by its name. */
const ROOT = Buffer.concat([Buffer.from([1, 7]), Buffer.from('content')])
/** One character, and no deletes. */
const LETTER = Buffer.from([1, 'x'.charCodeAt(0), 0])

/** The longest update that {@link writeKeystroke} writes. */
const MAX_UPDATE = 40

/**
 * Writes a Yjs update (V1) in which `client` appends one character to what it has typed before: `clock` counts its
 * characters from 0. About 20 bytes. Answers with the position after it.
 */
const writeUpdate = (into: Uint8Array, start: number, client: number, clock: number): number => {
  into[start] = 1
  into[start + 1] = 1
  let at = writeUint(into, start + 2, client)
  at = writeUint(into, at, clock)
  into[at] = clock === 0 ? STRING : STRING | ORIGIN
  at += 1
  if (clock === 0) {
    into.set(ROOT, at)
    at += ROOT.length
  } else {
    at = writeUint(into, at, client)
    at = writeUint(into, at, clock - 1)
  }
  into.set(LETTER, at)
  return at + LETTER.length
}

/** The first `count` of what {@link writeUpdate} writes for a client, one by one. */
export const keystrokes = (client: number, count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, clock) => {
    const update = new Uint8Array(MAX_UPDATE)
    return update.subarray(0, writeUpdate(update, 0, client, clock))
  })

/**
 * Writes a keystroke as the WebSocket frame of a client: `prefix` (the wire's own, before every message), sync
 * update, see {@link writeUpdate}. Answers with the position after it.
 */
export const writeKeystroke = (
  into: Uint8Array,
  start: number,
  prefix: Uint8Array,
  client: number,
  clock: number,
): number => {
  const payload = start + 6
  into.set(prefix, payload)
  const sync = payload + prefix.length
  into[sync] = MESSAGE.sync
  into[sync + 1] = SYNC.update
  const end = writeUpdate(into, sync + 3, client, clock)
  into[sync + 2] = end - sync - 3
  // the mask of zeros
  into[start] = 0x82
  into[start + 1] = 0x80 | (end - payload)
  into.fill(0, start + 2, payload)
  return end
}

/** The longest frame of {@link writeKeystroke}; its length has to fit into seven bits. */
export const maxKeystroke = (prefix: Uint8Array): number => {
  const longest = prefix.length + 3 + MAX_UPDATE
  if (longest > 125) throw new Error('The name of the document is too long for the load generator.')
  return longest + 6
}

/** Calls `credit` for each range of clocks, `from` (inclusive) to `to` (exclusive), that an update brings. */
export const readRanges = (
  reader: ByteReader,
  credit: (client: number, from: number, to: number) => void,
): void => {
  for (let clients = reader.uint(); clients > 0; clients -= 1) {
    const structs = reader.uint()
    const client = reader.uint()
    let from = reader.uint()
    let clock = from
    for (let i = 0; i < structs; i += 1) {
      const info = reader.byte()
      if ((info & 0x1f) === SKIP) {
        if (clock > from) credit(client, from, clock)
        clock += reader.uint()
        from = clock
      } else clock += readLength(reader, info)
    }
    if (clock > from) credit(client, from, clock)
  }
}

const readLength = (reader: ByteReader, info: number): number => {
  const kind = info & 0x1f
  if (kind === GARBAGE) return reader.uint()
  if ((info & ORIGIN) !== 0) readId(reader)
  if ((info & RIGHT_ORIGIN) !== 0) readId(reader)
  if ((info & (ORIGIN | RIGHT_ORIGIN)) === 0) readParent(reader, info)
  if (kind === STRING) return reader.stringLength()
  if (kind === DELETED) return reader.uint()
  throw new Error(
    `The server sent an update with content of type ${kind}; nobody has written that.`,
  )
}

const readId = (reader: ByteReader): void => {
  reader.uint()
  reader.uint()
}

const readParent = (reader: ByteReader, info: number): void => {
  if (reader.uint() === 1) reader.skipBytes()
  else readId(reader)
  if ((info & PARENT_SUB) !== 0) reader.skipBytes()
}
