import { CLOSE } from '@sticky/shared/errors'
import { snapshotFrameHead, SYNC, syncFrame, syncFrameHead } from '@sticky/shared/frames'
import type { Cursor } from '@sticky/shared/frames'
import type { Head, Log } from '../store/types.ts'
import { Broadcast } from './broadcast.ts'
import type { Delivery } from './broadcast.ts'
import type { Connection } from './connection.ts'
import type { RecentSnapshots, Served } from './recent-snapshots.ts'
import { covers } from './state-vector.ts'
import { Tail } from './tail.ts'

/** Where a client stands when it joins; `cursor` is null on first contact. */
export type Standing = { cursor: Cursor | null; stateVector: Uint8Array }

export type FeedOptions = {
  document: string
  log: Log
  /** The end of the log up to the head, as it was read a moment ago, if it was. */
  tail: Tail
  snapshots: RecentSnapshots
  /** Bytes that may wait for a reader before it counts as slow (R51). */
  buffered: number
  /** The seq up to which the room has passed on everything. */
  head: () => number
  /** The generation of the log that the room knows, and what to do when the store has another one. */
  generation: () => string
  onOther: () => void
  /** A reader was too slow. */
  onBehind: () => void
  onError: (error: unknown) => void
}

/** Entries read from the log at once, for one connection. */
const PAGE = 2_000
/** When more entries than this came after a snapshot that may be old, a newer one is looked for. */
const MANY = 2_000
/** How many are offered something in one turn. */
const OFFERED = 100
/** The state vector of an empty document. */
const NOTHING = new Uint8Array([0])

/** Sync step 2 with an empty update: to a plain client, "this was all". */
export const NOTHING_MORE = syncFrame(SYNC.step2, new Uint8Array([0, 0]))

/**
 * Brings what is durable to everybody in one room: newcomers from snapshot and log, live ones as it comes, slow
 * ones when they can take it. Invariant: a live connection has been sent everything up to the room's head.
 */
export class Feed {
  readonly #options: Omit<FeedOptions, 'tail'>
  readonly #connections = new Set<Connection>()
  #plain = 0
  #finishOffer = (): void => {}
  /** For newcomers: it comes after the snapshot that they get, and ends at the head. */
  #tail: Tail | null
  /** What the snapshot covers that newcomers get. */
  #snapshotAt: number | null = null

  constructor({ tail, ...options }: FeedOptions) {
    this.#options = options
    this.#tail = tail.isLarge ? null : tail
  }

  /** What was read a moment ago is not true any more, or not needed. */
  forgetTail(): void {
    this.#tail = null
  }

  get connections(): ReadonlySet<Connection> {
    return this.#connections
  }

  add(connection: Connection): void {
    this.#connections.add(connection)
    if (!connection.sticky) this.#plain += 1
  }

  remove(connection: Connection): void {
    if (this.#connections.delete(connection) && !connection.sticky) this.#plain -= 1
  }

  /** Everything in one encoding for all receivers, and one write to each (R11, R18). */
  deliver(prev: number, deliveries: readonly Delivery[]): void {
    const last = deliveries.at(-1)
    if (last === undefined) return
    this.forgetTail()
    const broadcast = new Broadcast(prev, deliveries, this.#plain)
    for (const connection of this.#connections) {
      if (connection.phase !== 'live') continue
      if (connection.socket.buffered > this.#options.buffered) {
        this.#fallBehind(connection)
        continue
      }
      broadcast.sendTo(connection)
      connection.seq = last.seq
    }
  }

  /**
   * One message to everybody who can take it now; what is dropped is not missed (R42). In a crowd some hear it a
   * few turns later than others, so that other work comes in between; nobody hears the next one before.
   */
  offer(messageFor: (to: Connection) => Uint8Array, except: Connection | null): void {
    this.#finishOffer()
    const receivers = [...this.#connections]
    const offerTo = (start: number): void => {
      this.#finishOffer = () => {}
      for (const connection of receivers.slice(start, start + OFFERED)) {
        if (connection.phase !== 'live' || connection === except) continue
        if (connection.socket.buffered <= this.#options.buffered)
          connection.socket.write(messageFor(connection))
      }
      const next = start + OFFERED
      if (next >= receivers.length) return
      const later = setImmediate(() => offerTo(next))
      this.#finishOffer = () => {
        clearImmediate(later)
        offerTo(next)
        this.#finishOffer()
      }
    }
    offerTo(0)
  }

  /** Tells writers how many of their update frames are durable (R11); after what is in them was delivered. */
  acknowledge(acks: ReadonlyMap<Connection, number>): void {
    for (const [connection, n] of acks) {
      connection.durable = n
      if (connection.socket.buffered > this.#options.buffered) this.#owe(connection)
      else this.#tellSaved(connection)
    }
  }

  #tellSaved(connection: Connection): void {
    connection.saved(Math.min(connection.seq, this.#options.head()))
  }

  /** Whoever writes and does not read is told once, when it does (R51). */
  #owe(connection: Connection): void {
    if (connection.owed) return
    connection.owed = true
    void this.drained(connection).then(() => {
      connection.owed = false
      this.#tellSaved(connection)
    })
  }

  /** First contact: the stored snapshot (R3). With a cursor: nothing (R4). The rest is for {@link goLive}. */
  async bringUp(connection: Connection, { cursor, stateVector }: Standing): Promise<void> {
    const { log, document, generation, onOther } = this.#options
    const head = await log.head(document)
    if (head === null) return connection.close(CLOSE.documentGone)
    if (head.generation !== generation()) {
      this.forgetTail()
      onOther()
    }
    const resumed = cursor !== null && canResume(cursor, head)
    if (connection.sticky) welcome(connection, head, resumed)
    if (resumed) connection.seq = cursor.seq
    else await this.#sendSnapshot(connection, stateVector)
  }

  /** Sends everything that somebody with this state vector lacks, once more. */
  sendAgain(connection: Connection, stateVector: Uint8Array): Promise<void> {
    return this.#afterOthers(connection, async () => {
      await this.drained(connection)
      if (connection.phase === 'closed') return
      connection.phase = 'behind'
      await this.#sendSnapshot(connection, stateVector)
      await this.#catchUp(connection)
    })
  }

  /** One thing at a time moves a connection through the log. */
  #afterOthers(connection: Connection, work: () => Promise<void>): Promise<void> {
    const done = connection.catchingUp.then(work)
    connection.catchingUp = done.catch(() => {})
    return done
  }

  /** What the snapshot covers; what comes after it is in the log. */
  async #sendSnapshot(connection: Connection, stateVector: Uint8Array): Promise<void> {
    const { log, document, snapshots } = this.#options
    const head = await log.head(document)
    if (head === null) return connection.close(CLOSE.documentGone)
    const recent = snapshots.get(document, head.generation)
    const oldest = Math.max(head.trimmed, head.seq - MANY)
    const isRecent = recent !== null && recent.coversSeq >= oldest
    const snapshot = isRecent ? recent : await snapshots.load(document, head.generation)
    if ((snapshot?.coversSeq ?? 0) < head.trimmed)
      throw new Error('The log does not go back to the newest snapshot that is whole.')
    this.#snapshotAt = snapshot?.coversSeq ?? 0
    sendSnapshot(connection, snapshot, stateVector)
  }

