import type { LoadClient } from './client.ts'
import type { Pace, Traffic } from './plan.ts'
import { presenceMessage } from './presence.ts'
import type { Room } from './room.ts'
import { maxKeystroke, writeKeystroke } from './update.ts'
import { clientFrameOf } from './websocket.ts'

const OUTBOX = Buffer.alloc(256 * 1024)

/** One writing client. */
export class Typist {
  readonly #what: Traffic['what']
  readonly #room: Room
  readonly #index: number
  readonly #client: LoadClient
  /** True while it is noted that it may send again. */
  noted = false

  constructor(what: Traffic['what'], room: Room, index: number, client: LoadClient) {
    this.#what = what
    this.#room = room
    this.#index = index
    this.#client = client
  }

  /** Messages of it that are not with everybody yet. */
  get underWay(): number {
    const writer = this.#room.writers[this.#index]
    return writer === undefined ? 0 : writer.sent - writer.completed
  }

  /** False while the server, if it is one that does so, has not said of all it typed that it is durable. */
  get saved(): boolean {
    const { saved } = this.#client
    const isTold = this.#what === 'typing' && saved !== null
    return !isTold || saved === this.#room.writers[this.#index]?.sent
  }

  /** Sends `count` messages; `dueAt` on `performance.now()`'s clock. */
  send(count: number, dueAt: number): void {
    const writer = this.#room.writers[this.#index]
    if (writer === undefined || count === 0) return
    const { id, prefix } = this.#client
    if (this.#what === 'presence') {
      for (let i = 0; i < count; i += 1)
        this.#client.write(clientFrameOf(presenceMessage(prefix, id, writer.send(dueAt))))
      return
    }
    let end = 0
    for (let i = 0; i < count; i += 1)
      end = writeKeystroke(OUTBOX, end, prefix, id, writer.send(dueAt))
    this.#client.write(Buffer.from(OUTBOX.subarray(0, end)))
  }

  /** Throws when so many messages at once are too much for the load generator. */
  check(count: number): void {
    const most = Math.floor(OUTBOX.length / maxKeystroke(this.#client.prefix))
    if (count > most) throw new Error(`A window of ${count} is too large; ${most} is the most.`)
  }
}

/** Sends when it is time to, from `start` to `stop`. */
export type Sender = { start(): void; stop(): void; completed(typist: Typist): void }

export const senderFor = (pace: Pace, typists: readonly Typist[]): Sender =>
  pace.mode === 'closed'
    ? new ClosedSender(pace.window, typists)
    : new OpenSender(pace.perSecond, typists)

/** Keeps `window` messages of every typist under way. What may go is sent once a turn, together. */
class ClosedSender implements Sender {
  readonly #window: number
  #waiting: Typist[]
  #scheduled = false
  #stopped = false

  constructor(window: number, typists: readonly Typist[]) {
    this.#window = window
    this.#waiting = [...typists]
    typists[0]?.check(window)
  }

  start(): void {
    this.#send()
  }

  stop(): void {
    this.#stopped = true
  }

  completed(typist: Typist): void {
    if (typist.noted || this.#stopped) return
    typist.noted = true
    this.#waiting.push(typist)
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => this.#send())
  }

  #send(): void {
    const waiting = this.#waiting
    this.#waiting = []
    this.#scheduled = false
    if (this.#stopped) return
    const now = performance.now()
    for (const typist of waiting) {
      typist.noted = false
      typist.send(this.#window - typist.underWay, now)
    }
  }
}

/**
 * Sends at a fixed rate, the typists in turn. What is sent late counts as due when it should have been sent, so that
 * a server that holds everything up cannot hide it.
 */
class OpenSender implements Sender {
  readonly #perSecond: number
  readonly #typists: readonly Typist[]
  #sent = 0
  #startedAt = 0
  #timer: NodeJS.Timeout | undefined

  constructor(perSecond: number, typists: readonly Typist[]) {
    this.#perSecond = perSecond
    this.#typists = typists
  }

  start(): void {
    this.#startedAt = performance.now()
    this.#send()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  completed(): void {}

  #dueAt(number: number): number {
    return this.#startedAt + (number * 1000) / this.#perSecond
  }

  #send(): void {
    const now = performance.now()
    while (this.#dueAt(this.#sent) <= now) {
      this.#typists[this.#sent % this.#typists.length]?.send(1, this.#dueAt(this.#sent))
      this.#sent += 1
    }
    this.#timer = setTimeout(() => this.#send(), this.#dueAt(this.#sent) - performance.now())
  }
}
