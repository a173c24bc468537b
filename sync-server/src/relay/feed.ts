import { CLOSE } from '@sticky/shared/errors'
import { serverFrame, SYNC, syncFrame } from '@sticky/shared/frames'
import type { Cursor } from '@sticky/shared/frames'
import type { Entry, Head, Loaded, Log, Snapshot } from '../store/types.ts'
import type { Connection } from './connection.ts'
import { covers } from './state-vector.ts'

/** An entry on its way to everybody; `from` gets no echo. */
export type Delivery = { seq: number; update: Uint8Array; from: Connection | null }

/** Where a client stands when it joins; `cursor` is null on first contact. */
export type Standing = { cursor: Cursor | null; stateVector: Uint8Array }

export type FeedOptions = {
  document: string
  log: Log
  /** Bytes that may wait for a reader before it counts as slow (R51). */
  buffered: number
  /** The seq up to which the room has passed on everything. */
  head: () => number
  onError: (error: unknown) => void
}

/** Entries read from the log at once, for one connection: each may be as large as a message. */
const PAGE = 100

/** Sync step 2 with an empty update: to a plain client, "this was all". */
export const NOTHING_MORE = syncFrame(SYNC.step2, new Uint8Array([0, 0]))

/**
 * Brings what is durable to everybody in one room: newcomers from snapshot and log, live ones as it comes, slow
 * ones when they can take it. Invariant: a live connection has been sent everything up to the room's head.
 */
export class Feed {
  readonly #options: FeedOptions
  readonly #connections = new Set<Connection>()

  constructor(options: FeedOptions) {
    this.#options = options
  }

  get connections(): ReadonlySet<Connection> {
    return this.#connections
  }

  add(connection: Connection): void {
    this.#connections.add(connection)
  }

  remove(connection: Connection): void {
    this.#connections.delete(connection)
  }

  /** Everything in one encoding for all receivers, and one write to each (R11, R18). */
  deliver(prev: number, deliveries: readonly Delivery[]): void {
    const last = deliveries.at(-1)
    if (last === undefined) return
    const frames = deliveries.map(({ update }) => syncFrame(SYNC.update, update))
    const updates = deliveries.map(({ update }) => update)
    const bundle = serverFrame({ kind: 'updates', prev, seq: last.seq, updates })
    for (const connection of this.#connections) {
      if (connection.phase !== 'live') continue
      if (connection.socket.buffered > this.#options.buffered) {
        this.#fallBehind(connection)
        continue
      }
      deliverTo(connection, deliveries, frames, bundle)
      connection.seq = last.seq
    }
  }

  /** One frame to everybody who can take it now; what is dropped is not missed (R42). */
  offer(frameFor: (to: Connection) => Uint8Array, except: Connection | null): void {
    for (const connection of this.#connections) {
      if (connection.phase !== 'live' || connection === except) continue
      if (connection.socket.buffered <= this.#options.buffered)
        connection.socket.send([frameFor(connection)])
    }
  }

  /** First contact: the stored snapshot and the raw tail (R3). With a cursor: what came after it (R4). */
  async bringUp(connection: Connection, { cursor, stateVector }: Standing): Promise<void> {
    const head = await this.#options.log.head(this.#options.document)
    if (head === null) return connection.close(CLOSE.documentGone)
    const resumed = cursor !== null && canResume(cursor, head)
    if (connection.sticky) welcome(connection, head, resumed)
    if (resumed) connection.seq = cursor.seq
    else await this.sendAll(connection, stateVector)
  }

  /** Everything that somebody with this state vector lacks. */
  async sendAll(connection: Connection, stateVector: Uint8Array): Promise<void> {
    const loaded = await this.#options.log.load(this.#options.document)
    if (loaded === null) return connection.close(CLOSE.documentGone)
    if (connection.phase !== 'closed') sendLoaded(connection, loaded, stateVector)
  }

  /** Sends from the log until the connection has what the room has; then, in the same breath, it is live. */
  async goLive(connection: Connection): Promise<void> {
    const { log, document, head, buffered } = this.#options
    let page = PAGE
    while (connection.seq < head() && connection.phase !== 'closed') {
      await this.drained(connection)
      const upTo = head()
      const entries = await log.read(document, connection.seq, page)
      const now = fitting(entries, buffered)
      sendEntries(connection, now)
      const all = now.length === entries.length
      // what is missing at the end was quarantined
      if (all && entries.length < page) connection.seq = Math.max(connection.seq, upTo)
      page = all ? Math.min(PAGE, page * 2) : now.length
    }
    if (connection.phase === 'joining' || connection.phase === 'behind') connection.phase = 'live'
  }

  /** Resolves when the connection can take more, or is gone. */
  async drained({ socket }: Connection): Promise<void> {
    if (socket.buffered <= this.#options.buffered) return
    await new Promise<void>((resolve) => socket.whenDrained(resolve))
  }

  /** R51: nothing is queued for it any more; it goes on from its seq when its line is free. */
  #fallBehind(connection: Connection): void {
    connection.phase = 'behind'
    if (connection.sticky) connection.socket.send([serverFrame({ kind: 'behind' })])
    connection.socket.whenDrained(() => {
      this.goLive(connection).catch((error: unknown) => {
        this.#options.onError(error)
        connection.close(CLOSE.internal)
      })
    })
  }
}

const deliverTo = (
  to: Connection,
  deliveries: readonly Delivery[],
  frames: readonly Uint8Array[],
  bundle: Uint8Array,
): void => {
  if (!deliveries.some(({ from }) => from !== to)) return
  if (to.sticky) to.socket.send([bundle])
  else to.socket.send(frames.filter((_, i) => deliveries[i]?.from !== to))
}

const welcome = (connection: Connection, { generation, seq }: Head, resumed: boolean): void => {
  const { role } = connection
  connection.socket.send([serverFrame({ kind: 'welcome', generation, head: seq, role, resumed })])
}

const sendLoaded = (
  connection: Connection,
  { snapshot, tail }: Loaded,
  stateVector: Uint8Array,
): void => {
  if (snapshot !== null) {
    const { coversSeq: seq } = snapshot
    const update = snapshotFor(snapshot, stateVector)
    connection.seq = seq
    connection.socket.send([
      connection.sticky
        ? serverFrame({ kind: 'snapshot', seq, update })
        : syncFrame(SYNC.update, update),
    ])
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
  connection.socket.send(
    connection.sticky
      ? [serverFrame({ kind: 'updates', prev, seq: last.seq, updates })]
      : updates.map((update) => syncFrame(SYNC.update, update)),
  )
  connection.seq = last.seq
}

/** R4: the log has everything after the cursor. */
const canResume = ({ generation, seq }: Cursor, head: Head): boolean =>
  generation === head.generation && seq <= head.seq && seq >= head.trimmed

/** R3: whoever has all the structs of the snapshot gets its deletes only. Their stored form is Yjs's own. */
const snapshotFor = (snapshot: Snapshot, stateVector: Uint8Array): Uint8Array =>
  covers(stateVector, snapshot.stateVector)
    ? Uint8Array.from([0, ...snapshot.deleted])
    : snapshot.update