  /** Sends from the log until the connection has what the room has; then, in the same breath, it is live. */
  goLive(connection: Connection): Promise<void> {
    return this.#afterOthers(connection, () => this.#catchUp(connection))
  }

  async #catchUp(connection: Connection): Promise<void> {
    const { head } = this.#options
    while (connection.seq < head() && connection.phase !== 'closed') {
      await this.drained(connection)
      const upTo = head()
      const page = await this.#read(connection.seq)
      if (page === null) {
        await this.#sendSnapshot(connection, NOTHING)
        continue
      }
      const { tail, more } = page
      sendTail(connection, tail)
      // what is missing at the end was quarantined
      if (!more) connection.seq = Math.max(connection.seq, upTo)
    }
    if (connection.phase === 'joining' || connection.phase === 'behind') connection.phase = 'live'
  }

  /** What comes after `seq`; null when the log does not go back so far. */
  async #read(seq: number): Promise<{ tail: Tail; more: boolean } | null> {
    const { log, document, buffered, head } = this.#options
    if (seq === this.#tail?.after) return { tail: this.#tail, more: false }
    const { entries, more } = await log.read(document, seq, { entries: PAGE, bytes: buffered })
    if (!(await this.#isWhole(seq))) return null
    const tail = new Tail(seq, entries)
    if (seq === this.#snapshotAt && tail.last === head() && !tail.isLarge) this.#tail = tail
    return { tail, more }
  }

  /** Asked after a read: the log was not trimmed beyond `seq` before it, so what was read has no hole. */
  async #isWhole(seq: number): Promise<boolean> {
    const head = await this.#options.log.head(this.#options.document)
    return head === null || head.trimmed <= seq
  }

  /** Resolves when the connection can take more, or is gone. */
  async drained({ socket }: Connection): Promise<void> {
    if (socket.buffered <= this.#options.buffered) return
    await new Promise<void>((resolve) => socket.whenDrained(resolve))
  }

  /** R51: nothing is queued for it any more; it goes on from its seq when its line is free. */
  #fallBehind(connection: Connection): void {
    connection.phase = 'behind'
    this.#options.onBehind()
    if (connection.sticky) connection.tell({ kind: 'behind' })
    connection.socket.whenDrained(() => {
      this.goLive(connection).catch((error: unknown) => {
        this.#options.onError(error)
        connection.close(CLOSE.internal)
      })
    })
  }
}

const welcome = (connection: Connection, { generation, seq }: Head, resumed: boolean): void => {
  const { role } = connection
  connection.tell({ kind: 'welcome', generation, head: seq, role, resumed })
}

const sendSnapshot = (
  connection: Connection,
  snapshot: Served | null,
  stateVector: Uint8Array,
): void => {
  connection.seq = snapshot?.coversSeq ?? 0
  if (connection.phase === 'closed' || snapshot === null) return
  const { coversSeq: seq } = snapshot
  const update = snapshotFor(snapshot, stateVector)
  const { length } = update
  connection.sendShared(
    connection.sticky ? snapshotFrameHead(seq, length) : syncFrameHead(SYNC.update, length),
    update,
  )
}

const sendTail = (connection: Connection, tail: Tail): void => {
  if (tail.last === tail.after || connection.phase === 'closed') return
  connection.socket.write(tail.messages(connection.sticky))
  connection.seq = tail.last
}

/** R4: the log has everything after the cursor. */
const canResume = ({ generation, seq }: Cursor, head: Head): boolean =>
  generation === head.generation && seq <= head.seq && seq >= head.trimmed

/** R3: whoever has all the structs of the snapshot gets its deletes only. Their stored form is Yjs's own. */
const snapshotFor = (snapshot: Served, stateVector: Uint8Array): Uint8Array =>
  covers(stateVector, snapshot.stateVector)
    ? Uint8Array.from([0, ...snapshot.deleted])
    : snapshot.update
