import type { Role } from '@sticky/shared/access'
import { CLOSE } from '@sticky/shared/errors'
import type { CloseReason } from '@sticky/shared/errors'
import { serverFrame, SYNC, syncFrame } from '@sticky/shared/frames'
import type { PassedEntry } from '../bus/types.ts'
import type {
  Append,
  Appended,
  Author,
  Entry,
  Head,
  Loaded,
  Log,
  NewEntry,
} from '../store/types.ts'
import type { Connection, Received, Session } from './connection.ts'
import { Feed, NOTHING_MORE } from './feed.ts'
import type { Delivery, Standing } from './feed.ts'
import { inspect } from './inspect.ts'
import type { Change, Refused } from './inspect.ts'
import { Knowledge } from './knowledge.ts'
import { Leases } from './leases.ts'
import { objectionTo } from './objection.ts'
import { Presence } from './presence.ts'

/** What a room needs from around it. */
export type Surroundings = {
  log: Log
  /** What this session may do now, read afresh. */
  authorise(session: Session): Promise<Role>
  /** Asks for a call of {@link Room.take} at the end of this turn. */
  schedule(room: Room): void
  /** The log of this document has grown by this relay: tell merge and other relays. */
  grown(document: string, prev: number, seq: number, entries: PassedEntry[]): void
  onError(error: unknown, document: string): void
  limits: { textLength: number; buffered: number }
}

/** What one turn brought: what goes into the log, and what is to be said once it is there. */
type Turn = {
  received: Received[]
  entries: NewEntry[]
  deliveries: Delivery[]
  acks: Map<Connection, number>
  /** Refused, unless the log has grown elsewhere; with everything that came after it from the same client. */
  doubtful: Received[]
}

/** One turn's entries of this room, on their way into the log. */
export type Batch = { append: Append; settle(result: Appended): void; fail(error: unknown): void }

/** Entries read from the log at once. */
const PAGE = 500
/** Update frames that may wait for their connection to be live. */
const MAX_EARLY = 1_000
/** How often in a row a client is asked for what is missing before it is refused. */
const MAX_GAPS = 3

/**
 * The sockets of one document on this node, and what is known of it. Invariants: what `#knowledge` knows beyond
 * `#head.seq` is in the one batch in flight (R10); while `#busy`, nobody else changes either.
 */
