import { CLOSE } from '@sticky/shared/errors'
import { snapshotFrameHead, SYNC, syncFrame, syncFrameHead } from '@sticky/shared/frames'
import type { Cursor } from '@sticky/shared/frames'
import type { Entry, Head, Log } from '../store/types.ts'
import { Broadcast, updateMessage } from './broadcast.ts'
import type { Delivery } from './broadcast.ts'
import type { Connection } from './connection.ts'
import type { RecentSnapshots, Served } from './recent-snapshots.ts'
import { covers } from './state-vector.ts'

/** Where a client stands when it joins; `cursor` is null on first contact. */
export type Standing = { cursor: Cursor | null; stateVector: Uint8Array }

export type FeedOptions = {
  document: string
  log: Log
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

/** Entries read from the log at once, for one connection: each may be as large as a message. */
const PAGE = 100
/** A tail longer than this is not read beside a snapshot that may be old: a newer one is looked for. */
const MANY = 2_000
/** The state vector of an empty document. */
const NOTHING = new Uint8Array([0])

/** Sync step 2 with an empty update: to a plain client, "this was all". */
export const NOTHING_MORE = syncFrame(SYNC.step2, new Uint8Array([0, 0]))

/**
 * Brings what is durable to everybody in one room: newcomers from snapshot and log, live ones as it comes, slow
 * ones when they can take it. Invariant: a live connection has been sent everything up to the room's head.
 */
export class Feed {
  readonly #options: FeedOptions
  readonly #connections = new Set<Connection>()
  #plain = 0

  constructor(options: FeedOptions) {
    this.#options = options
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

  /** One message to everybody who can take it now; what is dropped is not missed (R42). */
  offer(messageFor: (to: Connection) => Uint8Array, except: Connection | null): void {
    for (const connection of this.#connections) {
      if (connection.phase !== 'live' || connection === except) continue
      if (connection.socket.buffered <= this.#options.buffered)
        connection.socket.write(messageFor(connection))
    }
  }

  /** First contact: the stored snapshot and the raw tail (R3). With a cursor: what came after it (R4). */
  async bringUp(connection: Connection, { cursor, stateVector }: Standing): Promise<void> {
    const { log, document, snapshots, generation, onOther } = this.#options
    const head = await log.head(document)
    if (head === null) return connection.close(CLOSE.documentGone)
    if (head.generation !== generation()) {
      // what was kept is of a log that is no more
      snapshots.drop(document)
      onOther()
    }
    const resumed = cursor !== null && canResume(cursor, head)
    if (connection.sticky) welcome(connection, head, resumed)
    if (resumed) connection.seq = cursor.seq
    else await this.sendAll(connection, stateVector)
  }

  /** Everything that somebody with this state vector lacks. */
  async sendAll(connection: Connection, stateVector: Uint8Array): Promise<void> {
    const { document, snapshots } = this.#options
    const recent = snapshots.get(document)
    if (recent !== null) {
      const tail = await this.#tailAfter(recent.coversSeq)
      if (tail !== null) return sendLoaded(connection, recent, tail, stateVector)
    }
    const loaded = await this.#options.log.load(document)
    if (loaded === null) return connection.close(CLOSE.documentGone)
    if (loaded.snapshot !== null) snapshots.put(document, loaded.snapshot)
    sendLoaded(connection, loaded.snapshot, loaded.tail, stateVector)
  }

  /** Sends from the log until the connection has what the room has; then, in the same breath, it is live. */
  async goLive(connection: Connection): Promise<void> {
    const { log, document, head, buffered } = this.#options
    let page = PAGE
    while (connection.seq < head() && connection.phase !== 'closed') {
      await this.drained(connection)
      const upTo = head()
      const entries = await log.read(document, connection.seq, page)
      if (!(await this.#isWhole(connection.seq))) {
        await this.sendAll(connection, NOTHING)
        continue
      }
      const now = fitting(entries, buffered)
      sendEntries(connection, now)
      const all = now.length === entries.length
      // what is missing at the end was quarantined
      if (all && entries.length < page) connection.seq = Math.max(connection.seq, upTo)
      page = all ? Math.min(PAGE, page * 2) : now.length
    }
    if (connection.phase === 'joining' || connection.phase === 'behind') connection.phase = 'live'
  }

  /** All entries after `seq`; null when the log does not go back so far. */
  async #tailAfter(seq: number): Promise<Entry[] | null> {
    const { log, document } = this.#options
    const tail = await log.read(document, seq, MANY)
    return tail.length < MANY && (await this.#isWhole(seq)) ? tail : null
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

const sendLoaded = (
  connection: Connection,
  snapshot: Served | null,
  tail: readonly Entry[],
  stateVector: Uint8Array,
): void => {
  if (connection.phase === 'closed') return
  if (snapshot !== null) {
    const { coversSeq: seq } = snapshot
    const update = snapshotFor(snapshot, stateVector)
    const { length } = update
    connection.seq = seq
    connection.sendShared(
      connection.sticky ? snapshotFrameHead(seq, length) : syncFrameHead(SYNC.update, length),
      update,
    )
  }
  sendEntries(connection, tail)
}

/** The first entries, as many as fit into `bytes`; one at least (R51). */
const fitting = (entries: readonly Entry[], bytes: number): readonly Entry[] => {
  let left = bytes
  const end = entries.findIndex(({ update }) => (left -= update.length) < 0)
  return end < 0 ? entries : entries.slice(0, Math.max(1, end))
}

const sendEntries = (connection: Connection, entries: readonly Entry[]): void => {
  const last = entries.at(-1)
  if (last === undefined || connection.phase === 'closed') return
  const updates = entries.map(({ update }) => update)
  const { seq: prev } = connection
  if (connection.sticky) connection.tell({ kind: 'updates', prev, seq: last.seq, updates })
  else connection.socket.write(Buffer.concat(updates.map(updateMessage)))
  connection.seq = last.seq
}

/** R4: the log has everything after the cursor. */
const canResume = ({ generation, seq }: Cursor, head: Head): boolean =>
  generation === head.generation && seq <= head.seq && seq >= head.trimmed

/** R3: whoever has all the structs of the snapshot gets its deletes only. Their stored form is Yjs's own. */
const snapshotFor = (snapshot: Served, stateVector: Uint8Array): Uint8Array =>
  covers(stateVector, snapshot.stateVector)
    ? Uint8Array.from([0, ...snapshot.deleted])
    : snapshot.update
