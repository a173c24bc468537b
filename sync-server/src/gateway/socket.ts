import type { Duplex } from 'node:stream'
import { CLOSE } from '@sticky/shared/errors'
import type { CloseReason } from '@sticky/shared/errors'
import { SUBPROTOCOL } from '@sticky/shared/frames'
import type { RawData, WebSocket } from 'ws'
import type { Joined } from '../relay/relay.ts'
import type { Socket } from '../relay/connection.ts'
import type { Beating, Ping } from './heartbeat.ts'
import { Budget, NO_CREDIT } from './limits.ts'
import type { Rate } from './limits.ts'

/** Up to so many bytes, what is written in a turn is put together instead of written in parts. */
const COPIED = 8 * 1024
/** Longest time for which nothing is read of a socket, ms: its answers to pings must not be missed. */
const MAX_REST = 1_000

/** One WebSocket as the relay wants it: shared bytes, limits, a heartbeat. */
export class ClientSocket implements Socket, Beating {
  readonly sticky: boolean
  readonly #ws: WebSocket
  readonly #raw: Duplex
  readonly #budgets: readonly Budget[]
  #joined: Joined | null = null
  #corked: Uint8Array[] | null = null
  /** What has to come back of the last ping; null when it has. */
  #awaited: Buffer | null = null
  #beats = 0
  #restUntil = 0

  /** `rate`: more than that closes it. `shared`: what others send counts too, so beyond that it is read slower first. */
  constructor(ws: WebSocket, raw: Duplex, rate: Rate, shared: readonly Budget[]) {
    this.#ws = ws
    this.#raw = raw
    this.sticky = ws.protocol === SUBPROTOCOL
    this.#budgets = [new Budget(rate, NO_CREDIT), ...shared]
    ws.on('pong', (nonce) => {
      if (this.#awaited?.equals(nonce) === true) this.#awaited = null
    })
    ws.on('message', (data, isBinary) => this.#receive(data, isBinary))
    ws.on('close', () => this.#joined?.leave())
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

  #receive(data: RawData, isBinary: boolean): void {
    // what still comes after a close is not looked at
    if (this.#ws.readyState !== this.#ws.OPEN) return
    if (!isBinary || !(data instanceof Buffer)) return this.close(CLOSE.malformed)
    const now = performance.now()
    let rest = 0
    for (const budget of this.#budgets) rest = Math.max(rest, budget.draw(data.length, now))
    if (rest === Infinity) return this.close(CLOSE.tooFast)
    if (rest > 0) this.#rest(Math.min(rest, MAX_REST))
    this.#joined?.receive(data)
  }

  /** Reads nothing for so many ms: the sender's own buffers fill, and nothing is lost. */
  #rest(ms: number): void {
    this.#restUntil = performance.now() + ms
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