export class Room {
  readonly document: string
  readonly #leases = new Leases()
  readonly presence = new Presence(this.#leases)
  readonly #around: Surroundings
  readonly #feed: Feed
  #queue: Received[] = []
  #knowledge = new Knowledge()
  #head: Head
  #busy = false
  /** True while `#knowledge` may claim what the log lacks: it has to be learnt again before it is used. */
  #unsure = false
  /** Work that waits for the room to be free: reading the log, re-authorising. */
  readonly #then: (() => Promise<void>)[] = []

  constructor(document: string, loaded: Loaded, around: Surroundings) {
    this.document = document
    this.#around = around
    this.#head = loaded.head
    this.#learn(loaded)
    this.#feed = new Feed({
      document,
      log: around.log,
      buffered: around.limits.buffered,
      head: () => this.#head.seq,
      onError: (error) => around.onError(error, document),
    })
  }

  /** True when nobody is here and nothing is under way: it may be forgotten. */
  get idle(): boolean {
    return this.#feed.connections.size === 0 && !this.#busy && this.#queue.length === 0
  }

  /**
   * Registers first, then reads, then re-checks the right (R2): twice is harmless, never is not. What the client
   * sends before that waits.
   */
  async join(connection: Connection, standing: Standing): Promise<void> {
    this.#feed.add(connection)
    await this.#feed.bringUp(connection, standing)
    await this.#recheck(connection)
    if (connection.phase !== 'joining') return
    await this.#feed.goLive(connection)
    this.#whenFree(async () => this.#greet(connection))
    this.#queue.push(...connection.early.splice(0))
    this.#around.schedule(this)
  }

  /** A plain client asks again: it may have missed something, so it gets everything that it lacks. */
  async answerStep1(connection: Connection, stateVector: Uint8Array): Promise<void> {
    if (connection.phase !== 'live' || connection.asking) return
    connection.asking = true
    await this.#feed.drained(connection)
    await this.#feed.sendAll(connection, stateVector)
    connection.socket.send([NOTHING_MORE])
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
    if (this.#claim(connection, client)) this.presence.identify(connection, client)
  }

  /** R63: a replica that has everything and nothing of its own, and yet is another one, has to start afresh. */
  check(connection: Connection, seq: number, fingerprint: Uint8Array): void {
    this.#whenFree(async () => {
      if (connection.phase !== 'live' || seq !== this.#head.seq) return
      if (Buffer.compare(fingerprint, this.#knowledge.fingerprint()) === 0) return
      const diverged = new Error('a replica has diverged and is told to start afresh')
      this.#around.onError(diverged, this.document)
      connection.socket.send([serverFrame({ kind: 'reset' })])
    })
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
    if (this.#busy || this.#queue.length === 0) return null
    if (this.#unsure) {
      this.#busy = true
      this.#mend(this.#head.epoch)
      return null
    }
    const turn = this.#lookAt(this.#queue.splice(0))
    if (turn.entries.length === 0) {
      this.#acknowledge(turn.acks)
      this.#verify(turn.doubtful)
      return null
    }
    this.#busy = true
    const { seq: expected, epoch } = this.#head
    return {
      append: { document: this.document, expected, epoch, entries: turn.entries },
      settle: (result) => this.#settle(result, turn),
      fail: (error) => this.#fail(error, turn),
    }
  }

  /** One frame for each audience, as far as they can take it (R41, R42). */
  sendPresence(): void {
    const changed = this.presence.take()
    if (changed !== null) this.#feed.offer(changed.frameFor, changed.only)
  }

  /**
   * Others appended `entries` after `prev`. If the room stands there it has all it needs; if not, something was
   * lost or came out of order, and the log has it (R60).
   */
  appended(prev: number, seq: number, entries: readonly PassedEntry[]): void {
    this.#whenFree(async () => {
      if (seq <= this.#head.seq) return
      if (prev !== this.#head.seq || entries.length !== seq - prev) return this.#catchUp()
      for (const { update, author } of entries) this.#learnFrom(update, author)
      this.#pass(
        seq,
        entries.map(({ update }, i) => ({ seq: prev + i + 1, update, from: null })),
      )
    })
  }

  /** The log may have grown elsewhere: read it, and pass on what is new (R60). */
  refresh(): void {
    this.#whenFree(() => this.#catchUp())
  }

  /** R62: entries were quarantined. What is known is learnt again, and everybody starts afresh. */
  reset(): void {
    this.#whenFree(async () => {
      const loaded = await this.#around.log.load(this.document)
      if (loaded === null) return this.closeAll(CLOSE.documentGone)
      this.#learn(loaded)
      this.#head = { ...loaded.head, epoch: this.#head.epoch }
      for (const connection of this.#feed.connections) {
        if (connection.sticky) connection.socket.send([serverFrame({ kind: 'reset' })])
        else connection.close(CLOSE.replicaRefused)
      }
    })
  }

  /** Rights may have changed: ask again for everybody, tell or cut those concerned (R32). */
  reauthorise(): void {
    this.#whenFree(async () => {
      const head = await this.#around.log.head(this.document)
      if (head === null) return this.closeAll(CLOSE.documentGone)
      await this.#reauthorise(head.epoch)
    })
  }

  /** Proves everybody's right again, outside the room's order: a slow proof must not hold up typing. */
  async prove(): Promise<void> {
    await Promise.all([...this.#feed.connections].map((connection) => this.#recheck(connection)))
  }

  closeAll(reason: CloseReason, of?: (connection: Connection) => boolean): void {
    for (const connection of this.#feed.connections) {
      if (of === undefined || of(connection)) this.#cut(connection, reason)
    }
  }

  /** Its presence goes with it at once, however long its socket takes to close (R41). */
  #cut(connection: Connection, reason: CloseReason): void {
    this.presence.leave(connection)
    connection.close(reason)
    this.#around.schedule(this)
  }

  // --- what has come ---------------------------------------------------------------------------------------

  #lookAt(received: Received[]): Turn {
    const turn: Turn = { received, entries: [], deliveries: [], acks: new Map(), doubtful: [] }
    const doubted = new Set<Connection>()
    for (const one of received) {
      if (one.from.ended || one.from.phase === 'closed') continue
      const refusal = doubted.has(one.from) ? null : this.#consider(one, turn)
      if (doubted.has(one.from) || (refusal !== null && !one.verified && isDoubtful(refusal))) {
        doubted.add(one.from)
        turn.doubtful.push(one)
      } else if (refusal !== null) this.#refuse(one, refusal)
    }
    return turn
  }

  /** Takes one update into the turn; answers with why not. */
  #consider(one: Received, turn: Turn): Refused | null {
    const { from, n, update, step2 } = one
    if (from.mending && !step2) return MENDING
    from.mending = false
    const inspected = inspect(update, this.#knowledge)
    if (inspected.kind === 'refused') return inspected
    if (inspected.kind === 'empty' && !step2) return EMPTY
    if (inspected.kind === 'change') {
      const objection = this.#objectionTo(inspected, one)
      if (objection !== null) return objection
      const { author } = from.session
      this.#knowledge.advance(inspected, author)
      turn.entries.push({ author, clients: inspected.ranges, at: Date.now(), update })
      turn.deliveries.push({ seq: this.#head.seq + turn.entries.length, update, from })
    }
    from.gaps = 0
    turn.acks.set(from, n)
    return null
  }

  /**
   * An update is written with its client id. A step 2 may also bring what another tab of the same author wrote, by
   * way of the browser: that tab goes on writing with its id.
   */
  #objectionTo(change: Change, { from, step2 }: Received): Refused | null {
    const claim = (client: number): boolean =>
      step2 ? this.#leases.mayBring(from, client) : this.#claim(from, client)
    return objectionTo(change, from, this.#knowledge, claim, this.#around.limits.textLength)
  }

  /** False when it is somebody else's, or a newer connection writes with it. An older holder takes a fresh one. */
  #claim(connection: Connection, client: number): boolean {
    const before = this.#leases.claim(connection, client, this.#knowledge.author(client))
    if (before === 'refused') return false
    if (before !== null && before.sticky) before.socket.send([serverFrame({ kind: 'lease' })])
    return true
  }

  /** R19: before a refusal that more of the log could lift, the room has read the log to its head. */
  #verify(doubtful: readonly Received[]): void {
    if (doubtful.length === 0) return
    this.#whenFree(async () => {
      await this.#catchUp()
      this.#queue = [...doubtful.map((one) => ({ ...one, verified: true })), ...this.#queue]
    })
  }

  /** R14, R20: a gap is mended by asking for what is missing; everything else ends the replica. */
  #refuse({ from, n }: Received, { reason, text }: Refused): void {
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

  #settle(result: Appended, turn: Turn): void {
    if (result.kind === 'appended') {
      const prev = this.#head.seq
      this.#pass(result.seq, turn.deliveries)
      this.#acknowledge(turn.acks)
      this.#around.grown(this.document, prev, result.seq, turn.entries)
      this.#verify(turn.doubtful)
      return this.#free()
    }
    if (result.kind === 'gone') {
      this.#unsure = true
      this.closeAll(CLOSE.documentGone)
      return this.#free()
    }
    this.#queue = [...turn.received, ...this.#queue]
    this.#mend(result.kind === 'epoch' ? result.epoch : this.#head.epoch)
  }

  /** Nothing was stored: nothing is known of it any more, and its writers come back and bring it again (R10). */
  #fail(error: unknown, turn: Turn): void {
    this.#around.onError(error, this.document)
    for (const { from } of turn.received) from.close(CLOSE.unavailable)
    this.#mend(this.#head.epoch)
  }

  /** The batch is not in the log: learn afresh what is, then look at the queue again (R21). */
  #mend(epoch: number): void {
    this.#unsure = true
    this.#run(async () => {
      const loaded = await this.#around.log.load(this.document)
      if (loaded === null) return this.closeAll(CLOSE.documentGone)
      this.#learn(loaded)
      this.#unsure = false
      await this.#passOn(loaded.head.seq)
      if (epoch !== this.#head.epoch) await this.#reauthorise(epoch)
    })
  }

  /** The room stands at `seq` now: everybody gets what lies between. */
  #pass(seq: number, deliveries: readonly Delivery[]): void {
    const prev = this.#head.seq
    this.#head = { ...this.#head, seq }
    this.#feed.deliver(prev, deliveries)
  }

  #acknowledge(acks: Map<Connection, number>): void {
    for (const [connection, n] of acks) {
      connection.saved(n, Math.min(connection.seq, this.#head.seq))
    }
  }

  /** The end of catching up. Not while a batch is in flight: what is claimed to be known has to be durable. */
  #greet(connection: Connection): void {
    if (connection.phase === 'closed') return
    if (!connection.sticky) connection.socket.send([NOTHING_MORE])
    this.#askForMissing(connection)
    const present = this.presence.all(connection)
    if (present !== null) connection.socket.send([present])
  }

  /** Sync step 1: "this is what I know". Ends a sticky client's catching up, and mends gaps. */
  #askForMissing(connection: Connection): void {
    if (connection.phase === 'closed') return
    connection.socket.send([syncFrame(SYNC.step1, this.#knowledge.stateVector())])
  }

  // --- rights ----------------------------------------------------------------------------------------------

  async #recheck(connection: Connection): Promise<void> {
    connection.checks += 1
    const check = connection.checks
    const role = await this.#around.authorise(connection.session)
    // a later check has read later rights; this one may have waited for a slow proof meanwhile (R31)
    if (check !== connection.checks) return
    if (connection.phase === 'closed' || role === connection.role) return
    if (role === 'none') return this.#cut(connection, CLOSE.accessLost)
    connection.role = role
    if (connection.sticky) connection.socket.send([serverFrame({ kind: 'access', role })])
  }

  async #reauthorise(epoch: number): Promise<void> {
    await this.prove()
    this.#head = { ...this.#head, epoch }
  }

  // --- the log ---------------------------------------------------------------------------------------------

  #learn({ head, snapshot, tail }: Loaded): void {
    this.#knowledge = Knowledge.of(snapshot)
    for (const { update, author } of tail) this.#learnFrom(update, author)
    this.#head = { ...head, seq: this.#head.seq, epoch: this.#head.epoch }
  }

  #learnFrom(update: Uint8Array, author: Author): void {
    const inspected = inspect(update, this.#knowledge)
    if (inspected.kind === 'change') this.#knowledge.advance(inspected, author)
  }

  async #catchUp(): Promise<void> {
    const head = await this.#around.log.head(this.document)
    if (head === null) return this.closeAll(CLOSE.documentGone)
    if (head.epoch !== this.#head.epoch) await this.#reauthorise(head.epoch)
    await this.#passOn(head.seq, ({ update, author }) => this.#learnFrom(update, author))
  }

  /** Passes on what the log has after the room's head; up to `seq`, though quarantine may have left holes. */
  async #passOn(seq: number, learn: (entry: Entry) => void = () => {}): Promise<void> {
    while (this.#head.seq < seq) {
      const page = await this.#around.log.read(this.document, this.#head.seq, PAGE)
      const entries = page.filter((entry) => entry.seq <= seq)
      for (const entry of entries) learn(entry)
      this.#pass(
        page.length < PAGE ? seq : (entries.at(-1)?.seq ?? seq),
        entries.map(({ seq, update }) => ({ seq, update, from: null })),
      )
    }
  }

  // --- one thing at a time ---------------------------------------------------------------------------------

  #whenFree(work: () => Promise<void>): void {
    this.#then.push(work)
    this.#next()
  }

  /** Runs `work` while the room is busy, then frees it. */
  #run(work: () => Promise<void>): void {
    work()
      .catch((error: unknown) => {
        this.#around.onError(error, this.document)
        this.closeAll(CLOSE.internal)
      })
      .finally(() => this.#free())
  }

  #free(): void {
    this.#busy = false
    this.#next()
    if (this.#busy) return
    if (this.#queue.length > 0 || this.#feed.connections.size === 0) this.#around.schedule(this)
  }

  #next(): void {
    if (this.#busy) return
    const work = this.#then.shift()
    if (work === undefined) return
    this.#busy = true
    this.#run(work)
  }
}

const EMPTY: Refused = { kind: 'refused', reason: 'malformed', text: 'The update is empty.' }
const MENDING: Refused = {
  kind: 'refused',
  reason: 'resync',
  text: 'Updates before this one are missing.',
}

/** Refusals that more of the log could lift (R13 to R15). */
const isDoubtful = ({ reason }: Refused): boolean => reason === 'gap' || reason === 'not yours'
