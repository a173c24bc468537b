import type { Role } from '@sticky/shared/access'
import { CLOSE } from '@sticky/shared/errors'
import type { CloseReason } from '@sticky/shared/errors'
import { SYNC, syncFrame } from '@sticky/shared/frames'
import type { PassedEntry } from '../bus/types.ts'
import type { Metrics } from '../metrics.ts'
import type { Log } from '../store/types.ts'
import { Agreement } from './agreement.ts'
import type { Connection, Session } from './connection.ts'
import { CrowdPace } from './crowd-pace.ts'
import { Feed, NOTHING_MORE } from './feed.ts'
import type { Standing } from './feed.ts'
import { Intake } from './intake.ts'
import type { Batch } from './intake.ts'
import { KnownLog } from './known-log.ts'
import type { Beginning } from './known-log.ts'
import { Leases } from './leases.ts'
import { Presence } from './presence.ts'
import type { RecentSnapshots } from './recent-snapshots.ts'
import { Rights } from './rights.ts'
import { Serial } from './serial.ts'
import { Tail } from './tail.ts'

/** What a room needs from around it. */
export type Surroundings = {
  log: Log
  snapshots: RecentSnapshots
  /** What this session may do now, read afresh; it may wait for a proof from a chat. */
  authorise: (session: Session) => Promise<Role>
  /** The same by what is proved already: waits for nobody. */
  authoriseNow: (session: Session) => Promise<Role>
  /** Resolves when the newest snapshot covers everything that is in the log now. */
  fold(document: string): Promise<unknown>
  /** Asks for a call of {@link Room.take} at the end of this turn. */
  schedule: (room: Room) => void
  /** The log of this document has grown by this relay: tell merge and other relays. */
  grown: (document: string, prev: number, seq: number, entries: PassedEntry[]) => void
  onError(error: unknown, document: string): void
  metrics: Metrics
  /** In UTF-16 units; bytes that may wait for a reader (R51); bytes of one message. */
  limits: { textLength: number; buffered: number; messageBytes: number }
}

/**
 * The sockets of one document on this node, and what is known of it. Invariant: while a batch is in flight, nobody
 * else changes what is known (`#serial`).
 */
