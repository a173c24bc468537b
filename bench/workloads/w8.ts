import { setTimeout as pause } from 'node:timers/promises'
import * as Y from 'yjs'
import type { Contestant, Running } from '../contestants/contestant.ts'
import { newSeat, nextClientId, seatAt, withServer } from '../document.ts'
import { NOTHING_YET } from '../load/greeting.ts'
import type { Seat } from '../load/plan.ts'
import { Visitor } from '../load/visitor.ts'
import { residentBytes } from '../memory.ts'
import { Peak } from '../soak/watch.ts'
import type { Workload } from '../workload.ts'

const MEGABYTES = 200
/** Before it is measured: the heap of a server that has just started grows whatever it does. */
const FIRST = 20
/** UTF-16 units of one paste, which is deleted again. */
const PASTE = 100 * 1024
/** Pastes on their way at once: else the disk would be what is measured. */
const AT_ONCE = 5
/** How long the reader may take to catch up, ms. */
const CAUGHT_UP_WITHIN = 120_000

/** MB that a server grew: while the pastes went by, and beyond that when the reader read on. */
type Growth = { pasting: number; catchingUp: number; seconds: number }

export const w8: Workload = {
  id: 'w8',
  title: `A reader that stands still while ${MEGABYTES} MB go by in its document`,
  expectation:
    'Whoever queues what a reader does not take keeps all 200 MB in memory. Sticky drops the queue at 1 MB and lets ' +
    'the reader go on from the log, so it needs no more than when everybody reads.',
  cases: ['one writer, one reader'],
  figures: [
    { id: 'more', title: 'MB grown more than when it reads', better: 'less', digits: 0 },
    { id: 'standing', title: 'MB grown', better: 'less', digits: 0 },
    { id: 'reading', title: 'MB grown when it reads', better: 'less', digits: 0 },
    { id: 'catchingUp', title: 'MB grown beyond while it catches up', better: 'less', digits: 0 },
    { id: 'seconds', title: 's for the pastes', better: 'less', digits: 1 },
  ],
  contestants: ['hp3', 'hp4', 'yws', 'sticky', 'sticky-plain'],
  targets: [{ figure: 'more', of: 'sticky', bound: 8 }],
  run: async ({ contestant }) => {
    const reading = await grow(contestant, false)
    const standing = await grow(contestant, true)
    return {
      more: standing.pasting - reading.pasting,
      standing: standing.pasting,
      reading: reading.pasting,
      catchingUp: standing.catchingUp,
      seconds: standing.seconds,
    }
  },
}

/** Throws when the reader does not end with the text of the writer. */
const grow = (contestant: Contestant, stands: boolean): Promise<Growth> =>
  withServer(contestant.start(), async (server) => {
    const seat = await newSeat(server)
    const writer = new Writer(seat)
    const reader = new Reader()
    await reader.come(seat)
    await writer.paste(FIRST)
    await reader.follow(server, writer.text)

    if (stands) reader.pause()
    const memory = new Peak(() => residentBytes(server.process.pid) / 1e6)
    const began = performance.now()
    await writer.paste(MEGABYTES)
    const seconds = (performance.now() - began) / 1000
    memory.stop()

    const after = new Peak(() => residentBytes(server.process.pid) / 1e6)
    if (stands) reader.resume()
    await reader.follow(server, writer.text)
    after.stop()
    return { pasting: memory.growth, catchingUp: after.growth, seconds }
  })

/** Pastes and deletes, and counts aloud how often. */
class Writer {
  readonly #doc = new Y.Doc()
  readonly #visitor: Visitor
  #pastes = 0

  constructor(seat: Seat) {
    const { clientID: clientId } = this.#doc
    this.#visitor = new Visitor(seat, NOTHING_YET, { clientId })
    this.#doc.on('update', (update: Uint8Array) => this.#visitor.write(update))
  }

  get text(): string {
    return this.#doc.getText('content').toString()
  }

  async paste(megabytes: number): Promise<void> {
    await this.#visitor.took
    const text = this.#doc.getText('content')
    const end = this.#pastes + Math.ceil((megabytes * 1e6) / PASTE)
    while (this.#pastes < end) {
      this.#pastes += 1
      text.insert(0, `${this.#pastes % 10}`.repeat(PASTE))
      text.delete(0, PASTE)
      if (this.#pastes % AT_ONCE === 0) await this.#visitor.taken()
    }
    text.insert(0, `${this.#pastes} `)
    await this.#visitor.taken()
  }
}

/** A replica, which outlives its connections. */
class Reader {
  readonly #doc = new Y.Doc()
  readonly #clientId = nextClientId()
  #visitor: Visitor | null = null
  #document = ''

  async come(seat: Seat): Promise<void> {
    this.#document = seat.document
    const cursor = this.#visitor?.cursor ?? null
    const stateVector = Y.encodeStateVector(this.#doc)
    this.#visitor = new Visitor(
      seat,
      { cursor, stateVector },
      { clientId: this.#clientId, onUpdate: (update) => Y.applyUpdate(this.#doc, update) },
    )
    await this.#visitor.took
  }

  pause(): void {
    this.#visitor?.pause()
  }

  resume(): void {
    this.#visitor?.resume()
  }

  /** Resolves when it has this text. Who was cut, since it did not answer, comes back. */
  async follow(server: Running, text: string): Promise<void> {
    const until = performance.now() + CAUGHT_UP_WITHIN
    while (this.#doc.getText('content').toString() !== text) {
      if (performance.now() > until)
        throw new Error(`the reader had not caught up within ${CAUGHT_UP_WITHIN} ms`)
      if (this.#visitor?.ended !== null) await this.#comeBack(server)
      await pause(20)
    }
  }

  async #comeBack(server: Running): Promise<void> {
    const seat = await seatAt(server, this.#document)
    await this.come(seat)
  }
}
