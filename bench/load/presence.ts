import { MESSAGE } from '@sticky/shared/frames'
import * as encoding from 'lib0/encoding'
import type { ByteReader } from './bytes.ts'

const BEAT = Buffer.from('"beat":')

/**
 * An awareness message: what `y-codemirror.next` shows of a person, and `beat`, which counts the states of this
 * client from 0. About 230 bytes.
 */
export const presenceMessage = (prefix: Uint8Array, client: number, beat: number): Uint8Array => {
  const position = { type: null, tname: 'content', item: { client, clock: beat }, assoc: 0 }
  const state = {
    user: { name: `Client ${client}`, color: '#30bced', colorLight: '#30bced33' },
    cursor: { anchor: position, head: position },
    beat,
  }
  const update = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, beat + 1)
    encoding.writeVarString(encoder, JSON.stringify(state))
  })
  return encoding.encode((encoder) => {
    encoding.writeUint8Array(encoder, prefix)
    encoding.writeVarUint(encoder, MESSAGE.awareness)
    encoding.writeVarUint8Array(encoder, update)
  })
}

/** Reads an awareness update and calls `credit` with each client's beat; states without one are passed over. */
export const readBeats = (
  reader: ByteReader,
  bytes: Buffer,
  credit: (client: number, from: number, to: number) => void,
): void => {
  for (let left = reader.uint(); left > 0; left -= 1) {
    const client = reader.uint()
    reader.uint()
    const length = reader.uint()
    const end = reader.at + length
    const found = length > BEAT.length ? bytes.indexOf(BEAT, reader.at) : -1
    if (found >= 0 && found < end) {
      const beat = readNumber(bytes, found + BEAT.length)
      credit(client, beat, beat + 1)
    }
    reader.at = end
  }
}

const readNumber = (bytes: Buffer, start: number): number => {
  let value = 0
  for (let at = start; ; at += 1) {
    const digit = (bytes[at] ?? 0) - 48
    if (digit < 0 || digit > 9) return value
    value = value * 10 + digit
  }
}