export class Room {
  readonly document: string
  readonly #leases = new Leases()
  /** Null while nobody is present, and at rest if nobody is. */
  #presence: Presence | null = null
  readonly #around: Surroundings
  readonly #feed: Feed
  readonly #known: KnownLog
  /** Null until somebody comes or writes, and at rest. */
  #intake: Intake | null = null
  readonly #agreement: Agreement
  readonly #serial: Serial
  readonly #rights: Rights
  /** On their way in: they may have sent something already. */
  #joining: Set<Connection> | null = null
  readonly #pace = new CrowdPace()
  #sound = true
  readonly #onError = (error: unknown): void => {
    this.#sound = false
    this.#around.onError(error, this.document)
  }

  constructor(document: string, loaded: Beginning, around: Surroundings) {
    const { log, snapshots, limits, metrics } = around
    const onError = this.#onError
    this.document = document
    this.#around = around
    this.#known = new KnownLog({
      document,
      log,
      loaded,
      pass: (prev, deliveries) => this.#feed.deliver(prev, deliveries),
      onHole: () => {
        this.#feed.forgetTail()
        this.closeAll(CLOSE.unavailable)
      },
      onError,
    })
    this.#feed = new Feed({
      document,
      log,
      tail: new Tail(loaded.snapshot?.coversSeq ?? 0, loaded.tail),
      snapshots,
      buffered: limits.buffered,
      known: this.#known,
      onOther: () => this.refresh(),
      metrics,
      onError,
    })
    this.#rights = new Rights({
      authorise: around.authorise,
      authoriseNow: around.authoriseNow,
      cut: (connection) => this.cut(connection, CLOSE.accessLost),
    })
    this.#serial = new Serial({
      onError: (error) => {
        onError(error)
        this.closeAll(CLOSE.internal)
      },
      onFree: () => {
        if (this.#hasWaiting || this.#feed.connections.size === 0) around.schedule(this)
      },
    })
    this.#agreement = new Agreement({
      known: this.#known,
      serial: this.#serial,
      fold: () => around.fold(document),
      relearn: () => this.#relearn(),
      onDiverged: () => {
        metrics.diverged()
        onError(new Error('a replica has diverged and is told to start afresh'))
      },
      onError,
    })
  }

  /** False once something has failed in it: who comes to it when it is empty had better find a new one. */
  get sound(): boolean {
    return this.#sound
  }

  get presence(): Presence {
    return (this.#presence ??= new Presence(this.#leases))
  }

  #takingIn(): Intake {
    const { metrics, limits, schedule, grown } = this.#around
    return (this.#intake ??= new Intake({
      document: this.document,
      known: this.#known,
      leases: this.#leases,
      feed: this.#feed,
      serial: this.#serial,
      metrics,
      limits,
      schedule: () => schedule(this),
      grown: (...batch) => grown(this.document, ...batch),
      catchUp: () => this.#catchUp(),
      mend: (epoch) => this.#mend(epoch),
      askForMissing: (connection) => this.#askForMissing(connection),
      cut: (connection, reason) => this.cut(connection, reason),
      onGone: () => this.closeAll(CLOSE.documentGone),
      onError: this.#onError,
    }))
  }

  /** Something waits to be looked at. */
  get #hasWaiting(): boolean {
    return this.#intake?.isEmpty === false
  }

  /** Of whom something is on its way into the log. */
  get #writers(): Connection[] {
    return this.#intake?.writers ?? []
  }

  /** True when nobody is here and nothing is under way: it may be forgotten. */
  get idle(): boolean {
    return this.#feed.connections.size === 0 && this.#isQuiet
  }

  /** Nobody is on the way in, and nothing is under way. */
  get #isQuiet(): boolean {
    return this.#joining === null && !this.#serial.busy && !this.#hasWaiting
  }

  /** How many are here. */
  get size(): number {
    return this.#feed.connections.size
  }

  /**
   * To be called now and then: a room in which nothing is written keeps neither what inspection needs nor the end of the
   * log. Who writes wakes it; who comes has to, by {@link wake}.
   */
  rest(): void {
    if (!this.#isQuiet) return
    this.#known.rest()
    if (!this.#known.resting) return
    this.#feed.forgetTail()
    this.#intake = null
    if (this.#presence?.isEmpty === true) this.#presence = null
  }

  get resting(): boolean {
    return this.#known.resting
  }

  /** Resolves when the room knows its document again, or has closed everybody because it cannot. */
  wake(): Promise<void> {
    return new Promise((resolve) => {
      this.#serial.enqueue(() => this.#wake().finally(resolve))
    })
  }

  async #wake(): Promise<void> {
    if (this.#known.resting) await this.#relearn()
  }

  /**
   * Registers first, then reads, then re-checks the right (R2): twice is harmless, never is not. What the client
   * sends before that waits.
   */
  async join(connection: Connection, standing: Standing): Promise<void> {
    this.#feed.add(connection)
    const joining = (this.#joining ??= new Set())
    joining.add(connection)
    try {
      await this.#bringUp(connection, standing)
    } finally {
      joining.delete(connection)
      if (joining.size === 0) this.#joining = null
      this.#around.schedule(this)
    }
  }

  async #bringUp(connection: Connection, standing: Standing): Promise<void> {
    await this.#feed.bringUp(connection, standing)
    await this.#rights.check(connection)
    if (connection.phase === 'joining') {
      await this.#feed.goLive(connection)
      this.#serial.enqueue(() => this.#greet(connection))
    }
    // also of who has left meanwhile; what is from somebody who was cut is not looked at
    this.#intake?.admit(connection)
  }

  /** A plain client asks again: it may have missed something, so it gets everything that it lacks. */
  async answerStep1(connection: Connection, stateVector: Uint8Array): Promise<void> {
    // who is being brought up to date gets all of it anyway
    if (connection.phase === 'joining') return
    await this.#feed.sendAgain(connection, stateVector)
    if (connection.phase !== 'closed') connection.send(NOTHING_MORE)
  }

  leave(connection: Connection): void {
    this.#feed.remove(connection)
    connection.phase = 'closed'
    this.#presence?.leave(connection)
    this.#leases.release(connection)
    this.#around.schedule(this)
  }

  /** The client id that a sticky client writes and is present with from now on; it has no other (R13, R40). */
  identify(connection: Connection, client: number): void {
    if (!this.#known.resting) return this.#identify(connection, client)
    this.#serial.enqueue(async () => {
      await this.#wake()
      if (connection.phase !== 'closed') this.#identify(connection, client)
    })
  }

  #identify(connection: Connection, client: number): void {
    if (!this.#takingIn().claim(connection, client)) return
    const { clientId: before } = connection
    // what is under way is still looked at under the old one
    const isWriting = this.#writers.includes(connection)
    if (before !== null && before !== client && !isWriting)
      this.#leases.giveBack(connection, before)
    this.presence.identify(connection, client)
  }

  /** R63: what a client says that its document is, at `seq`. */
  check(connection: Connection, seq: number, fingerprint: Uint8Array): void {
    this.#agreement.check(connection, seq, fingerprint)
  }

  /** An update frame; it is looked at when the turn ends, together with everybody else's. */
  receive(from: Connection, update: Uint8Array, step2: boolean): void {
    this.#takingIn().receive(from, update, step2)
  }

  /** Inspects what has come and answers with what has to be committed; null when there is nothing, or not yet. */
  take(): Batch | null {
    return this.#intake?.take() ?? null
  }

  /**
   * One message for each audience, as far as they can take it (R41, R42). False: what has changed waits, since the
   * last was sent a moment ago. `now` is `performance.now()`.
   */
  sendPresence(now: number): boolean {
    const presence = this.#presence
    if (presence?.changed !== true) return true
    if (!this.#pace.isDue(now) && !presence.withdrawn) return false
    this.#pace.told(now, this.#feed.connections.size)
    const changed = presence.take()
    if (changed !== null) this.#feed.offer(changed.messageFor, changed.only)
    return true
  }

  /**
   * Others appended `entries` after `prev`. If the room stands there it has all it needs; if not, something was
   * lost or came out of order, and the log has it (R60).
   */
  appended(prev: number, seq: number, entries: readonly PassedEntry[]): void {
    this.#serial.enqueue(async () => {
      if (seq <= this.#known.head.seq) return
      if (this.#known.resting) return this.#wake()
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

  /** There is a newer snapshot: newcomers get that. */
  merged(): void {
    this.#feed.forgetTail()
  }

  /** R62, R4: entries were quarantined, or old text was purged. What is known is learnt again, and everybody starts afresh. */
  reset(): void {
    this.#serial.enqueue(() => this.#startAfresh())
  }

  /**
   * Rights may have changed: ask again for everybody, tell or cut those concerned (R32). Answers with how many the rights
   * of this epoch have cut, also if it was noticed before.
   */
  reauthorise(): Promise<number> {
    return new Promise((resolve) => {
      this.#serial.enqueue(async () => {
        try {
          const head = await this.#around.log.head(this.document)
          if (head === null) this.closeAll(CLOSE.documentGone)
          else await this.#reauthorise(head.epoch)
        } finally {
          resolve(this.#rights.cut)
        }
      })
    })
  }

  /** Proves everybody's right again, outside the room's order: a slow proof must not hold up typing. */
  prove(): void {
    this.#rights
      .prove(this.#everybody())
      .catch((error: unknown) => this.#around.onError(error, this.document))
  }

  closeAll(reason: CloseReason, of?: (connection: Connection) => boolean): void {
    for (const connection of this.#everybody()) {
      if (of === undefined || of(connection)) this.cut(connection, reason)
    }
  }

  /** Whether this user is here, or has left with something on its way into the log. */
  has(userId: string): boolean {
    return [...this.#everybody()].some(({ session }) => session.user.id === userId)
  }

  /** Who is here or on the way in, and who has left with something on its way into the log. */
  #everybody(): Set<Connection> {
    return new Set([...this.#feed.connections, ...(this.#joining ?? []), ...this.#writers])
  }

  /** Its presence goes with it at once, however long its socket takes to close (R41). */
  cut(connection: Connection, reason: CloseReason): void {
    this.#presence?.leave(connection)
    connection.close(reason)
    this.#around.schedule(this)
  }

  // --- what is known ---------------------------------------------------------------------------------------

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
    this.#feed.forgetTail()
    if (!(await this.#known.startAfresh())) return this.closeAll(CLOSE.documentGone)
    for (const connection of this.#feed.connections) {
      if (connection.sticky) connection.tell({ kind: 'reset' })
      else connection.close(CLOSE.replicaRefused)
    }
  }

  /** The end of catching up. Not while a batch is in flight: what is claimed to be known has to be durable. */
  async #greet(connection: Connection): Promise<void> {
    if (connection.phase === 'closed') return
    if (!connection.sticky) connection.send(NOTHING_MORE)
    await this.#askForMissing(connection)
    const present = this.#presence?.all(connection) ?? null
    if (present !== null) connection.send(present)
  }

  /** Sync step 1: "this is what I know". Ends a sticky client's catching up, and mends gaps. */
  async #askForMissing(connection: Connection): Promise<void> {
    if (connection.phase === 'closed') return
    // what it claims to have, the client takes as saved (R10)
    if (!this.#known.sure) await this.#relearn()
    connection.send(syncFrame(SYNC.step1, this.#known.knowledge.stateVector()))
  }

  // --- rights ----------------------------------------------------------------------------------------------

  async #reauthorise(epoch: number): Promise<void> {
    await this.#rights.enforce(epoch, this.#everybody())
    this.#known.enter(epoch)
    this.prove()
  }

  /** Reads the log to its head, and rights if they have changed; another generation is another log (R4). */
  async #catchUp(): Promise<void> {
    const head = await this.#around.log.head(this.document)
    if (head === null) return this.closeAll(CLOSE.documentGone)
    if (head.generation !== this.#known.head.generation) await this.#startAfresh()
    if (head.epoch !== this.#known.head.epoch) await this.#reauthorise(head.epoch)
    if (!this.#known.resting) await this.#known.follow(head.seq)
    else if (head.seq > this.#known.head.seq) await this.#wake()
  }
}
