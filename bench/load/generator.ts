import { inParallel } from '../in-parallel.ts'
import { childrenOf, processorTime } from '../processor-time.ts'
import { LoadClient } from './client.ts'
import { senderFor, Typist } from './pace.ts'
import type { Sender } from './pace.ts'
import type { Counts, FromGenerator, Pace, Plan, Seat, ToGenerator } from './plan.ts'
import { latency, Room, totals } from './room.ts'

/** Connections that are opened at the same time. */
const AT_ONCE = 64
/** How long to wait until a client is in its document, ms. */
const JOIN_LIMIT = 60_000
/** How long nothing may arrive, while something is still missing, ms; and how long to wait in all. */
const SILENCE_LIMIT = 20_000
const DRAIN_LIMIT = 300_000

const tell = (message: FromGenerator): void => void process.send?.(message)

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const fail = (error: unknown): void => {
  tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
}

/** How many messages of one writer may be under way at the same time; what an open pace sends in all. */
const memoryOf = (pace: Pace, writers: number, { warmUp, duration }: Plan): number =>
  pace.mode === 'closed'
    ? pace.window
    : Math.ceil(((warmUp + duration + 10_000) / 1000) * (pace.perSecond / writers)) + 1

/** The program that loads a server: one process, raw sockets, no documents. */
class Generator {
  readonly #plan: Plan
  readonly #rooms: Room[] = []
  #typists: Typist[] = []
  #sender: Sender | null = null

  constructor(plan: Plan) {
    this.#plan = plan
  }

  async connect(): Promise<void> {
    const crews = this.#plan.documents.map((seats) => this.#seat(seats))
    const joins = crews.flatMap(({ joins }) => joins)
    await inParallel(joins.length, AT_ONCE, async (i) => joins[i]?.())
    const typists = crews.flatMap(({ typists }) => typists)
    this.#sender = senderFor(this.#plan.traffic.pace, typists)
    this.#typists = typists
  }

  async run(): Promise<Counts> {
    const { warmUp, duration, server } = this.#plan
    const children = childrenOf(server)
    const reading = (): Reading => ({
      at: performance.now(),
      ...totals,
      server: processorTime(server),
      children: children.reduce((sum, child) => sum + processorTime(child), 0),
      generator: process.cpuUsage(),
    })
    this.#sender?.start()
    await pause(warmUp)
    tell({ kind: 'begin' })
    const begin = reading()
    latency.from = begin.at
    await pause(duration)
    const end = reading()
    latency.to = end.at
    tell({ kind: 'end' })
    this.#sender?.stop()
    await this.#drain()
    return countsBetween(begin, end, this.#plan.traffic.pace)
  }

  /** One document; `typists` is complete when all `joins` are done. */
  #seat(seats: readonly Seat[]): { joins: (() => Promise<void>)[]; typists: Typist[] } {
    const { what, writers, pace } = this.#plan.traffic
    const typists: Typist[] = []
    const memory = memoryOf(pace, writers * this.#plan.documents.length, this.#plan)
    const room = new Room(seats.length, this.#plan.traffic, memory, (index) => {
      const typist = typists[index]
      if (typist !== undefined) this.#sender?.completed(typist)
    })
    this.#rooms.push(room)
    const joins = seats.map((seat, index) => async () => {
      const client = await this.#join(seat, index, room)
      if (index < writers) typists[index] = new Typist(what, room, index, client)
    })
    return { joins, typists }
  }

  #join(seat: Seat, index: number, room: Room): Promise<LoadClient> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`a client was not let into its document within ${JOIN_LIMIT} ms`)),
        JOIN_LIMIT,
      )
      const client = new LoadClient(seat, index, room, {
        onReady: () => {
          clearTimeout(timer)
          resolve(client)
        },
        onFailed: (why) => {
          clearTimeout(timer)
          reject(new Error(why))
          fail(`client ${index} of document ${seat.document}: ${why}`)
        },
      })
    })
  }

  /** A server that drops something must not win by it; one that is late may take its time. */
  async #drain(): Promise<void> {
    const until = performance.now() + DRAIN_LIMIT
    let arrived = totals.delivered
    let arrivedAt = performance.now()
    while (this.#incomplete() > 0) {
      await pause(50)
      const now = performance.now()
      if (totals.delivered > arrived) arrivedAt = now
      arrived = totals.delivered
      if (now > until || now - arrivedAt > SILENCE_LIMIT) throw this.#lost()
    }
    if (totals.gaps > 0) throw new Error(`${totals.gaps} updates came before those they build on`)
  }

  #lost(): Error {
    return new Error(
      `${this.#incomplete()} times a client has not got everything of another one, or not every acknowledgement (${totals.gaps} gaps)`,
    )
  }

  #incomplete(): number {
    const unsaved = this.#typists.filter(({ saved }) => !saved).length
    return this.#rooms.reduce((sum, room) => sum + room.incomplete, unsaved)
  }
}

type Reading = typeof totals & {
  at: number
  server: number
  children: number
  generator: NodeJS.CpuUsage
}

const countsBetween = (begin: Reading, end: Reading, pace: Pace): Counts => {
  const seconds = (end.at - begin.at) / 1000
  const used = end.generator.user + end.generator.system
  const before = begin.generator.user + begin.generator.system
  const percentile = (share: number): number => latency.histogram.percentile(share) / 1000
  return {
    seconds,
    sent: end.sent - begin.sent,
    delivered: end.delivered - begin.delivered,
    offered: end.offered - begin.offered,
    messages: end.messages - begin.messages,
    bytes: end.bytes - begin.bytes,
    behind: end.behind - begin.behind,
    latency: pace.mode === 'open' ? { p50: percentile(50), p99: percentile(99) } : null,
    server: end.server - begin.server,
    children: end.children - begin.children,
    generator: (used - before) / 1e6 / seconds,
  }
}

let generator: Generator | null = null

const obey = async (order: ToGenerator): Promise<void> => {
  if (order.kind === 'connect') {
    generator = new Generator(order.plan)
    await generator.connect()
    return tell({ kind: 'connected' })
  }
  if (generator === null) throw new Error('connect comes first')
  tell({ kind: 'done', counts: await generator.run() })
}

process.on('message', (order: ToGenerator) => {
  obey(order).catch(fail)
})
process.on('disconnect', () => process.exit(0))
