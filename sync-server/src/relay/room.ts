import type { Role } from '@sticky/shared/access'
import { CLOSE } from '@sticky/shared/errors'
import type { CloseReason } from '@sticky/shared/errors'
import { SYNC, syncFrame } from '@sticky/shared/frames'
import type { PassedEntry } from '../bus/types.ts'
import type { Metrics } from '../metrics.ts'
import type { Append, Appended, Log, NewEntry } from '../store/types.ts'
import type { Delivery } from './broadcast.ts'
import type { Connection, Received, Session } from './connection.ts'
import { entriesOf } from './entries.ts'
import { Feed, NOTHING_MORE } from './feed.ts'
import type { Standing } from './feed.ts'
import type { Refused } from './inspect.ts'
import { KnownLog } from './known-log.ts'
import type { Beginning } from './known-log.ts'
import { Leases } from './leases.ts'
import { Presence } from './presence.ts'
import type { RecentSnapshots } from './recent-snapshots.ts'
import { Rights } from './rights.ts'
import { Serial } from './serial.ts'
import { Inspector } from './turn.ts'
import type { Turn } from './turn.ts'

/** What a room needs from around it. */
export type Surroundings = {
  log: Log
  snapshots: RecentSnapshots
  /** What this session may do now, read afresh. */
  authorise: (session: Session) => Promise<Role>
  /** Resolves when the newest snapshot covers everything that is in the log now. */
  fold(document: string): Promise<unknown>
  /** Asks for a call of {@link Room.take} at the end of this turn. */
  schedule(room: Room): void
  /** The log of this document has grown by this relay: tell merge and other relays. */
  grown(document: string, prev: number, seq: number, entries: PassedEntry[]): void
  onError(error: unknown, document: string): void
  metrics: Metrics
  /** In UTF-16 units; bytes that may wait for a reader (R51); bytes of one message. */
  limits: { textLength: number; buffered: number; messageBytes: number }
}

/** One turn's entries of this room, on their way into the log. */
export type Batch = { append: Append; settle(result: Appended): void; fail(error: unknown): void }

/** Update frames that may wait for their connection to be live; and their bytes, in messages of full size (R50). */
const MAX_EARLY = 1_000
const MAX_EARLY_MESSAGES = 4
/** Between two looks at whether replicas agree, of one connection and of one room, ms. */
const CHECK_PAUSE = 5_000
/**
 * What somebody shows costs a write for everybody: for each 20 who are here, there are 4 ms between two messages, so that it
 * takes a small part of the time however many they are; but 100 ms at most, ms.
 */
const CROWD = 20
const PRESENCE_PAUSE = 4
const MAX_PRESENCE_PAUSE = 100
/** How often in a row a client is asked for what is missing before it is refused. */
const MAX_GAPS = 3

/**
 * The sockets of one document on this node, and what is known of it. Invariant: there is one batch in flight at
 * most, and while there is one, nobody else changes what is known (`#serial`).
 */
export class Room {
  readonly document: string
  readonly #leases = new Leases()
  /** Null while nobody is present, and at rest if nobody is. */
  #presence: Presence | null = null
  readonly #around: Surroundings
  readonly #feed: Feed
  readonly #known: KnownLog
  /** Null while nobody has written, and at rest. */
  #inspector: Inspector | null = null
  readonly #serial: Serial
  readonly #rights: Rights
  /** On their way in: they may have sent something already. */
  #joining: Set<Connection> | null = null
  #queue: Received[] = []
  /** On its way into the log. */
  #inFlight: Received[] = []
  #relearntAt = -Infinity
  #presenceDue = -Infinity

