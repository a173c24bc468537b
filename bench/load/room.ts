import { createHistogram } from 'node:perf_hooks'
import type { Traffic } from './plan.ts'

/** Client ids as long as those that Yjs draws: five bytes. */
const FIRST_ID = 1_000_000_000

/** What has happened in this process, in all rooms. `messages` and `bytes`: received. */
export const totals = {
  sent: 0,
  offered: 0,
  delivered: 0,
  messages: 0,
  bytes: 0,
  behind: 0,
  gaps: 0,
}

/** Latencies of what was due in the measured time, in microseconds; `from` and `to` on `performance.now()`'s clock. */
export const latency = { histogram: createHistogram(), from: Infinity, to: Infinity }

/** What one client has sent, and how far it has come. */
class Writer {
  /** How many messages it has sent; the next one has this number. */
  sent = 0
  /** How many of them are with every reader. */
  completed = 0
  /** By number: readers that still lack it, and when it was due, ms. */
  readonly #lacking: Uint16Array
  readonly #dueAt: Float64Array
  readonly #mask: number
  readonly #readers: number

  constructor(readers: number, memory: number) {
    const size = 2 ** Math.ceil(Math.log2(memory + 1))
    this.#mask = size - 1
    this.#readers = readers
    this.#lacking = new Uint16Array(size)
    this.#dueAt = new Float64Array(size)
  }

  /** The number of the message that is sent now and was due at `dueAt`. */
  send(dueAt: number): number {
    const number = this.sent
    this.sent += 1
    this.#lacking[number & this.#mask] = this.#readers
    this.#dueAt[number & this.#mask] = dueAt
    totals.sent += 1
    totals.offered += this.#readers
    return number
  }

  /** One more reader has it. */
  arrive(number: number, now: number): void {
    const slot = number & this.#mask
    const lacking = (this.#lacking[slot] ?? 0) - 1
    this.#lacking[slot] = lacking
    if (lacking === 0) this.completed += 1
    const dueAt = this.#dueAt[slot] ?? 0
    if (dueAt >= latency.from && dueAt < latency.to) {
      latency.histogram.record(Math.max(1, Math.round((now - dueAt) * 1000)))
    }
  }
}

/** One document: who writes in it, and what every client has of whom. */
export class Room {
  readonly writers: Writer[]
  /** For each client, for each writer: the number of the next message that it lacks. */
  readonly #next: Int32Array[]
  /** Called when one of a writer's messages has come to everybody. */
  readonly #onCompleted: (writer: number) => void
  /** Of presence only the newest counts; of a text every character. */
  readonly #maySkip: boolean

  constructor(
    clients: number,
    { what, writers }: Traffic,
    memory: number,
    onCompleted: (writer: number) => void,
  ) {
    this.writers = Array.from({ length: writers }, () => new Writer(clients - 1, memory))
    this.#next = Array.from({ length: clients }, () => new Int32Array(writers))
    this.#onCompleted = onCompleted
    this.#maySkip = what === 'presence'
  }

  idOf(client: number): number {
    return FIRST_ID + client
  }

  /** `reader` has received what the client `id` wrote, from one number (inclusive) to another (exclusive). */
  credit(reader: number, id: number, from: number, to: number, now: number): void {
    const index = id - FIRST_ID
    const writer = this.writers[index]
    const mine = this.#next[reader]
    if (writer === undefined || mine === undefined || index === reader) return
    const next = mine[index] ?? 0
    if (to <= next) return
    if (from > next && !this.#maySkip) totals.gaps += 1
    mine[index] = to
    const before = writer.completed
    for (let number = Math.max(from, next); number < to; number += 1) {
      totals.delivered += 1
      writer.arrive(number, now)
    }
    if (writer.completed > before) this.#onCompleted(index)
  }

  /** How many (reader, writer) pairs have not got everything. */
  get incomplete(): number {
    let count = 0
    for (const [reader, mine] of this.#next.entries()) {
      for (const [index, writer] of this.writers.entries()) {
        if (index !== reader && mine[index] !== writer.sent) count += 1
      }
    }
    return count
  }
}
