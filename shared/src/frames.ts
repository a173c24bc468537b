import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { ROLES } from './access.ts'
import type { Role } from './access.ts'

/** Bytes and rules: `shared/PROTOCOL.md`. The subprotocol that a sticky client offers at the upgrade. */
export const SUBPROTOCOL = 'sticky.v1'

/** First varint of a frame: the y-protocols message types, and one of our own. */
export const MESSAGE = { sync: 0, awareness: 1, auth: 2, queryAwareness: 3, sticky: 100 } as const
/** Second varint of a `sync` frame. */
export const SYNC = { step1: 0, step2: 1, update: 2 } as const

/** Why an update frame was refused (R19); the position is the number on the wire. */
export const REFUSALS = [
  'resync',
  'read-only',
  'revoked',
  'too large',
  'too fast',
  'malformed',
  'not yours',
  'gap',
  'full',
] as const
export type Refusal = (typeof REFUSALS)[number]

/** Second varint of a `sticky` frame from the server. */
const SERVER = {
  welcome: 0,
  updates: 1,
  snapshot: 2,
  saved: 3,
  refused: 4,
  access: 5,
  behind: 6,
  reset: 7,
  lease: 8,
} as const
/** Second varint of a `sticky` frame from the client. */
const CLIENT = { join: 0, identify: 1, check: 2 } as const

/** Where a client stands: the log entries of `generation` up to `seq` are in its replica (R4). */
export type Cursor = { generation: string; seq: number }

/** The first frame of a sticky client. `cursor` is null on first contact. */
export type Join = { clientId: number; cursor: Cursor | null; stateVector: Uint8Array }

/**
 * What a sticky client says beside y-protocols frames. `identify`: the client id that it writes and is present with
 * from now on. `check`: "at this seq, with nothing unsaved, my document has this fingerprint" (R63).
 */
export type ClientFrame =
  | ({ kind: 'join' } & Join)
  | { kind: 'identify'; clientId: number }
  | { kind: 'check'; seq: number; fingerprint: Uint8Array }

/** What the server tells a sticky client beside y-protocols frames. */
export type ServerFrame =
  | { kind: 'welcome'; generation: string; head: number; role: Role; resumed: boolean }
  | { kind: 'updates'; prev: number; seq: number; updates: Uint8Array[] }
  | { kind: 'snapshot'; seq: number; update: Uint8Array }
  | { kind: 'saved'; n: number; seq: number }
  | { kind: 'refused'; n: number; reason: Refusal; text: string }
  | { kind: 'access'; role: Role }
  | { kind: 'behind' }
  | { kind: 'reset' }
  | { kind: 'lease' }

const frame = (write: (encoder: encoding.Encoder) => void): Uint8Array => encoding.encode(write)

/** What comes before the update in {@link syncFrame}, for an update of `length` bytes that is written apart. */
export const syncFrameHead = (kind: number, length: number): Uint8Array =>
  frame((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.sync)
    encoding.writeVarUint(encoder, kind)
    encoding.writeVarUint(encoder, length)
  })

/** What comes before the update in a `snapshot` frame, for an update of `length` bytes that is written apart. */
export const snapshotFrameHead = (seq: number, length: number): Uint8Array =>
  frame((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.sticky)
    encoding.writeVarUint(encoder, SERVER.snapshot)
    encoding.writeVarUint(encoder, seq)
    encoding.writeVarUint(encoder, length)
  })

/** Writes {@link syncFrame}. */
export const writeSyncFrame = (
  encoder: encoding.Encoder,
  kind: number,
  bytes: Uint8Array,
): void => {
  encoding.writeVarUint(encoder, MESSAGE.sync)
  encoding.writeVarUint(encoder, kind)
  encoding.writeVarUint8Array(encoder, bytes)
}

/** `[0, kind, bytes]` */
export const syncFrame = (kind: number, bytes: Uint8Array): Uint8Array =>
  frame((encoder) => writeSyncFrame(encoder, kind, bytes))

/** `[100, kind, …]`; for a `join` an empty generation is first contact. */
export const clientFrame = (message: ClientFrame): Uint8Array =>
  frame((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.sticky)
    encoding.writeVarUint(encoder, CLIENT[message.kind])
    switch (message.kind) {
      case 'join':
        encoding.writeVarUint(encoder, message.clientId)
        encoding.writeVarString(encoder, message.cursor?.generation ?? '')
        encoding.writeVarUint(encoder, message.cursor?.seq ?? 0)
        encoding.writeVarUint8Array(encoder, message.stateVector)
        return
      case 'identify':
        encoding.writeVarUint(encoder, message.clientId)
        return
      case 'check':
        encoding.writeVarUint(encoder, message.seq)
        encoding.writeVarUint8Array(encoder, message.fingerprint)
        return
    }
  })

