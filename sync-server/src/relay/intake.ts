import { CLOSE } from '@sticky/shared/errors'
import type { CloseReason } from '@sticky/shared/errors'
import type { Metrics } from '../metrics.ts'
import type { Append, Appended, NewEntry } from '../store/types.ts'
import type { Delivery } from './broadcast.ts'
import { EARLY_MESSAGES } from './connection.ts'
import type { Connection, Received } from './connection.ts'
import { entriesOf } from './entries.ts'
import type { Feed } from './feed.ts'
import type { KnownLog } from './known-log.ts'
import type { Leases } from './leases.ts'
import { Refusals } from './refusals.ts'
import type { Serial } from './serial.ts'
import { Inspector } from './turn.ts'
import type { Turn } from './turn.ts'

/** One turn's entries of a room, on their way into the log. */
export type Batch = { append: Append; settle(result: Appended): void; fail(error: unknown): void }

export type IntakeOptions = {
  document: string
  known: KnownLog
  leases: Leases
  feed: Pick<Feed, 'acknowledge' | 'drained'>
  serial: Serial
  metrics: Pick<Metrics, 'appended' | 'refused'>
  /** In UTF-16 units; bytes of one message. */
  limits: { textLength: number; messageBytes: number }
  /** Asks for a call of {@link Intake.take} at the end of this turn. */
  schedule: () => void
  /** The log has grown by this. */
  grown: (prev: number, seq: number, entries: NewEntry[]) => void
  /** Reads the log to its head. */
  catchUp: () => Promise<void>
  /** Learns afresh what is in the log, and rights if they are of another epoch than this; then releases `serial` (R21). */
  mend: (epoch: number) => void
  /** Asks a client for what is missing, by sync step 1. */
  askForMissing: (connection: Connection) => Promise<void>
  cut: (connection: Connection, reason: CloseReason) => void
  onGone: () => void
  onError: (error: unknown) => void
}

/** Update frames that may wait for their connection to be live. */
const MAX_EARLY = 1_000

/** What waits behind a commit: from so many times as much on as may come early, nobody's is taken. */
const MOST_BEHIND = 4
/** How long nothing is read of who sends while much waits, ms. */
const REST = 100

/** The way of update frames from their sockets into the log. Invariant: one batch is in flight at most. */
export class Intake {
  readonly #options: IntakeOptions
  readonly #inspector: Inspector
  #queue: Received[] = []
  /** On its way into the log. */
  #inFlight: Received[] = []
  /** Bytes that have come while something else was under way. */
  #behind = 0

