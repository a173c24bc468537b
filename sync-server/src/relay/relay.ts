import { CLOSE } from '@sticky/shared/errors'
import type { CloseReason } from '@sticky/shared/errors'
import type { Bus, PassedEntry, Signals } from '../bus/types.ts'
import type { Metrics } from '../metrics.ts'
import type { Appended, Log, Snapshots } from '../store/types.ts'
import { setAlarm } from './alarm.ts'
import { Connection, EARLY_MESSAGES } from './connection.ts'
import type { Session, Socket } from './connection.ts'
import type { Batch } from './intake.ts'
import { Joined } from './joined.ts'
import type { Desk } from './joined.ts'
import { Reception } from './reception.ts'
import { RecentSnapshots } from './recent-snapshots.ts'
import type { Room, Surroundings } from './room.ts'
import { Rooms } from './rooms.ts'
import type { Entry } from './rooms.ts'

export type RelayOptions = {
  /** Names this relay among all: it does not listen to itself. */
  id: string
  log: Log
  snapshots: Pick<Snapshots, 'latest'>
  bus: Bus
  authorise: Surroundings['authorise']
  authoriseNow: Surroundings['authoriseNow']
  onError: (error: unknown, document: string) => void
  metrics: Metrics
  limits: Surroundings['limits']
  /** How often heads are compared with the store, ms: a lost signal costs at most this (R60). */
  healEvery: number
  /** How often rights are proved again while a session lives, ms (F9). */
  proveEvery: number
}

/** A snapshot that nobody has asked for between two sweeps is not kept in memory, nor an empty room; one in which nobody writes rests, ms. */
const SWEEP_EVERY = 10_000
/** How often merge is told of busy documents, ms. */
const DIRTY_EVERY = 250
/** How often presence that waits is looked at, ms. */
const PRESENCE_EVERY = 10

/**
 * Passes updates on and logs them; opens no document and resolves nothing (F60). At the end of each event-loop
 * turn everything that came for all documents goes into one commit, and only then to anybody else (R10).
 */
export class Relay {
  readonly #options: RelayOptions
  readonly #rooms: Rooms
  readonly #desk: Desk
  readonly #scheduled = new Set<Room>()
  readonly #dirty = new Set<string>()
  /** Rooms in which presence waits. */
  readonly #waiting = new Set<Room>()
  #looking = false
  readonly #snapshots: RecentSnapshots
  readonly #subscriptions: (() => void)[]
  readonly #timers: NodeJS.Timeout[]