/** Reads what follows the message type of a client's sticky frame. Throws when it knows no such frame. */
export const readClientFrame = (decoder: decoding.Decoder): ClientFrame => {
  const kind = decoding.readVarUint(decoder)
  switch (kind) {
    case CLIENT.join: {
      const clientId = decoding.readVarUint(decoder)
      const generation = decoding.readVarString(decoder)
      const seq = decoding.readVarUint(decoder)
      const stateVector = decoding.readVarUint8Array(decoder)
      const cursor = generation === '' ? null : { generation, seq }
      return { kind: 'join', clientId, cursor, stateVector }
    }
    case CLIENT.identify:
      return { kind: 'identify', clientId: decoding.readVarUint(decoder) }
    case CLIENT.check:
      return {
        kind: 'check',
        seq: decoding.readVarUint(decoder),
        fingerprint: decoding.readVarUint8Array(decoder),
      }
    default:
      throw new Error(`no sticky frame has the number ${kind}`)
  }
}

/** Writes {@link serverFrame}. */
export const writeServerFrame = (encoder: encoding.Encoder, message: ServerFrame): void => {
  encoding.writeVarUint(encoder, MESSAGE.sticky)
  encoding.writeVarUint(encoder, SERVER[message.kind])
  writeFields(encoder, message)
}

/** `[100, kind, …]`: the fields in the order in which {@link readServerFrame} reads them. */
export const serverFrame = (message: ServerFrame): Uint8Array =>
  frame((encoder) => writeServerFrame(encoder, message))

const writeFields = (encoder: encoding.Encoder, message: ServerFrame): void => {
  switch (message.kind) {
    case 'welcome':
      encoding.writeVarString(encoder, message.generation)
      encoding.writeVarUint(encoder, message.head)
      encoding.writeVarUint(encoder, ROLES.indexOf(message.role))
      encoding.writeVarUint(encoder, message.resumed ? 1 : 0)
      return
    case 'updates':
      encoding.writeVarUint(encoder, message.prev)
      encoding.writeVarUint(encoder, message.seq)
      encoding.writeVarUint(encoder, message.updates.length)
      for (const update of message.updates) encoding.writeVarUint8Array(encoder, update)
      return
    case 'snapshot':
      encoding.writeVarUint(encoder, message.seq)
      encoding.writeVarUint8Array(encoder, message.update)
      return
    case 'saved':
      encoding.writeVarUint(encoder, message.n)
      encoding.writeVarUint(encoder, message.seq)
      return
    case 'refused':
      encoding.writeVarUint(encoder, message.n)
      encoding.writeVarUint(encoder, REFUSALS.indexOf(message.reason))
      encoding.writeVarString(encoder, message.text)
      return
    case 'access':
      encoding.writeVarUint(encoder, ROLES.indexOf(message.role))
      return
    case 'behind':
    case 'reset':
    case 'lease':
      return
  }
}

const roleAt = (index: number): Role => {
  const role = ROLES[index]
  if (role === undefined) throw new Error(`no role has the number ${index}`)
  return role
}

const refusalAt = (index: number): Refusal => {
  const reason = REFUSALS[index]
  if (reason === undefined) throw new Error(`no refusal has the number ${index}`)
  return reason
}

/** Reads what follows the message type of a server's sticky frame. Throws when it knows no such frame. */
export const readServerFrame = (decoder: decoding.Decoder): ServerFrame => {
  const kind = decoding.readVarUint(decoder)
  switch (kind) {
    case SERVER.welcome:
      return {
        kind: 'welcome',
        generation: decoding.readVarString(decoder),
        head: decoding.readVarUint(decoder),
        role: roleAt(decoding.readVarUint(decoder)),
        resumed: decoding.readVarUint(decoder) === 1,
      }
    case SERVER.updates: {
      const prev = decoding.readVarUint(decoder)
      const seq = decoding.readVarUint(decoder)
      const count = decoding.readVarUint(decoder)
      const updates: Uint8Array[] = []
      for (let i = 0; i < count; i += 1) updates.push(decoding.readVarUint8Array(decoder))
      return { kind: 'updates', prev, seq, updates }
    }
    case SERVER.snapshot:
      return {
        kind: 'snapshot',
        seq: decoding.readVarUint(decoder),
        update: decoding.readVarUint8Array(decoder),
      }
    case SERVER.saved:
      return { kind: 'saved', n: decoding.readVarUint(decoder), seq: decoding.readVarUint(decoder) }
    case SERVER.refused:
      return {
        kind: 'refused',
        n: decoding.readVarUint(decoder),
        reason: refusalAt(decoding.readVarUint(decoder)),
        text: decoding.readVarString(decoder),
      }
    case SERVER.access:
      return { kind: 'access', role: roleAt(decoding.readVarUint(decoder)) }
    case SERVER.behind:
      return { kind: 'behind' }
    case SERVER.reset:
      return { kind: 'reset' }
    case SERVER.lease:
      return { kind: 'lease' }
    default:
      throw new Error(`no sticky frame has the number ${kind}`)
  }
}
