import type { Role } from '@sticky/shared/access'
import { CLOSE } from '@sticky/shared/errors'
import type { CloseReason } from '@sticky/shared/errors'
import { SYNC, syncFrame } from '@sticky/shared/frames'
import type { PassedEntry } from '../bus/types.ts'
import type { Metrics } from '../metrics.ts'
import type { Append, Appended, Loaded, Log, NewEntry } from '../store/types.ts'
import type { Delivery } from './broadcast.ts'
import type { Connection, Received, Session } from './connection.ts'
import { entriesOf } from './entries.ts'
import { Feed, NOTHING_MORE } from './feed.ts'
import type { Standing } from './feed.ts'
import type { Refused } from './inspect.ts'
import { KnownLog } from './known-log.ts'
import { Leases } from './leases.ts'
import { Presence } from './presence.ts'
import type { RecentSnapshots } from './recent-snapshots.ts'
import { Serial } from './serial.ts'
import { Inspector } from './turn.ts'
import type { Turn } from './turn.ts'

/** What a room needs from around it. */
export type Surroundings = {
  log: Log
  snapshots: RecentSnapshots
  /** What this session may do now, read afresh. */
  authorise(session: Session): Promise<Role>
  /** Resolves when the newest snapshot covers everything that is in the log now. */
  fold(document: string): Promise<unknown>
  /** Asks for a call of {@link Room.take} at the end of this turn. */
  schedule(room: Room): void
  /** The log of this document has grown by this relay: tell merge and other relays. */
  grown(document: string, prev: number, seq: number, entries: PassedEntry[]): void
  onError(error: unknown, document: string): void
  metrics: Metrics
  limits: { textLength: number; buffered: number }
}

/** One turn's entries of this room, on their way into the log. */
export type Batch = { append: Append; settle(result: Appended): void; fail(error: unknown): void }

/** Update frames that may wait for their connection to be live. */
const MAX_EARLY = 1_000
/** Between two looks at whether replicas agree, of one connection and of one room, ms. */
const CHECK_PAUSE = 5_000
/** How often in a row a client is asked for what is missing before it is refused. */
const MAX_GAPS = 3

/**
 * The sockets of one document on this node, and what is known of it. Invariant: there is one batch in flight at
 * most, and while there is one, nobody else changes what is known (`#serial`).
 */
