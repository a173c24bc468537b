import * as encoding from 'lib0/encoding'
import { Malformed, Reader } from './reader.ts'
import { passStruct } from './structs.ts'

/** One client's structs, in bytes as they came. `start`: the clock of the first, `end`: the one after the last. */
type Section = { start: number; end: number; structs: number; pieces: Uint8Array[] }

/** One client's deleted ranges, in bytes as they came. */
type Deletes = { ranges: number; pieces: Uint8Array[] }

type Parts = { sections: Map<number, Section>; deletes: Map<number, Deletes> }

const reader = new Reader()

/**
 * The updates of one turn as one, for receivers that take one update in a message: the same structs and deletes, put
 * behind each other without being looked into (so nothing is resolved here). They have passed inspection in this
 * order. Null where they overlap, or one of them is no update: send them one by one.
 */
export const join = (updates: readonly Uint8Array[]): Uint8Array | null => {
  const parts: Parts = { sections: new Map(), deletes: new Map() }
  try {
    return updates.every((update) => take(update, parts)) ? encode(parts) : null
  } catch (error) {
    if (error instanceof Malformed) return null
    throw error
  }
}

/** False when it brings something that is there already, or leaves a hole. */
const take = (update: Uint8Array, { sections, deletes }: Parts): boolean => {
  reader.open(update)
  for (let left = reader.uint(); left > 0; left -= 1) {
    const structs = reader.uint()
    const client = reader.uint()
    const start = reader.uint()
    const from = reader.at
    let end = start
    for (let i = 0; i < structs; i += 1) end += passStruct(reader)
    const section = sections.get(client) ?? { start, end: start, structs: 0, pieces: [] }
    if (section.end !== start) return false
    section.end = end
    section.structs += structs
    section.pieces.push(update.subarray(from, reader.at))
    sections.set(client, section)
  }
  for (let left = reader.uint(); left > 0; left -= 1) {
    const client = reader.uint()
    const ranges = reader.uint()
    const from = reader.at
    for (let i = 0; i < ranges * 2; i += 1) reader.uint()
    const deleted = deletes.get(client) ?? { ranges: 0, pieces: [] }
    deleted.ranges += ranges
    deleted.pieces.push(update.subarray(from, reader.at))
    deletes.set(client, deleted)
  }
  return true
}

const encode = ({ sections, deletes }: Parts): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, sections.size)
    for (const [client, { structs, start, pieces }] of sections) {
      encoding.writeVarUint(encoder, structs)
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, start)
      for (const piece of pieces) encoding.writeUint8Array(encoder, piece)
    }
    encoding.writeVarUint(encoder, deletes.size)
    for (const [client, { ranges, pieces }] of deletes) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, ranges)
      for (const piece of pieces) encoding.writeUint8Array(encoder, piece)
    }
  })
