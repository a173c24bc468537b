import { MESSAGE, readServerFrame, SUBPROTOCOL, SYNC, syncFrame } from '@sticky/shared/frames'
import type { Cursor, ServerFrame } from '@sticky/shared/frames'
import * as decoding from 'lib0/decoding'
import { GREETINGS, isSync, prefixOf } from './greeting.ts'
import type { Knowledge } from './greeting.ts'
import type { Seat } from './plan.ts'
import { clientFrameOf, WebSocketClient } from './websocket.ts'

/** How long to wait until the server has brought what is missing, or has called something durable, ms. */
const LIMIT = 60_000
/** Sync step 2 without anything in it. */
const NOTHING = new Uint8Array([0, 0])

/** What a {@link Visitor} is, and does with what comes. */
export type Manner = {
  clientId: number
  /** Every update in the order in which it comes; valid during the call only. */
  onUpdate?(update: Uint8Array): void
  /** An update with what a server lacks that has this state vector. Without: nothing. */
  missingAt?(stateVector: Uint8Array): Uint8Array
}

/** One connection, for work that is about what a server sends, not about how often. It keeps no document. */
export class Visitor {
  /** From the moment it began to connect until it had caught up, ms. */
  readonly took: Promise<number>
  /** Where it stands; only of `sticky.v1`. */
  cursor: Cursor | null = null
  /** Why the connection is over, if it is. */
  ended: string | null = null
  readonly #seat: Seat
  readonly #manner: Manner
  readonly #socket: WebSocketClient
  readonly #prefix: Uint8Array
  readonly #waiting = new Set<() => void>()
  #caughtUp: number | null = null
  /** Answers to the server's or our own questions that have come in all. */
  #answers = 0
  #updates = 0
  #saved = 0

  constructor(seat: Seat, knowledge: Knowledge, manner: Manner) {
    this.#seat = seat
    this.#manner = manner
    this.#prefix = prefixOf(seat)
    this.cursor = knowledge.cursor
    const began = performance.now()
    const protocol = seat.wire === 'sticky' ? SUBPROTOCOL : null
    this.#socket = new WebSocketClient(
      { ...seat, protocol },
      {
        onOpen: () => {
          for (const message of GREETINGS[seat.wire](manner.clientId, knowledge)) this.#say(message)
        },
        onMessage: (bytes, start, end) => this.#receive(bytes.subarray(start, end)),
        onClose: (why) => this.#end(why),
      },
    )
    this.took = this.#until('it has caught up', () => this.#caughtUp !== null).then(
      () => (this.#caughtUp ?? NaN) - began,
    )
  }

  get clientId(): number {
    return this.#manner.clientId
  }

  /** Bytes of WebSocket frames, with their headers. */
  get received(): number {
    return this.#socket.received
  }

  get sent(): number {
    return this.#socket.sent
  }

  write(update: Uint8Array): void {
    this.#updates += 1
    this.#say(syncFrame(SYNC.update, update))
  }

  /** Resolves when the server has taken in all but the last `underWay` of what was written. */
  async taken(underWay = 0): Promise<void> {
    if (this.#seat.wire === 'sticky')
      return this.#until('it is saved', () => this.#saved >= this.#updates - underWay)
    // whoever does not say so answers questions in their order
    const before = this.#answers
    this.#say(syncFrame(SYNC.step1, new Uint8Array([0])))
    return this.#until('it is answered', () => this.#answers > before)
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  leave(): void {
    this.#socket.close()
    this.#end('it has left')
  }

  #say(message: Uint8Array): void {
    this.#socket.write(clientFrameOf(Buffer.concat([this.#prefix, message])))
  }

  #end(why: string): void {
    this.ended ??= why
    this.#look()
  }

  #look(): void {
    for (const look of this.#waiting) look()
  }

  #until(what: string, isSo: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (settle: () => void): void => {
        clearTimeout(timer)
        this.#waiting.delete(look)
        settle()
      }
      const fail = (why: string): void => done(() => reject(new Error(why)))
      const timer = setTimeout(() => fail(`waited ${LIMIT} ms in vain until ${what}`), LIMIT)
      const look = (): void => {
        if (isSo()) done(resolve)
        else if (this.ended !== null) fail(this.ended)
      }
      this.#waiting.add(look)
      look()
    })
  }

  #receive(message: Uint8Array): void {
    try {
      this.#read(decoding.createDecoder(message))
    } catch (error) {
      this.#socket.close()
      this.#end(error instanceof Error ? error.message : String(error))
    }
    this.#look()
  }

  #read(decoder: decoding.Decoder): void {
    if (this.#prefix.length > 0) decoding.readVarUint8Array(decoder)
    const type = decoding.readVarUint(decoder)
    if (isSync(type)) return this.#readSync(decoder)
    if (type === MESSAGE.sticky) this.#readSticky(readServerFrame(decoder))
  }

  #readSync(decoder: decoding.Decoder): void {
    const kind = decoding.readVarUint(decoder)
    const bytes = decoding.readVarUint8Array(decoder)
    const isSticky = this.#seat.wire === 'sticky'
    if (kind !== SYNC.step1) this.#take(bytes)
    else if (!isSticky) this.#say(syncFrame(SYNC.step2, this.#manner.missingAt?.(bytes) ?? NOTHING))
    if (kind === SYNC.step2) this.#answers += 1
    if (kind === (isSticky ? SYNC.step1 : SYNC.step2)) this.#caughtUp ??= performance.now()
  }

  #readSticky(frame: ServerFrame): void {
    switch (frame.kind) {
      case 'welcome':
        this.cursor = {
          generation: frame.generation,
          seq: frame.resumed ? (this.cursor?.seq ?? 0) : 0,
        }
        return
      case 'snapshot':
        this.#take(frame.update)
        return this.#moveTo(frame.seq)
      case 'updates':
        for (const update of frame.updates) this.#take(update)
        return this.#moveTo(frame.seq)
      case 'saved':
        this.#saved = frame.n
        return this.#moveTo(frame.seq)
      case 'refused':
        throw new Error(`${frame.reason}: ${frame.text}`)
      case 'reset':
      case 'lease':
        throw new Error(`the server sent "${frame.kind}"`)
      case 'access':
      case 'behind':
    }
  }

  #take(update: Uint8Array): void {
    this.#manner.onUpdate?.(update)
  }

  #moveTo(seq: number): void {
    if (this.cursor !== null) this.cursor = { ...this.cursor, seq }
  }
}
