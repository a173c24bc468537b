import { mayWrite } from '@sticky/shared/access'
import type { Role } from '@sticky/shared/access'
import { CLOSE } from '@sticky/shared/errors'
import type { CloseReason } from '@sticky/shared/errors'
import { serverFrame, SYNC, syncFrame } from '@sticky/shared/frames'
import type { Cursor, Refusal } from '@sticky/shared/frames'
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
  Snapshot,
} from '../store/types.ts'
import type { Connection, Session } from './connection.ts'
import { inspect } from './inspect.ts'
import type { Change } from './inspect.ts'
import { Knowledge } from './knowledge.ts'
import { covers } from './state-vector.ts'
import { Leases } from './leases.ts'
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

type Received = { from: Connection; n: number; update: Uint8Array; step2: boolean }
/** An entry on its way to everybody; `from` gets no echo. */
type Delivery = { seq: number; update: Uint8Array; from: Connection | null }
/** What is under way into the log, and whom it concerns. */
type Flight = {
  received: Received[]
  entries: NewEntry[]
  deliveries: Delivery[]
  acks: Map<Connection, number>
}
/** One turn's entries of this room, on their way into the log. */
export type Batch = { append: Append; settle(result: Appended): void; fail(error: unknown): void }

/** Where a client stands when it joins; `cursor` is null on first contact. */
export type Standing = { cursor: Cursor | null; stateVector: Uint8Array }

/** Entries read from the log at once. */
const PAGE = 2_000
const MAX_GAPS = 3
/** Sync step 2 with an empty update. */
const NOTHING_MORE = syncFrame(SYNC.step2, new Uint8Array([0, 0]))

/**
 * The sockets of one document on this node, and what is known of it. Invariants: what `#knowledge` knows beyond
 * `#head.seq` is in the one batch in flight (R10); every live connection has been sent everything up to
 * `#head.seq`; while `#busy`, nobody else changes either.
 */
