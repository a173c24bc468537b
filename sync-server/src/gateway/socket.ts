import type { Duplex } from 'node:stream'
import { CLOSE } from '@sticky/shared/errors'
import type { CloseReason } from '@sticky/shared/errors'
import { SUBPROTOCOL } from '@sticky/shared/frames'
import { WebSocket } from 'ws'
import type { RawData } from 'ws'
import type { Joined } from '../relay/joined.ts'
import type { Socket } from '../relay/connection.ts'
import type { Beating, Ping } from './heartbeat.ts'
import { Budget, NO_CREDIT } from './limits.ts'
import type { Rate, Share } from './limits.ts'

/** Up to so many bytes, what is written in a turn is put together instead of written in parts. */
const COPIED = 8 * 1024
/** Longest time for which nothing is read of a socket, ms: its answers to pings must not be missed. */
const MAX_REST = 1_000

/** A WebSocket that knows what it is here: all of them have the same few listeners, not some of their own each. */
export class ServedSocket extends WebSocket {
  client: ClientSocket | null = null
}

/** What a served socket is; for its listeners. */
export const clientOf = (ws: WebSocket): ClientSocket | null =>
  ws instanceof ServedSocket ? ws.client : null

function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
  clientOf(this)?.receive(data, isBinary)
}

function onPong(this: WebSocket, nonce: Buffer): void {
  clientOf(this)?.answered(nonce)
}

/** One WebSocket as the relay wants it: shared bytes, limits, a heartbeat. */
export class ClientSocket implements Socket, Beating {
  readonly sticky: boolean
  readonly #ws: ServedSocket
  readonly #raw: Duplex
  readonly #budget: Budget
  readonly #shares: readonly Share[]
  #joined: Joined | null = null
  #corked: Uint8Array[] | null = null
  /** What has to come back of the last ping; null when it has. */
  #awaited: Buffer | null = null
  #beats = 0
  #restUntil = 0

  /** `rate`: more than that closes it. `shares`: what others send counts too, so beyond that it is read slower first. */
  constructor(ws: ServedSocket, raw: Duplex, rate: Rate, shares: readonly Share[]) {
    this.#ws = ws
    this.#raw = raw
    this.sticky = ws.protocol === SUBPROTOCOL
    this.#budget = new Budget(rate, NO_CREDIT)
    this.#shares = shares
    ws.client = this
    ws.on('pong', onPong)
    ws.on('message', onMessage)
  }

  /** Those in which it takes a place. */
  get shares(): readonly Share[] {
    return this.#shares
  }

  /** From now on its frames go to the relay. */
  attach(joined: Joined): void {
    this.#joined = joined
  }

  get buffered(): number {
    return this.#ws.bufferedAmount
  }

  /** Past `ws`, which would frame the same bytes anew for each socket; with compression off it keeps no state. */
  write(messages: Uint8Array): void {
    if (this.#corked !== null) this.#corked.push(messages)
    else if (this.#ws.readyState === this.#ws.OPEN) this.#raw.write(messages)
  }

  cork(): void {
    this.#corked ??= []
  }

  uncork(): void {
    const parts = this.#corked ?? []
    this.#corked = null
    const [first, ...more] = parts
    if (first === undefined) return
    if (more.length === 0) return this.write(first)
    // copying little is cheaper than a write of many parts
    if (parts.reduce((size, { length }) => size + length, 0) <= COPIED)
      return this.write(Buffer.concat(parts))
    this.#raw.cork()
    for (const part of parts) this.write(part)
    this.#raw.uncork()
  }

  close({ code, reason }: CloseReason): void {
    this.#ws.close(code, reason)
  }

  whenDrained(resume: () => void): void {
    const done = (): void => {
      this.#raw.off('drain', done)
      this.#raw.off('close', done)
      setImmediate(resume)
    }
    if (!this.#raw.writableNeedDrain) return done()
    this.#raw.once('drain', done)
    this.#raw.once('close', done)
  }

  /** Called at equal intervals: who has not answered since the last time is gone (R52). */
  beat({ nonce, messages }: Ping): void {
    this.#beats += 1
    if (this.#beats > 1 && this.#joined?.isSilent() === true) return this.close(CLOSE.unresponsive)
    if (this.#awaited !== null) {
      this.#ws.close(CLOSE.unresponsive.code, CLOSE.unresponsive.reason)
      return this.#ws.terminate()
    }
    this.#awaited = nonce
    this.write(messages)
  }

  /** The other end has answered a ping. */
  answered(nonce: Buffer): void {
    if (this.#awaited?.equals(nonce) === true) this.#awaited = null
  }

  /** To be called when the socket is closed. */
  leave(): void {
    this.#joined?.leave()
  }

  receive(data: RawData, isBinary: boolean): void {
    // what still comes after a close is not looked at
    if (this.#ws.readyState !== this.#ws.OPEN) return
    if (!isBinary || !(data instanceof Buffer)) return this.close(CLOSE.malformed)
    const now = performance.now()
    let rest = this.#budget.draw(data.length, now)
    for (const share of this.#shares) rest = Math.max(rest, share.draw(data.length, now))
    if (rest === Infinity) return this.close(CLOSE.tooFast)
    if (rest > 0) this.rest(rest)
    this.#joined?.receive(data)
  }

  rest(ms: number): void {
    this.#restUntil = Math.max(this.#restUntil, performance.now() + Math.min(ms, MAX_REST))
    if (this.#ws.isPaused) return
    this.#ws.pause()
    this.#goOn()
  }

  #goOn(): void {
    const left = this.#restUntil - performance.now()
    if (left > 0) setTimeout(() => this.#goOn(), left)
    else this.#ws.resume()
  }
}