export class Room {
  readonly document: string
  readonly #leases = new Leases()
  readonly presence = new Presence(this.#leases)
  readonly #around: Surroundings
  readonly #feed: Feed
  readonly #known: KnownLog
  readonly #inspector: Inspector
  readonly #serial: Serial
  #queue: Received[] = []
  #relearntAt = -Infinity

  constructor(document: string, loaded: Loaded, around: Surroundings) {
    const { log, snapshots, limits, metrics } = around
    const onError = (error: unknown): void => around.onError(error, document)
    this.document = document
    this.#around = around
    this.#known = new KnownLog({
      document,
      log,
      loaded,
      pass: (prev, deliveries) => this.#feed.deliver(prev, deliveries),
    })
    this.#feed = new Feed({
      document,
      log,
      snapshots,
      buffered: limits.buffered,
      head: () => this.#known.head.seq,
      generation: () => this.#known.head.generation,
      onOther: () => this.refresh(),
      onBehind: () => metrics.behind(),
      onError,
    })
    this.#inspector = new Inspector({
      known: this.#known,
      leases: this.#leases,
      textLength: limits.textLength,
      refuse: (one, refusal) => this.#refuse(one, refusal),
    })
    this.#serial = new Serial({
      onError: (error) => {
        onError(error)
        this.closeAll(CLOSE.internal)
      },
      onFree: () => {
        if (this.#queue.length > 0 || this.#feed.connections.size === 0) around.schedule(this)
      },
    })
  }

  /** True when nobody is here and nothing is under way: it may be forgotten. */
  get idle(): boolean {
    return this.#feed.connections.size === 0 && !this.#serial.busy && this.#queue.length === 0
  }

  /**
   * Registers first, then reads, then re-checks the right (R2): twice is harmless, never is not. What the client
   * sends before that waits.
   */
  async join(connection: Connection, standing: Standing): Promise<void> {
    this.#feed.add(connection)
    await this.#feed.bringUp(connection, standing)
    await this.#recheck(connection)
    if (connection.phase === 'joining') {
      await this.#feed.goLive(connection)
      this.#serial.enqueue(async () => this.#greet(connection))
    }
    // also of who has left meanwhile; what is from somebody who was cut is not looked at
    this.#queue.push(...connection.early.splice(0))
    this.#around.schedule(this)
  }

  /** A plain client asks again: it may have missed something, so it gets everything that it lacks. */
  async answerStep1(connection: Connection, stateVector: Uint8Array): Promise<void> {
    if (connection.phase !== 'live' || connection.asking) return
    connection.asking = true
    await this.#feed.drained(connection)
    await this.#feed.sendAll(connection, stateVector)
    connection.send(NOTHING_MORE)
    connection.asking = false
  }

  leave(connection: Connection): void {
    this.#feed.remove(connection)
    connection.phase = 'closed'
    this.presence.leave(connection)
    this.#leases.release(connection)
    this.#around.schedule(this)
  }

  /** The client id that a sticky client writes and is present with from now on (R13, R40). */
  identify(connection: Connection, client: number): void {
    if (this.#inspector.claim(connection, client)) this.presence.identify(connection, client)
  }

  /**
   * R63: a replica that has everything and nothing of its own, and yet is another one, has to start afresh. Before
   * it is told so, the room learns from a fresh snapshot, which a Y.Doc has made: what it knows is inferred from
   * updates one by one, and updates are written by others.
   */
  check(connection: Connection, seq: number, fingerprint: Uint8Array): void {
    const now = performance.now()
    if (now - connection.checkedAt < CHECK_PAUSE) return
    connection.checkedAt = now
    const differs = (): boolean =>
      connection.phase === 'live' &&
      seq === this.#known.head.seq &&
      Buffer.compare(fingerprint, this.#known.knowledge.fingerprint()) !== 0
    this.#serial.enqueue(async () => {
      if (!differs() || now - this.#relearntAt < CHECK_PAUSE) return
      this.#relearntAt = now
      this.#around
        .fold(this.document)
        .then(() => this.#serial.enqueue(() => this.#judge(connection, differs)))
        .catch((error: unknown) => this.#around.onError(error, this.document))
    })
  }

  async #judge(connection: Connection, differs: () => boolean): Promise<void> {
    await this.#relearn()
    if (!differs()) return
    this.#around.metrics.diverged()
    const diverged = new Error('a replica has diverged and is told to start afresh')
    this.#around.onError(diverged, this.document)
    connection.tell({ kind: 'reset' })
  }

  /** An update frame; it is looked at when the turn ends, together with everybody else's. */
  receive(from: Connection, update: Uint8Array, step2: boolean): void {
    from.received += 1
    if (from.ended) return
    const one = { from, n: from.received, update, step2, verified: false }
    if (from.phase === 'joining') {
      if (from.early.length >= MAX_EARLY) return from.close(CLOSE.tooFast)
      from.early.push(one)
      return
    }
    this.#queue.push(one)
    this.#around.schedule(this)
  }

  /** Inspects what has come and answers with what has to be committed; null when there is nothing, or not yet. */
  take(): Batch | null {
    if (this.#serial.busy || this.#queue.length === 0) return null
    this.#serial.hold()
    if (!this.#known.sure) {
      this.#mend(this.#known.head.epoch)
      return null
    }
    const turn = this.#inspector.lookAt(this.#queue.splice(0))
    if (turn.accepted.length === 0) {
      this.#acknowledge(turn.acks)
      this.#verify(turn.doubtful)
      this.#serial.release()
      return null
    }
    const { seq: expected, epoch } = this.#known.head
    const { entries, deliveries } = entriesOf(turn.accepted, expected, Date.now())
    return {
      append: { document: this.document, expected, epoch, entries },
      settle: (result) => this.#settle(result, turn, deliveries, entries),
      fail: (error) => this.#fail(error, turn),
    }
  }

  /** One message for each audience, as far as they can take it (R41, R42). */
  sendPresence(): void {
    const changed = this.presence.take()
    if (changed !== null) this.#feed.offer(changed.messageFor, changed.only)
  }

  /**
   * Others appended `entries` after `prev`. If the room stands there it has all it needs; if not, something was
   * lost or came out of order, and the log has it (R60).
   */
  appended(prev: number, seq: number, entries: readonly PassedEntry[]): void {
    this.#serial.enqueue(async () => {
      if (seq <= this.#known.head.seq) return
      if (prev !== this.#known.head.seq || entries.length !== seq - prev) return this.#catchUp()
      for (const { update, author } of entries) this.#known.learnFrom(update, author)
      this.#known.advance(
        seq,
        entries.map(({ update }, i) => ({ seq: prev + i + 1, update, from: null })),
      )
    })
  }

  /** The log may have grown elsewhere: read it, and pass on what is new (R60). */
  refresh(): void {
    this.#serial.enqueue(() => this.#catchUp())
  }

  /** R62, R4: entries were quarantined, or old text was purged. What is known is learnt again, and everybody starts afresh. */
  reset(): void {
    this.#serial.enqueue(() => this.#startAfresh())
  }

  /** Rights may have changed: ask again for everybody, tell or cut those concerned (R32). */
  reauthorise(): void {
    this.#serial.enqueue(async () => {
      const head = await this.#around.log.head(this.document)
      if (head === null) return this.closeAll(CLOSE.documentGone)
      await this.#reauthorise(head.epoch)
    })
  }

  /** Proves everybody's right again, outside the room's order: a slow proof must not hold up typing. */
  async prove(): Promise<void> {
    await Promise.all([...this.#everybody()].map((connection) => this.#recheck(connection)))
  }

  closeAll(reason: CloseReason, of?: (connection: Connection) => boolean): void {
    for (const connection of this.#everybody()) {
      if (of === undefined || of(connection)) this.#cut(connection, reason)
    }
  }

  /** Who is here, and who has left with something on its way into the log. */
  #everybody(): Set<Connection> {
    return new Set([...this.#feed.connections, ...this.#queue.map(({ from }) => from)])
  }

  /** Its presence goes with it at once, however long its socket takes to close (R41). */
  #cut(connection: Connection, reason: CloseReason): void {
    this.presence.leave(connection)
    connection.close(reason)
    this.#around.schedule(this)
  }

  // --- what has come ---------------------------------------------------------------------------------------

  /** R19: before a refusal that more of the log could lift, the room has read the log to its head. */
  #verify(doubtful: readonly Received[]): void {
    if (doubtful.length === 0) return
    this.#serial.enqueue(async () => {
      await this.#catchUp()
      this.#queue = [...doubtful.map((one) => ({ ...one, verified: true })), ...this.#queue]
    })
  }

  /** R14, R20: a gap is mended by asking for what is missing; everything else ends the replica. */
  #refuse({ from, n }: Received, { reason, text }: Refused): void {
    this.#around.metrics.refused(reason)
    if (reason === 'resync') return this.#tellResync(from, n, text)
    if (reason === 'gap' && from.gaps < MAX_GAPS) {
      from.gaps += 1
      // what is under way meanwhile is refused with it, and comes again in the answer
      from.mending = true
      return this.#tellResync(from, n, text)
    }
    from.ended = true
    if (from.sticky) return from.refuse(n, reason, text)
    this.presence.leave(from)
    from.close(CLOSE.replicaRefused)
  }

  #tellResync(from: Connection, n: number, text: string): void {
    if (from.sticky) from.refuse(n, 'resync', text)
    this.#askForMissing(from)
  }

  // --- what is durable -------------------------------------------------------------------------------------

  #settle(
    result: Appended,
    turn: Turn,
    deliveries: readonly Delivery[],
    entries: NewEntry[],
  ): void {
    const { metrics } = this.#around
    metrics.appended(result.kind, result.kind === 'appended' ? turn.accepted.length : 0)
    if (result.kind === 'appended') {
      const { seq: prev } = this.#known.head
      for (const { socket } of turn.acks.keys()) socket.cork()
      this.#known.advance(result.seq, deliveries)
      this.#acknowledge(turn.acks)
      for (const { socket } of turn.acks.keys()) socket.uncork()
      this.#around.grown(this.document, prev, result.seq, entries)
      this.#verify(turn.doubtful)
      return this.#serial.release()
    }
    this.#known.doubt()
    if (result.kind === 'gone') {
      this.closeAll(CLOSE.documentGone)
      return this.#serial.release()
    }
    this.#queue = [...turn.received, ...this.#queue]
    this.#mend(result.kind === 'epoch' ? result.epoch : this.#known.head.epoch)
  }

  /** Nothing was stored: nothing is known of it any more, and its writers come back and bring it again (R10). */
  #fail(error: unknown, turn: Turn): void {
    this.#around.metrics.appended('failed')
    this.#around.onError(error, this.document)
    for (const { from } of turn.received) from.close(CLOSE.unavailable)
    this.#known.doubt()
    this.#mend(this.#known.head.epoch)
  }

  /** The batch is not in the log: learn afresh what is, then look at the queue again (R21). */
  #mend(epoch: number): void {
    this.#serial.runHeld(async () => {
      await this.#relearn()
      if (epoch !== this.#known.head.epoch) await this.#reauthorise(epoch)
    })
  }

  async #relearn(): Promise<void> {
    const { generation } = this.#known.head
    if (!(await this.#known.relearn())) return this.closeAll(CLOSE.documentGone)
    if (generation !== this.#known.head.generation) await this.#startAfresh()
  }

  /** What is here is not what anybody holds any more: they join again with nothing. */
  async #startAfresh(): Promise<void> {
    this.#around.snapshots.drop(this.document)
    if (!(await this.#known.startAfresh())) return this.closeAll(CLOSE.documentGone)
    for (const connection of this.#feed.connections) {
      if (connection.sticky) connection.tell({ kind: 'reset' })
      else connection.close(CLOSE.replicaRefused)
    }
  }

  #acknowledge(acks: Map<Connection, number>): void {
    for (const [connection, n] of acks) {
      connection.saved(n, Math.min(connection.seq, this.#known.head.seq))
    }
  }

  /** The end of catching up. Not while a batch is in flight: what is claimed to be known has to be durable. */
  #greet(connection: Connection): void {
    if (connection.phase === 'closed') return
    if (!connection.sticky) connection.send(NOTHING_MORE)
    this.#askForMissing(connection)
    const present = this.presence.all(connection)
    if (present !== null) connection.send(present)
  }

  /** Sync step 1: "this is what I know". Ends a sticky client's catching up, and mends gaps. */
  #askForMissing(connection: Connection): void {
    if (connection.phase === 'closed') return
    connection.send(syncFrame(SYNC.step1, this.#known.knowledge.stateVector()))
  }

  // --- rights ----------------------------------------------------------------------------------------------

  async #recheck(connection: Connection): Promise<void> {
    connection.checks += 1
    const check = connection.checks
    const role = await this.#around.authorise(connection.session)
    // a later check has read later rights; this one may have waited for a slow proof meanwhile (R31)
    if (check !== connection.checks || role === connection.role) return
    connection.role = role
    if (role === 'none') return this.#cut(connection, CLOSE.accessLost)
    if (connection.sticky) connection.tell({ kind: 'access', role })
  }

  async #reauthorise(epoch: number): Promise<void> {
    await this.prove()
    this.#known.enter(epoch)
  }

  /** Reads the log to its head, and rights if they have changed; another generation is another log (R4). */
  async #catchUp(): Promise<void> {
    const head = await this.#around.log.head(this.document)
    if (head === null) return this.closeAll(CLOSE.documentGone)
    if (head.generation !== this.#known.head.generation) await this.#startAfresh()
    if (head.epoch !== this.#known.head.epoch) await this.#reauthorise(head.epoch)
    await this.#known.follow(head.seq)
  }
}