export class Room {
  readonly document: string
  readonly #leases = new Leases()
  readonly presence = new Presence(this.#leases)
  readonly #around: Surroundings
  readonly #connections = new Set<Connection>()
  #queue: Received[] = []
  #knowledge = new Knowledge()
  #head: Head
  #busy = false
  /** True while `#knowledge` may claim what the log lacks: it has to be learnt again before it is used. */
  #unsure = false
  /** Work that waits for the room to be free: reading the log, re-authorising. */
  #then: (() => Promise<void>)[] = []

  constructor(document: string, loaded: Loaded, around: Surroundings) {
    this.document = document
    this.#around = around
    this.#head = loaded.head
    this.#learn(loaded)
  }

  /** True when nobody is here and nothing is under way: it may be forgotten. */
  get idle(): boolean {
    return this.#connections.size === 0 && !this.#busy && this.#queue.length === 0
  }

  /** Registers first, then reads, then re-checks the right (R2): twice is harmless, never is not. */
  async join(connection: Connection, { cursor, stateVector }: Standing): Promise<void> {
    this.#connections.add(connection)
    await this.#bringUp(connection, cursor, stateVector)
    await this.#recheck(connection)
    if (connection.phase !== 'joining') return
    await this.#goLive(connection)
    this.#whenFree(async () => this.#greet(connection))
  }

  /**
   * A plain client asks again: it may have missed something, so it gets everything that its state vector lacks.
   * The empty step 2 after the content says that this was all.
   */
  async answerStep1(connection: Connection, stateVector: Uint8Array): Promise<void> {
    const loaded = await this.#around.log.load(this.document)
    if (loaded === null || connection.phase !== 'live') return
    this.#sendLoaded(connection, loaded, stateVector)
    connection.socket.send([NOTHING_MORE])
  }

  leave(connection: Connection): void {
    this.#connections.delete(connection)
    connection.phase = 'closed'
    this.presence.leave(connection)
    this.#leases.release(connection)
    this.#around.schedule(this)
  }

  /** The client id that a sticky client writes and is present with from now on (R13, R40). */
  identify(connection: Connection, client: number): void {
    this.presence.identify(connection, client)
    this.#claim(connection, client)
  }

  /** R63: a replica that has everything and nothing of its own, and yet is another one, has to start afresh. */
  check(connection: Connection, seq: number, fingerprint: Uint8Array): void {
    this.#whenFree(async () => {
      if (connection.phase !== 'live' || seq !== this.#head.seq) return
      if (Buffer.compare(fingerprint, this.#knowledge.fingerprint()) === 0) return
      this.#around.onError(
        new Error('a replica has diverged and is told to start afresh'),
        this.document,
      )
      connection.socket.send([serverFrame({ kind: 'reset' })])
    })
  }

  /** An update frame; it is looked at when the turn ends, together with everybody else's. */
  receive(from: Connection, update: Uint8Array, step2: boolean): void {
    from.received += 1
    if (from.ended) return
    this.#queue.push({ from, n: from.received, update, step2 })
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
    const received = this.#queue
    this.#queue = []
    const entries: NewEntry[] = []
    const deliveries: Delivery[] = []
    const acks = new Map<Connection, number>()
    for (const one of received) this.#consider(one, entries, deliveries, acks)
    if (entries.length === 0) {
      this.#acknowledge(acks)
      return null
    }
    this.#busy = true
    const { seq, epoch } = this.#head
    return {
      append: { document: this.document, expected: seq, epoch, entries },
      settle: (result) => this.#settle(result, { received, entries, deliveries, acks }),
      fail: (error) => this.#fail(error, received),
    }
  }

  /** One frame for everybody, as far as they can take it (R41, R42). */
  sendPresence(): void {
    const changed = this.presence.take()
    if (changed === null) return
    for (const connection of this.#connections) {
      if (connection.phase !== 'live' || connection === changed.only) continue
      if (connection.socket.buffered <= this.#around.limits.buffered)
        connection.socket.send([changed.frame])
    }
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
      this.#head = { ...this.#head, seq }
      this.#deliver(
        prev,
        entries.map(({ update }, i) => ({ seq: prev + i + 1, update, from: null })),
      )
    })
  }

  /** The log may have grown elsewhere: read it, and pass on what is new (R60). */
  refresh(): void {
    this.#whenFree(() => this.#catchUp())
  }

  async #catchUp(): Promise<void> {
    const head = await this.#around.log.head(this.document)
    if (head === null) return this.closeAll(CLOSE.documentGone)
    if (head.epoch !== this.#head.epoch) await this.#reauthorise(head.epoch)
    if (head.seq > this.#head.seq) await this.#follow(head.seq)
  }

  /** R62: entries were quarantined. What is known is learnt again, and everybody starts afresh. */
  reset(): void {
    this.#whenFree(async () => {
      const loaded = await this.#around.log.load(this.document)
      if (loaded === null) return this.closeAll(CLOSE.documentGone)
      this.#learn(loaded)
      this.#head = loaded.head
      for (const connection of this.#connections) {
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
    await Promise.all([...this.#connections].map((connection) => this.#recheck(connection)))
  }

  closeAll(reason: CloseReason, of?: (connection: Connection) => boolean): void {
    for (const connection of this.#connections) {
      if (of === undefined || of(connection)) connection.close(reason)
    }
  }

  // --- what has come ---------------------------------------------------------------------------------------

  #consider(
    one: Received,
    entries: NewEntry[],
    deliveries: Delivery[],
    acks: Map<Connection, number>,
  ): void {
    const { from, n, update } = one
    if (from.ended || from.phase === 'closed') return
    const inspected = inspect(update, this.#knowledge)
    if (inspected.kind === 'refused') return this.#refuse(one, inspected.reason, inspected.text)
    from.gaps = 0
    from.mending = false
    if (inspected.kind === 'known' || (inspected.kind === 'empty' && one.step2)) {
      acks.set(from, n)
      return
    }
    if (inspected.kind === 'empty') return this.#refuse(one, 'malformed', 'The update is empty.')
    const refusal = this.#objection(from, inspected)
    if (refusal !== null) return this.#refuse(one, ...refusal)
    this.#knowledge.advance(inspected, from.session.author)
    entries.push({ author: from.session.author, clients: inspected.ranges, at: Date.now(), update })
    deliveries.push({ seq: this.#head.seq + entries.length, update, from })
    acks.set(from, n)
  }

  /** False when a newer connection writes with this id. The older holder is told to take a fresh one. */
  #claim(connection: Connection, client: number): boolean {
    const before = this.#leases.claim(connection, client)
    if (before === 'refused') return false
    if (before !== null && before.sticky) before.socket.send([serverFrame({ kind: 'lease' })])
    return true
  }

  /** Why this session may not make this change, or null (R13, R30, R50). */
  #objection(from: Connection, change: Change): [Refusal, string] | null {
    if (!mayWrite(from.role)) return ['read-only', 'You may read this document, not write in it.']
    for (const { client } of change.ranges) {
      const author = this.#knowledge.author(client)
      if (author !== undefined && author !== from.session.author) {
        return ['not yours', 'It is written in the name of somebody else.']
      }
      if (!this.#claim(from, client)) {
        return ['not yours', 'Another window of yours writes with the same client id.']
      }
    }
    const grows = change.ranges.some(({ from, to }) => to > from) && this.#growth(change) > 0
    if (grows && this.#knowledge.length + this.#growth(change) > this.#around.limits.textLength) {
      return ['full', 'The document is full. Delete something, or start another one.']
    }
    return null
  }

  /** By how many UTF-16 units the text becomes longer, before what the update deletes elsewhere. */
  #growth(change: Change): number {
    let growth = 0
    for (const { from, to } of change.ranges) growth += to - from
    for (const { from, to } of change.born) growth -= to - from
    return growth
  }

  /** R14, R19, R20: a gap is mended by asking for what is missing; everything else ends the replica. */
  #refuse(one: Received, reason: Refusal, text: string): void {
    const { from, n } = one
    if (reason === 'gap' && this.#askAgain(one, text)) return
    from.ended = true
    if (from.sticky) return from.refuse(n, reason, text)
    this.presence.leave(from)
    from.close(CLOSE.replicaRefused)
  }

  /**
   * Asks once for each gap: what was under way when it opened is refused with it and comes again in the answer.
   * False when this client has been asked often enough.
   */
  #askAgain({ from, n, step2 }: Received, text: string): boolean {
    if (step2) from.mending = false
    if (!from.mending) from.gaps += 1
    if (from.gaps > MAX_GAPS) return false
    if (from.sticky) from.refuse(n, 'resync', text)
    if (!from.mending) this.#askForMissing(from)
    from.mending = true
    return true
  }

  // --- what is durable -------------------------------------------------------------------------------------

  #settle(result: Appended, { received, entries, deliveries, acks }: Flight): void {
    if (result.kind === 'appended') {
      const prev = this.#head.seq
      this.#head = { ...this.#head, seq: result.seq }
      this.#deliver(prev, deliveries)
      this.#acknowledge(acks)
      this.#around.grown(this.document, prev, result.seq, entries)
      return this.#free()
    }
    if (result.kind === 'gone') {
      this.closeAll(CLOSE.documentGone)
      return this.#free()
    }
    this.#queue = [...received, ...this.#queue]
    this.#mend(result.kind === 'epoch' ? result.epoch : this.#head.epoch)
  }

  /** Nothing was stored: nothing is known of it any more, and its writers come back and bring it again (R10). */
  #fail(error: unknown, received: Received[]): void {
    this.#around.onError(error, this.document)
    for (const { from } of received) from.close(CLOSE.unavailable)
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

  #deliver(prev: number, deliveries: readonly Delivery[]): void {
    const last = deliveries.at(-1)
    if (last === undefined) return
    const frames = deliveries.map(({ update }) => syncFrame(SYNC.update, update))
    const updates = deliveries.map(({ update }) => update)
    const bundle = serverFrame({ kind: 'updates', prev, seq: last.seq, updates })
    for (const connection of this.#connections) {
      if (connection.phase !== 'live') continue
      if (connection.socket.buffered > this.#around.limits.buffered) {
        this.#fallBehind(connection)
        continue
      }
      this.#deliverTo(connection, deliveries, frames, bundle)
      connection.seq = last.seq
    }
  }

  #deliverTo(
    to: Connection,
    deliveries: readonly Delivery[],
    frames: Uint8Array[],
    bundle: Uint8Array,
  ): void {
    if (!deliveries.some(({ from }) => from !== to)) return
    if (to.sticky) return to.socket.send([bundle])
    to.socket.send(frames.filter((_, i) => deliveries[i]?.from !== to))
  }

  #acknowledge(acks: Map<Connection, number>): void {
    for (const [connection, n] of acks)
      connection.saved(n, Math.min(connection.seq, this.#head.seq))
  }

  // --- bringing somebody up to date ------------------------------------------------------------------------

  /** First contact: the stored snapshot and the raw tail (R3). With a cursor: what came after it (R4). */
  async #bringUp(
    connection: Connection,
    cursor: Cursor | null,
    stateVector: Uint8Array,
  ): Promise<void> {
    const head = await this.#around.log.head(this.document)
    if (head === null) return connection.close(CLOSE.documentGone)
    const resumed = cursor !== null && canResume(cursor, head)
    if (connection.sticky) {
      connection.socket.send([
        serverFrame({
          kind: 'welcome',
          generation: head.generation,
          head: head.seq,
          role: connection.role,
          resumed,
        }),
      ])
    }
    if (resumed) {
      connection.seq = cursor.seq
      return
    }
    const loaded = await this.#around.log.load(this.document)
    if (loaded === null) return connection.close(CLOSE.documentGone)
    this.#sendLoaded(connection, loaded, stateVector)
  }

  #sendLoaded(connection: Connection, { snapshot, tail }: Loaded, stateVector: Uint8Array): void {
    if (snapshot !== null) {
      connection.seq = snapshot.coversSeq
      const update = snapshotFor(snapshot, stateVector)
      connection.socket.send([
        connection.sticky
          ? serverFrame({ kind: 'snapshot', seq: snapshot.coversSeq, update })
          : syncFrame(SYNC.update, update),
      ])
    }
    this.#sendEntries(connection, tail)
  }

  #sendEntries(connection: Connection, entries: readonly Entry[]): void {
    const last = entries.at(-1)
    if (last === undefined || connection.phase === 'closed') return
    const updates = entries.map(({ update }) => update)
    connection.socket.send(
      connection.sticky
        ? [serverFrame({ kind: 'updates', prev: connection.seq, seq: last.seq, updates })]
        : updates.map((update) => syncFrame(SYNC.update, update)),
    )
    connection.seq = last.seq
  }

  /** Sends from the log until the connection has what the room has; then, in the same breath, it is live. */
  async #goLive(connection: Connection): Promise<void> {
    while (connection.seq < this.#head.seq && connection.phase !== 'closed') {
      if (connection.socket.buffered > this.#around.limits.buffered) {
        await new Promise<void>((resolve) => connection.socket.whenDrained(resolve))
      }
      const entries = await this.#around.log.read(this.document, connection.seq, PAGE)
      if (entries.length === 0) break
      this.#sendEntries(connection, entries)
    }
    if (connection.phase === 'joining' || connection.phase === 'behind') connection.phase = 'live'
  }

  /** R51: nothing is queued for it any more; it goes on from its seq when its line is free. */
  #fallBehind(connection: Connection): void {
    connection.phase = 'behind'
    if (connection.sticky) connection.socket.send([serverFrame({ kind: 'behind' })])
    connection.socket.whenDrained(() => {
      this.#goLive(connection).catch((error: unknown) => this.#around.onError(error, this.document))
    })
  }

  /** The end of catching up. Not while a batch is in flight: what is claimed to be known has to be durable. */
  #greet(connection: Connection): void {
    if (connection.phase === 'closed') return
    if (!connection.sticky) connection.socket.send([NOTHING_MORE])
    this.#askForMissing(connection)
    const present = this.presence.all()
    if (present !== null) connection.socket.send([present])
  }

  /** Sync step 1: "this is what I know". Ends a sticky client's catching up, and mends gaps. */
  #askForMissing(connection: Connection): void {
    if (connection.phase === 'closed') return
    connection.socket.send([syncFrame(SYNC.step1, this.#knowledge.stateVector())])
  }

  // --- rights ----------------------------------------------------------------------------------------------

  async #recheck(connection: Connection): Promise<void> {
    const role = await this.#around.authorise(connection.session)
    if (connection.phase === 'closed' || role === connection.role) return
    if (role === 'none') return connection.close(CLOSE.accessLost)
    connection.role = role
    if (connection.sticky) connection.socket.send([serverFrame({ kind: 'access', role })])
  }

  async #reauthorise(epoch: number): Promise<void> {
    await Promise.all([...this.#connections].map((connection) => this.#recheck(connection)))
    this.#head = { ...this.#head, epoch }
  }

  // --- one thing at a time ---------------------------------------------------------------------------------

  #learn({ head, snapshot, tail }: Loaded): void {
    const knowledge = Knowledge.of(snapshot)
    for (const { update, author } of tail) {
      const inspected = inspect(update, knowledge)
      if (inspected.kind === 'change') knowledge.advance(inspected, author)
    }
    this.#knowledge = knowledge
    this.#head = { ...head, seq: this.#head.seq, epoch: this.#head.epoch }
  }

  /** Entries that others wrote, up to `seq`: learn from them and pass them on. */
  async #follow(seq: number): Promise<void> {
    await this.#passOn(seq, ({ update, author }) => this.#learnFrom(update, author))
  }

  #learnFrom(update: Uint8Array, author: Author): void {
    const inspected = inspect(update, this.#knowledge)
    if (inspected.kind === 'change') this.#knowledge.advance(inspected, author)
  }

  /** Passes on what the log has after the room's head; up to `seq`, though quarantine may have left holes. */
  async #passOn(seq: number, learn: (entry: Entry) => void = () => {}): Promise<void> {
    while (this.#head.seq < seq) {
      const page = await this.#around.log.read(this.document, this.#head.seq, PAGE)
      const entries = page.filter((entry) => entry.seq <= seq)
      for (const entry of entries) learn(entry)
      const prev = this.#head.seq
      const last = page.length < PAGE ? seq : (entries.at(-1)?.seq ?? seq)
      this.#head = { ...this.#head, seq: last }
      this.#deliver(
        prev,
        entries.map(({ seq, update }) => ({ seq, update, from: null })),
      )
    }
  }

  #whenFree(work: () => Promise<void>): void {
    if (this.#busy) {
      this.#then.push(work)
      return
    }
    this.#busy = true
    this.#run(work)
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
    const next = this.#then.shift()
    if (next !== undefined) return this.#whenFree(next)
    if (this.#queue.length > 0 || this.#connections.size === 0) this.#around.schedule(this)
  }
}

/** R4: the log has everything after the cursor. */
const canResume = ({ generation, seq }: Cursor, head: Head): boolean =>
  generation === head.generation && seq <= head.seq && seq >= head.trimmed

/** R3: whoever has all the structs of the snapshot gets its deletes only. Their stored form is Yjs's own. */
const snapshotFor = (snapshot: Snapshot, stateVector: Uint8Array): Uint8Array =>
  covers(stateVector, snapshot.stateVector)
    ? Uint8Array.from([0, ...snapshot.deleted])
    : snapshot.update