  constructor(options: RelayOptions) {
    this.#options = options
    this.#snapshots = new RecentSnapshots((document) => options.snapshots.latest(document))
    this.#rooms = new Rooms({
      log: options.log,
      snapshots: this.#snapshots,
      authorise: options.authorise,
      authoriseNow: options.authoriseNow,
      onError: options.onError,
      metrics: options.metrics,
      limits: options.limits,
      fold: (document) => options.bus.request('merge.fold', { document }),
      schedule: (room) => this.#schedule(room),
      grown: (...batch) => this.#grown(...batch),
    })
    this.#desk = {
      rooms: this.#rooms,
      reception: new Reception({
        buffered: options.limits.buffered,
        schedule: (room) => this.#schedule(room),
        onError: options.onError,
        metrics: options.metrics,
      }),
      early: options.limits.messageBytes * EARLY_MESSAGES,
    }
    this.#subscriptions = this.#subscribe(options.bus)
    this.#timers = [
      setInterval(() => void this.#rooms.each((room) => room.refresh()), options.healEvery),
      setInterval(() => void this.#prove(), options.proveEvery),
      setInterval(() => this.#sweep(), SWEEP_EVERY),
    ]
  }

  /** Takes a socket into its document's room. It is brought up to date once it has said where it stands. */
  connect(session: Session, socket: Socket): Joined {
    const connection = new Connection(session, socket)
    const entry = this.#rooms.enter(session.document)
    return new Joined(connection, entry, this.#desk, this.#expire(connection, entry))
  }

  /** Says goodbye to everybody; they come back to the next server. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    for (const unsubscribe of this.#subscriptions) unsubscribe()
    await this.#flush()
    await this.#rooms.each((room) => room.closeAll(CLOSE.unavailable))
  }

  /** A right that runs out by itself is gone at that moment, whatever is still under way (R34). */
  #expire(connection: Connection, entry: Entry): (() => void) | null {
    const { until } = connection.session
    if (until === null) return null
    return setAlarm(until, () => {
      connection.close(CLOSE.accessLost)
      entry.opening.then(
        (room) => room?.closeAll(CLOSE.accessLost, (one) => one === connection),
        () => {},
      )
    })
  }

  // --- turns -----------------------------------------------------------------------------------------------

  #schedule(room: Room): void {
    if (this.#scheduled.size === 0) setImmediate(() => void this.#flush())
    this.#scheduled.add(room)
  }

  /** The group commit: one for all rooms of this turn. */
  async #flush(): Promise<void> {
    const rooms = [...this.#scheduled]
    this.#scheduled.clear()
    const batches = rooms.map((room) => room.take()).filter((batch) => batch !== null)
    if (batches.length > 0) {
      const appends = batches.map(({ append }) => append)
      const at = performance.now()
      const results = await this.#options.log.append(appends).catch((error: unknown) => {
        for (const batch of batches) batch.fail(error)
        return []
      })
      this.#options.metrics.committed((performance.now() - at) / 1000)
      for (const [i, result] of results.entries()) this.#settle(batches[i], result)
    }
    this.#sendPresence(rooms)
    for (const room of rooms) this.#rooms.drop(room)
  }

  /** What goes wrong with one room is that room's trouble. */
  #settle(batch: Batch | undefined, result: Appended): void {
    try {
      batch?.settle(result)
    } catch (error) {
      batch?.fail(error)
    }
  }

  #sendPresence(rooms: Iterable<Room>): void {
    const now = performance.now()
    for (const room of rooms) {
      if (room.sendPresence(now)) this.#waiting.delete(room)
      else this.#waiting.add(room)
    }
    if (this.#waiting.size > 0) this.#lookAgain()
  }

  /** One timer for all rooms, and only while there is something to look at. */
  #lookAgain(): void {
    if (this.#looking) return
    this.#looking = true
    setTimeout(() => {
      this.#looking = false
      this.#sendPresence([...this.#waiting])
    }, PRESENCE_EVERY)
  }

  #grown(document: string, prev: number, seq: number, entries: PassedEntry[]): void {
    const { bus, id } = this.#options
    bus.publish('log.appended', { document, relay: id, prev, seq, entries })
    if (this.#dirty.size === 0) setTimeout(() => this.#announceDirty(), DIRTY_EVERY)
    this.#dirty.add(document)
  }

  #announceDirty(): void {
    this.#options.bus.publish('documents.dirty', { documents: [...this.#dirty] })
    this.#dirty.clear()
  }

  #sweep(): void {
    this.#snapshots.sweep()
    this.#rooms.sweep()
  }

  // --- signals ---------------------------------------------------------------------------------------------

  #subscribe(bus: Bus): (() => void)[] {
    return [
      bus.subscribe('log.appended', ({ document, relay, prev, seq, entries }) => {
        if (relay === this.#options.id) return
        void this.#rooms.with(document, (room) => room.appended(prev, seq, entries))
      }),
      bus.subscribe('document.reset', ({ document, entries }) => {
        this.#options.metrics.quarantined(entries)
        void this.#rooms.with(document, (room) => room.reset())
      }),
      bus.subscribe('document.merged', ({ document }) => {
        this.#snapshots.drop(document)
        void this.#rooms.with(document, (room) => room.merged())
      }),
      bus.subscribe('access.changed', (scope) => void this.#reauthorise(scope)),
      bus.subscribe(
        'document.changed',
        ({ document }) => void this.#rooms.with(document, (room) => room.refresh()),
      ),
      bus.subscribe('user.revoked', ({ userId }) => void this.#cut(CLOSE.accessLost, userId)),
    ]
  }

  /** Rights that come from a chat run out unless they are proved again (F9). */
  #prove(): Promise<void> {
    return this.#rooms.each((room) => room.prove())
  }

  async #reauthorise(scope: Signals['access.changed']): Promise<void> {
    if ('userId' in scope) {
      return this.#rooms.each((room) => {
        if (room.has(scope.userId)) void room.reauthorise()
      })
    }
    if ('documents' in scope) {
      for (const document of scope.documents) void this.#reauthorise({ document })
      return
    }
    const { document, request } = scope
    const room = await this.#rooms.get(document)
    const cut = (await room?.reauthorise()) ?? 0
    if (request !== undefined) this.#options.bus.publish('access.enforced', { request, cut })
  }

  #cut(reason: CloseReason, userId: string): Promise<void> {
    return this.#rooms.each((room) =>
      room.closeAll(reason, ({ session }) => session.user.id === userId),
    )
  }
}