  constructor(document: string, loaded: Beginning, around: Surroundings) {
    const { log, snapshots, limits, metrics } = around
    const onError = (error: unknown): void => around.onError(error, document)
    this.document = document
    this.#around = around
    this.#known = new KnownLog({
      document,
      log,
      loaded,
      pass: (prev, deliveries) => this.#feed.deliver(prev, deliveries),
      onHole: () => this.closeAll(CLOSE.unavailable),
      onError,
    })
    this.#feed = new Feed({
      document,
      log,
      tail: { after: loaded.snapshot?.coversSeq ?? 0, entries: loaded.tail },
      snapshots,
      buffered: limits.buffered,
      known: this.#known,
      onOther: () => this.refresh(),
      metrics,
      onError,
    })
    this.#rights = new Rights({
      authorise: around.authorise,
      cut: (connection) => this.cut(connection, CLOSE.accessLost),
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

  get presence(): Presence {
    return (this.#presence ??= new Presence(this.#leases))
  }

  #inspecting(): Inspector {
    return (this.#inspector ??= new Inspector({
      known: this.#known,
      leases: this.#leases,
      textLength: this.#around.limits.textLength,
      refuse: (one, refusal) => this.#refuse(one, refusal),
      dispossess: (connection) => this.#dispossess(connection),
    }))
  }

  /** True when nobody is here and nothing is under way: it may be forgotten. */
  get idle(): boolean {
    const nobody = this.#feed.connections.size === 0 && this.#joining === null
    return nobody && !this.#serial.busy && this.#queue.length === 0
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
    if (this.#serial.busy || this.#queue.length > 0 || this.#joining !== null) return
    this.#known.rest()
    if (!this.#known.resting) return
    this.#feed.forgetTail()
    this.#inspector = null
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
    this.#queue.push(...connection.early.splice(0))
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
    if (!this.#inspecting().claim(connection, client)) return
    const { clientId: before } = connection
    // what is under way is still looked at under the old one
    const isWriting = [...this.#inFlight, ...this.#queue].some(({ from }) => from === connection)
    if (before !== null && before !== client && !isWriting)
      this.#leases.giveBack(connection, before)
    this.presence.identify(connection, client)
  }

  /** R13: told once in a turn at most, and when it can take it: what it writes until then is refused all the same. */
  #dispossess(connection: Connection): void {
    if (!connection.sticky || connection.dispossessed) return
    connection.dispossessed = true
    const tell = (): void => {
      connection.dispossessed = false
      if (connection.phase !== 'closed') connection.tell({ kind: 'lease' })
    }
    setImmediate(() => void this.#feed.drained(connection).then(tell))
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
      if (this.#known.resting) {
        if (seq !== this.#known.head.seq || this.#known.recognises(fingerprint)) return
        await this.#wake()
      }
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
      const most = this.#around.limits.messageBytes * MAX_EARLY_MESSAGES
      from.earlyBytes += update.length
      if (from.early.length >= MAX_EARLY || from.earlyBytes > most)
        return this.cut(from, CLOSE.tooFast)
      from.early.push(one)
      return
    }
    this.#queue.push(one)
    this.#around.schedule(this)
  }

  /** Inspects what has come and answers with what has to be committed; null when there is nothing, or not yet. */
  take(): Batch | null {
    if (this.#serial.busy) return null
    // nothing is learnt for who was cut: it may be because nothing can be learnt
    this.#queue = this.#queue.filter(({ from }) => !from.ended)
    if (this.#queue.length === 0) return null
    this.#serial.hold()
    if (!this.#known.sure) {
      this.#mend(this.#known.head.epoch)
      return null
    }
    this.#inFlight = this.#queue.splice(0)
    let turn: Turn
    try {
      turn = this.#inspecting().lookAt(this.#inFlight)
    } catch (error) {
      this.#fail(error, this.#inFlight)
      return null
    }
    if (turn.accepted.length === 0) {
      this.#inFlight = []
      this.#feed.acknowledge(turn.acks)
      this.#verify(turn.doubtful)
      this.#serial.release()
      return null
    }
    const { seq: expected, epoch } = this.#known.head
    const { entries, deliveries } = entriesOf(turn.accepted, expected, Date.now())
    return {
      append: { document: this.document, expected, epoch, entries },
      settle: (result) => this.#settle(result, turn, deliveries, entries),
      fail: (error) => this.#fail(error, turn.received),
    }
  }

  /**
   * One message for each audience, as far as they can take it (R41, R42). False: what has changed waits, since the
   * last was sent a moment ago. `now` is `performance.now()`.
   */
  sendPresence(now: number): boolean {
    const presence = this.#presence
    if (presence?.changed !== true) return true
    if (now < this.#presenceDue && !presence.withdrawn) return false
    const pause = Math.floor(this.#feed.connections.size / CROWD) * PRESENCE_PAUSE
    this.#presenceDue = now + Math.min(pause, MAX_PRESENCE_PAUSE)
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

  /**
   * Proves everybody's right again, outside the room's order: a slow proof must not hold up typing. Answers with how many
   * were cut.
   */
  prove(): Promise<number> {
    return this.#rights.prove(this.#everybody())
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
    const writers = [...this.#inFlight, ...this.#queue].map(({ from }) => from)
    return new Set([...this.#feed.connections, ...(this.#joining ?? []), ...writers])
  }

  /** Its presence goes with it at once, however long its socket takes to close (R41). */
  cut(connection: Connection, reason: CloseReason): void {
    this.#presence?.leave(connection)
    connection.close(reason)
    this.#around.schedule(this)
  }

  // --- what has come ---------------------------------------------------------------------------------------

  /** R19: before a refusal that more of the log could lift, the room has read the log to its head. */
  #verify(doubtful: readonly Received[]): void {
    if (doubtful.length === 0) return
    // in the queue at once: whose right changes meanwhile is looked for there (R31)
    this.#queue = [...doubtful.map((one) => ({ ...one, verified: true })), ...this.#queue]
    this.#serial.enqueue(() => this.#catchUp())
  }

  /** R14, R20: a gap is mended by asking for what is missing; everything else ends the replica. */
  #refuse({ from, n }: Received, { reason, text }: Refused): void {
    this.#around.metrics.refused(reason)
    if (reason === 'gap' && from.gaps < MAX_GAPS) return this.#resync(from, n, text)
    from.ended = true
    if (from.sticky) from.refuse(n, reason, text)
    else this.cut(from, CLOSE.replicaRefused)
  }

  /** Asks once, when the client can take it: until it has answered nothing more is looked at, nor answered. */
  #resync(from: Connection, n: number, text: string): void {
    from.gaps += 1
    from.mending = true
    from.asksMissing.ask(async () => {
      await this.#feed.drained(from)
      this.#serial.enqueue(async () => {
        if (from.sticky && from.phase !== 'closed') from.refuse(n, 'resync', text)
        await this.#askForMissing(from)
      })
    })
  }

  // --- what is durable -------------------------------------------------------------------------------------

  #settle(
    result: Appended,
    turn: Turn,
    deliveries: readonly Delivery[],
    entries: NewEntry[],
  ): void {
    const { metrics } = this.#around
    this.#inFlight = []
    metrics.appended(result.kind, result.kind === 'appended' ? turn.accepted.length : 0)
    if (result.kind === 'appended') {
      const { seq: prev } = this.#known.head
      for (const { socket } of turn.acks.keys()) socket.cork()
      this.#known.advance(result.seq, deliveries)
      this.#feed.acknowledge(turn.acks)
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
  #fail(error: unknown, received: readonly Received[]): void {
    this.#around.metrics.appended('failed')
    this.#around.onError(error, this.document)
    this.#inFlight = []
    for (const { from } of received) this.cut(from, CLOSE.unavailable)
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