  constructor(options: IntakeOptions) {
    const { known, leases, limits } = options
    const refusals = new Refusals(options)
    this.#options = options
    this.#inspector = new Inspector({
      known,
      leases,
      textLength: limits.textLength,
      refuse: (one, refusal) => refusals.refuse(one, refusal),
      dispossess: (connection) => refusals.dispossess(connection),
    })
  }

  /** True when nothing waits to be looked at. */
  get isEmpty(): boolean {
    return this.#queue.length === 0
  }

  /** Of whom something is on its way into the log. */
  get writers(): Connection[] {
    return [...this.#inFlight, ...this.#queue].map(({ from }) => from)
  }

  /** False when this client id is somebody else's, or a newer connection writes with it (R13). */
  claim(connection: Connection, client: number): boolean {
    return this.#inspector.claim(connection, client)
  }

  /** An update frame; it is looked at when the turn ends, together with everybody else's. */
  receive(from: Connection, update: Uint8Array, step2: boolean): void {
    from.received += 1
    if (from.ended) return
    const one = { from, n: from.received, update, step2, verified: false }
    if (from.phase === 'joining') return this.#keep(one)
    this.#queue.push(one)
    this.#options.schedule()
    if (this.#options.serial.busy) this.#holdUp(one)
  }

  /** R50: where commits take long, so much waits for them; then sockets are read slower, and then they come again. */
  #holdUp({ from, update }: Received): void {
    const most = this.#options.limits.messageBytes * EARLY_MESSAGES
    this.#behind += update.length
    if (this.#behind > most * MOST_BEHIND) this.#options.cut(from, CLOSE.unavailable)
    else if (this.#behind > most) from.socket.rest(REST)
  }

  /** What came too early waits in its connection (R50). */
  #keep(one: Received): void {
    const { from, update } = one
    const most = this.#options.limits.messageBytes * EARLY_MESSAGES
    from.earlyBytes += update.length
    if (from.early.length >= MAX_EARLY || from.earlyBytes > most)
      return this.#options.cut(from, CLOSE.tooFast)
    from.early.push(one)
  }

  /** What has come early counts from now on. */
  admit(connection: Connection): void {
    this.#queue.push(...connection.early.splice(0))
  }

  /** Inspects what has come and answers with what has to be committed; null when there is nothing, or not yet. */
  take(): Batch | null {
    const { document, known, feed, serial, mend } = this.#options
    if (serial.busy) return null
    // nothing is learnt for who was cut: it may be because nothing can be learnt
    this.#queue = this.#queue.filter(({ from }) => !from.ended)
    this.#behind = 0
    if (this.isEmpty) return null
    serial.hold()
    if (!known.sure) {
      mend(known.head.epoch)
      return null
    }
    this.#inFlight = this.#queue.splice(0)
    let turn: Turn
    try {
      turn = this.#inspector.lookAt(this.#inFlight)
    } catch (error) {
      this.#fail(error, this.#inFlight)
      return null
    }
    if (turn.accepted.length === 0) {
      this.#inFlight = []
      feed.acknowledge(turn.acks)
      this.#verify(turn.doubtful)
      serial.release()
      return null
    }
    const { seq: expected, epoch } = known.head
    const { entries, deliveries } = entriesOf(turn.accepted, expected, Date.now())
    return {
      append: { document, expected, epoch, entries },
      settle: (result) => this.#settle(result, turn, deliveries, entries),
      fail: (error) => this.#fail(error, turn.received),
    }
  }

  /** R19: before a refusal that more of the log could lift, the room has read the log to its head. */
  #verify(doubtful: readonly Received[]): void {
    if (doubtful.length === 0) return
    // in the queue at once: whose right changes meanwhile is looked for there (R31)
    this.#queue = [...doubtful.map((one) => ({ ...one, verified: true })), ...this.#queue]
    this.#options.serial.enqueue(() => this.#options.catchUp())
  }

  #settle(
    result: Appended,
    turn: Turn,
    deliveries: readonly Delivery[],
    entries: NewEntry[],
  ): void {
    const { known, feed, serial, metrics, grown, mend, onGone } = this.#options
    this.#inFlight = []
    metrics.appended(result.kind, result.kind === 'appended' ? turn.accepted.length : 0)
    if (result.kind === 'appended') {
      const { seq: prev } = known.head
      for (const { socket } of turn.acks.keys()) socket.cork()
      known.advance(result.seq, deliveries)
      feed.acknowledge(turn.acks)
      for (const { socket } of turn.acks.keys()) socket.uncork()
      grown(prev, result.seq, entries)
      this.#verify(turn.doubtful)
      return serial.release()
    }
    known.doubt()
    if (result.kind === 'gone') {
      onGone()
      return serial.release()
    }
    this.#queue = [...turn.received, ...this.#queue]
    mend(result.kind === 'epoch' ? result.epoch : known.head.epoch)
  }

  /** Nothing was stored: nothing is known of it any more, and its writers come back and bring it again (R10). */
  #fail(error: unknown, received: readonly Received[]): void {
    const { known, metrics, cut, mend, onError } = this.#options
    metrics.appended('failed')
    onError(error)
    this.#inFlight = []
    for (const { from } of received) cut(from, CLOSE.unavailable)
    known.doubt()
    mend(known.head.epoch)
  }
}
