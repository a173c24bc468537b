import { CLOSE } from '@sticky/shared/errors'
import type { CloseReason } from '@sticky/shared/errors'
import type { Metrics } from '../metrics.ts'
import type { Append, Appended, NewEntry } from '../store/types.ts'
import type { Delivery } from './broadcast.ts'
import { EARLY_MESSAGES } from './connection.ts'
import type { Connection, Received } from './connection.ts'
import { entriesOf } from './entries.ts'
import type { KnownLog } from './known-log.ts'
import type { Serial } from './serial.ts'
import type { Inspector, Turn } from './turn.ts'

/** One turn's entries of a room, on their way into the log. */
export type Batch = { append: Append; settle(result: Appended): void; fail(error: unknown): void }

export type IntakeOptions = {
  document: string
  known: KnownLog
  inspector: Inspector
  serial: Serial
  metrics: Pick<Metrics, 'appended'>
  /** Bytes of one message. */
  messageBytes: number
  /** Asks for a call of {@link Intake.take} at the end of this turn. */
  schedule: () => void
  /** So many update frames of each are durable. */
  acknowledge: (acks: Turn['acks']) => void
  /** The log has grown by this. */
  grown: (prev: number, seq: number, entries: NewEntry[]) => void
  /** Reads the log to its head. */
  catchUp: () => Promise<void>
  /** Learns afresh what is in the log, and rights if they are of another epoch than this; then releases `serial` (R21). */
  mend: (epoch: number) => void
  cut: (connection: Connection, reason: CloseReason) => void
  onGone: () => void
  onError: (error: unknown) => void
}

/** Update frames that may wait for their connection to be live. */
const MAX_EARLY = 1_000

/** The way of update frames from their sockets into the log. Invariant: one batch is in flight at most. */
export class Intake {
  readonly #options: IntakeOptions
  #queue: Received[] = []
  /** On its way into the log. */
  #inFlight: Received[] = []

  constructor(options: IntakeOptions) {
    this.#options = options
  }

  /** True when nothing waits to be looked at. */
  get isEmpty(): boolean {
    return this.#queue.length === 0
  }

  /** Of whom something is on its way into the log. */
  get writers(): Connection[] {
    return [...this.#inFlight, ...this.#queue].map(({ from }) => from)
  }

  /** An update frame; it is looked at when the turn ends, together with everybody else's. */
  receive(from: Connection, update: Uint8Array, step2: boolean): void {
    from.received += 1
    if (from.ended) return
    const one = { from, n: from.received, update, step2, verified: false }
    if (from.phase === 'joining') return this.#keep(one)
    this.#queue.push(one)
    this.#options.schedule()
  }

  /** What came too early waits in its connection (R50). */
  #keep(one: Received): void {
    const { from, update } = one
    const most = this.#options.messageBytes * EARLY_MESSAGES
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
    const { document, known, inspector, serial, mend, acknowledge } = this.#options
    if (serial.busy) return null
    // nothing is learnt for who was cut: it may be because nothing can be learnt
    this.#queue = this.#queue.filter(({ from }) => !from.ended)
    if (this.isEmpty) return null
    serial.hold()
    if (!known.sure) {
      mend(known.head.epoch)
      return null
    }
    this.#inFlight = this.#queue.splice(0)
    let turn: Turn
    try {
      turn = inspector.lookAt(this.#inFlight)
    } catch (error) {
      this.#fail(error, this.#inFlight)
      return null
    }
    if (turn.accepted.length === 0) {
      this.#inFlight = []
      acknowledge(turn.acks)
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
    const { known, serial, metrics, acknowledge, grown, mend, onGone } = this.#options
    this.#inFlight = []
    metrics.appended(result.kind, result.kind === 'appended' ? turn.accepted.length : 0)
    if (result.kind === 'appended') {
      const { seq: prev } = known.head
      for (const { socket } of turn.acks.keys()) socket.cork()
      known.advance(result.seq, deliveries)
      acknowledge(turn.acks)
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
