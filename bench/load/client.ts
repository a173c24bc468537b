import { MESSAGE, readServerFrame, SUBPROTOCOL, SYNC } from '@sticky/shared/frames'
import * as decoding from 'lib0/decoding'
import { ByteReader } from './bytes.ts'
import { GREETINGS, HOCUSPOCUS, isSync, NOTHING_YET, prefixOf } from './greeting.ts'
import type { Seat } from './plan.ts'
import { readBeats } from './presence.ts'
import { totals } from './room.ts'
import type { Room } from './room.ts'
import { readRanges } from './update.ts'
import { clientFrameOf, WebSocketClient } from './websocket.ts'

const DENIED = 1
/** Second varint of a `sticky` frame: others' updates, and how many of ours are durable (`shared/PROTOCOL.md`). */
const STICKY = { updates: 1, saved: 3 } as const

/** Sync step 2 without anything in it: the answer to whoever asks us. */
const NOTHING = new Uint8Array([MESSAGE.sync, SYNC.step2, 2, 0, 0])

const reader = new ByteReader()

export type Fate = { onReady(): void; onFailed(why: string): void }

/** One connection: joins, then counts what it receives. It keeps no document. */
export class LoadClient {
  /** Before every message of this wire. */
  readonly prefix: Uint8Array
  /** How many of its messages the server has called durable; only `sticky.v1` says so. */
  saved: number | null = null
  readonly #seat: Seat
  readonly #index: number
  readonly #room: Room
  readonly #fate: Fate
  readonly #socket: WebSocketClient
  readonly #credit: (id: number, from: number, to: number) => void
  #now = 0
  #ready = false

  /** `index`: which client of its document it is. */
  constructor(seat: Seat, index: number, room: Room, fate: Fate) {
    this.#seat = seat
    this.#index = index
    this.#room = room
    this.#fate = fate
    this.#credit = (id, from, to) => room.credit(index, id, from, to, this.#now)
    this.prefix = prefixOf(seat)
    const protocol = seat.wire === 'sticky' ? SUBPROTOCOL : null
    this.#socket = new WebSocketClient(
      { ...seat, protocol },
      {
        onOpen: () => this.#greet(),
        onMessage: (bytes, start, end) => this.#receive(bytes, start, end),
        onClose: (why) => fate.onFailed(why),
      },
    )
  }

  get id(): number {
    return this.#room.idOf(this.#index)
  }

  /** Whole WebSocket frames. */
  write(frames: Buffer): void {
    this.#socket.write(frames)
  }

  close(): void {
    this.#socket.close()
  }

  #say(message: Uint8Array): void {
    this.write(clientFrameOf(Buffer.concat([this.prefix, message])))
  }

  #greet(): void {
    const { wire } = this.#seat
    if (wire === 'sticky') this.saved = 0
    for (const message of GREETINGS[wire](this.id, NOTHING_YET)) this.#say(message)
    if (wire === 'forward') this.#becomeReady()
  }

  #becomeReady(): void {
    if (this.#ready) return
    this.#ready = true
    this.#fate.onReady()
  }

  #receive(bytes: Buffer, start: number, end: number): void {
    totals.messages += 1
    totals.bytes += end - start
    this.#now = performance.now()
    reader.open(bytes, start, end)
    try {
      if (this.#seat.wire === 'hocuspocus') reader.skipBytes()
      this.#read(bytes)
    } catch (error) {
      this.#fate.onFailed(error instanceof Error ? error.message : String(error))
    }
  }

  #read(bytes: Buffer): void {
    const type = reader.uint()
    if (isSync(type)) return this.#readSync()
    if (type === MESSAGE.sticky) return this.#readSticky(bytes)
    if (type === MESSAGE.awareness) {
      reader.uint()
      return readBeats(reader, bytes, this.#credit)
    }
    if (type === HOCUSPOCUS.auth && reader.uint() === DENIED) throw new Error('it was not let in')
    if (type === HOCUSPOCUS.close) throw new Error(`the server said "${reader.text()}"`)
  }

  #readSync(): void {
    const kind = reader.uint()
    if (kind === SYNC.step1) {
      if (this.#seat.wire === 'sticky') this.#becomeReady()
      else this.#say(NOTHING)
      return
    }
    reader.uint()
    readRanges(reader, this.#credit)
    if (kind === SYNC.step2) this.#becomeReady()
  }

  #readSticky(bytes: Buffer): void {
    const start = reader.at
    const kind = reader.uint()
    if (kind === STICKY.updates) {
      reader.uint()
      reader.uint()
      for (let left = reader.uint(); left > 0; left -= 1) {
        const update = reader.uint()
        const next = reader.at + update
        readRanges(reader, this.#credit)
        reader.at = next
      }
    } else if (kind === STICKY.saved) this.saved = reader.uint()
    else this.#readRare(bytes.subarray(start, reader.end))
  }

  #readRare(bytes: Uint8Array): void {
    const frame = readServerFrame(decoding.createDecoder(bytes))
    if (frame.kind === 'behind') totals.behind += 1
    if (frame.kind === 'refused') throw new Error(`${frame.reason}: ${frame.text}`)
    if (frame.kind === 'reset' || frame.kind === 'lease')
      throw new Error(`the server sent "${frame.kind}"`)
  }
}
