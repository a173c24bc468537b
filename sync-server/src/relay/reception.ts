import { CLOSE } from '@sticky/shared/errors'
import { MESSAGE, readClientFrame, SYNC } from '@sticky/shared/frames'
import type { ClientFrame } from '@sticky/shared/frames'
import * as decoding from 'lib0/decoding'
import type { Metrics } from '../metrics.ts'
import type { Connection } from './connection.ts'
import type { Standing } from './feed.ts'
import type { Pacer } from './pacer.ts'
import type { Room } from './room.ts'
import { decodeStateVector } from './state-vector.ts'

export type ReceptionOptions = {
  /** Bytes that may wait for a reader (R51). */
  buffered: number
  /** Asks for a look at the room at the end of this turn. */
  schedule: (room: Room) => void
  onError: (error: unknown, document: string) => void
  metrics: Metrics
}

/** Reads what clients send and hands it to their rooms. */
export class Reception {
  readonly #options: ReceptionOptions

  constructor(options: ReceptionOptions) {
    this.#options = options
  }

  /** R53: whatever the bytes are, at worst this socket closes. */
  receive(connection: Connection, room: Room, frame: Uint8Array): void {
    if (connection.phase === 'closed') return
    try {
      this.#read(connection, room, frame)
    } catch {
      this.#options.metrics.unreadable()
      room.cut(connection, CLOSE.malformed)
    }
  }

  #read(connection: Connection, room: Room, frame: Uint8Array): void {
    const decoder = decoding.createDecoder(frame)
    switch (decoding.readVarUint(decoder)) {
      case MESSAGE.sync:
        return this.#readSync(connection, room, decoder)
      case MESSAGE.awareness:
        this.#needsJoin(connection, room)
        room.presence.receive(connection, frame.subarray(decoder.pos))
        return this.#options.schedule(room)
      case MESSAGE.queryAwareness:
        this.#needsJoin(connection, room)
        return this.#answer(connection, room, connection.asksWho, async () =>
          this.#tellWho(connection, room),
        )
      case MESSAGE.sticky:
        return this.#readSticky(connection, room, readClientFrame(decoder))
      default:
        throw new Error('no such message type')
    }
  }

  #readSync(connection: Connection, room: Room, decoder: decoding.Decoder): void {
    const kind = decoding.readVarUint(decoder)
    const bytes = decoding.readVarUint8Array(decoder)
    if (decoding.hasContent(decoder)) throw new Error('more than one message in a frame')
    if (kind === SYNC.step1) return this.#readStep1(connection, room, bytes)
    if (kind !== SYNC.step2 && kind !== SYNC.update) throw new Error('no such sync message')
    this.#needsJoin(connection, room)
    room.receive(connection, bytes, kind === SYNC.step2)
  }

  /** Nothing is done for who is not in the room, where changes of rights would find it. */
  #needsJoin(connection: Connection, room: Room): void {
    if (connection.joined) return
    if (connection.sticky) throw new Error('join comes first')
    // a plain client that writes before it asks stands nowhere
    this.#join(connection, room, { cursor: null, stateVector: new Uint8Array([0]) })
  }

  /** A sticky client has said `join`; to a plain one this is the same. */
  #readStep1(connection: Connection, room: Room, stateVector: Uint8Array): void {
    if (connection.sticky) return
    if (!connection.joined) return this.#join(connection, room, { cursor: null, stateVector })
    this.#answer(connection, room, connection.asksWhat, () =>
      room.answerStep1(connection, stateVector),
    )
  }

  /** Whoever does not read what it has asked for is not given more of it (R42, R51). */
  #tellWho(connection: Connection, room: Room): void {
    if (connection.phase === 'closed' || connection.socket.buffered > this.#options.buffered) return
    const present = room.presence.all(connection)
    if (present !== null) connection.send(present)
  }

  #answer(connection: Connection, room: Room, pacer: Pacer, answer: () => Promise<void>): void {
    pacer.ask(() => answer().catch((error: unknown) => this.#fault(connection, error, room)))
  }

  #readSticky(connection: Connection, room: Room, message: ClientFrame): void {
    if (!connection.sticky) throw new Error('this client does not speak sticky.v1')
    if (connection.joined !== (message.kind !== 'join'))
      throw new Error('join comes first, and once')
    switch (message.kind) {
      case 'join':
        room.identify(connection, message.clientId)
        return this.#join(connection, room, message)
      case 'identify':
        return room.identify(connection, message.clientId)
      case 'check':
        return room.check(connection, message.seq, message.fingerprint)
    }
  }

  #join(connection: Connection, room: Room, standing: Standing): void {
    // whatever cannot be read of it has to fail here, not later
    decodeStateVector(standing.stateVector)
    connection.joined = true
    room.join(connection, standing).catch((error: unknown) => this.#fault(connection, error, room))
  }

  /** Something failed that was not this client's doing: its socket closes, nobody else's (C3). */
  #fault(connection: Connection, error: unknown, room: Room): void {
    this.#options.onError(error, connection.session.document)
    room.cut(connection, CLOSE.internal)
  }
}
