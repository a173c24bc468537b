import type { Role } from '@sticky/shared/access'
import { CLOSE } from '@sticky/shared/errors'
import type { CloseReason } from '@sticky/shared/errors'
import { MESSAGE, readClientFrame, SYNC } from '@sticky/shared/frames'
import type { ClientFrame } from '@sticky/shared/frames'
import * as decoding from 'lib0/decoding'
import type { Bus, PassedEntry, Signals } from '../bus/types.ts'
import type { Metrics } from '../metrics.ts'
import type { Appended, Log, Snapshots } from '../store/types.ts'
import { setAlarm } from './alarm.ts'
import { Connection } from './connection.ts'
import type { Session, Socket } from './connection.ts'
import type { Standing } from './feed.ts'
import { Joined } from './joined.ts'
import type { Desk, Entry } from './joined.ts'
import type { Beginning } from './known-log.ts'
import type { Pacer } from './pacer.ts'
import { RecentSnapshots } from './recent-snapshots.ts'
import { Room } from './room.ts'
import type { Batch, Surroundings } from './room.ts'
import { decodeStateVector } from './state-vector.ts'

export type RelayOptions = {
  /** Names this relay among all: it does not listen to itself. */
  id: string
  log: Log
  snapshots: Pick<Snapshots, 'latest'>
  bus: Bus
  authorise: (session: Session) => Promise<Role>
  onError: (error: unknown, document: string) => void
  metrics: Metrics
  limits: Surroundings['limits']
  /** How often heads are compared with the store, ms: a lost signal costs at most this (R60). */
  healEvery: number
  /** How often rights are proved again while a session lives, ms (F9). */
  proveEvery: number
}

/** A snapshot that nobody has asked for between two sweeps is not kept in memory; a room that nobody writes in rests, ms. */
const SWEEP_EVERY = 10_000
/** What is read of a log after a snapshot that was asked for lately, to open a room. */
const RECENT = { entries: 2_000, bytes: 4 * 1024 * 1024 }
/** What may come before the room is open, in messages of full size. */
const EARLY_MESSAGES = 4
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
  readonly #rooms = new Map<string, Entry>()
  readonly #scheduled = new Set<Room>()
  readonly #dirty = new Set<string>()
  /** Rooms in which presence waits. */
  readonly #waiting = new Set<Room>()
  #looking = false
  readonly #snapshots: RecentSnapshots
  readonly #around: Surroundings
  readonly #desk: Desk
  readonly #subscriptions: (() => void)[]
  readonly #timers: NodeJS.Timeout[]

  constructor(options: RelayOptions) {
    this.#options = options
    this.#snapshots = new RecentSnapshots((document) => options.snapshots.latest(document))
    this.#around = {
      log: options.log,
      snapshots: this.#snapshots,
      authorise: options.authorise,
      onError: options.onError,
      metrics: options.metrics,
      limits: options.limits,
      fold: (document) => options.bus.request('merge.fold', { document }),
      schedule: (room) => this.#schedule(room),
      grown: (...batch) => this.#grown(...batch),
    }
    this.#desk = {
      receive: (connection, room, frame) => this.#receive(connection, room, frame),
      fail: (connection, error) => this.#fault(connection, error, null),
      leave: (connection, entry) => void this.#leave(connection, entry),
      early: options.limits.messageBytes * EARLY_MESSAGES,
    }
    this.#subscriptions = this.#subscribe(options.bus)
    this.#timers = [
      setInterval(() => void this.#each((room) => room.refresh()), options.healEvery),
      setInterval(() => void this.#prove(), options.proveEvery),
      setInterval(() => this.#sweep(), SWEEP_EVERY),
    ]
  }

  /** Takes a socket into its document's room. It is brought up to date once it has said where it stands. */
  connect(session: Session, socket: Socket): Joined {
    const connection = new Connection(session, socket)
    const entry = this.#enter(session.document)
    return new Joined(connection, entry, this.#desk, this.#expire(connection, entry))
  }

  /** Says goodbye to everybody; they come back to the next server. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    for (const unsubscribe of this.#subscriptions) unsubscribe()
    await this.#flush()
    await this.#each((room) => room.closeAll(CLOSE.unavailable))
  }

  // --- frames ----------------------------------------------------------------------------------------------

  /** R53: whatever the bytes are, at worst this socket closes. */
  #receive(connection: Connection, room: Room, frame: Uint8Array): void {
    if (connection.phase === 'closed') return
    try {
      this.#read(connection, room, frame)
    } catch {
      this.#options.metrics.unreadable()
      room.cut(connection, CLOSE.malformed)
    }
  }

  #read(connection: Connection, room: Room, frame: Uint8Array): void {
    const decoder = decoding.createDecoder(frame)
    switch (decoding.readVarUint(decoder)) {
      case MESSAGE.sync:
        return this.#readSync(connection, room, decoder)
      case MESSAGE.awareness:
        this.#needsJoin(connection, room)
        room.presence.receive(connection, frame.subarray(decoder.pos))
        return this.#schedule(room)
      case MESSAGE.queryAwareness:
        this.#needsJoin(connection, room)
        return this.#answer(connection, room, connection.asksWho, async () =>
          this.#tellWho(connection, room),
        )
      case MESSAGE.sticky:
        return this.#readSticky(connection, room, readClientFrame(decoder))
      default:
        throw new Error('no such message type')
    }
  }

  #readSync(connection: Connection, room: Room, decoder: decoding.Decoder): void {
    const kind = decoding.readVarUint(decoder)
    const bytes = decoding.readVarUint8Array(decoder)
    if (decoding.hasContent(decoder)) throw new Error('more than one message in a frame')
    if (kind === SYNC.step1) return this.#readStep1(connection, room, bytes)
    if (kind !== SYNC.step2 && kind !== SYNC.update) throw new Error('no such sync message')
    this.#needsJoin(connection, room)
    room.receive(connection, bytes, kind === SYNC.step2)
  }

  /** Nothing is done for who is not in the room, where changes of rights would find it. */
  #needsJoin(connection: Connection, room: Room): void {
    if (connection.joined) return
    if (connection.sticky) throw new Error('join comes first')
    // a plain client that writes before it asks stands nowhere
    this.#join(connection, room, { cursor: null, stateVector: new Uint8Array([0]) })
  }

  /** A sticky client has said `join`; to a plain one this is the same. */
  #readStep1(connection: Connection, room: Room, stateVector: Uint8Array): void {
    if (connection.sticky) return
    if (!connection.joined) return this.#join(connection, room, { cursor: null, stateVector })
    this.#answer(connection, room, connection.asksWhat, () =>
      room.answerStep1(connection, stateVector),
    )
  }

  /** Whoever does not read what it has asked for is not given more of it (R42, R51). */
  #tellWho(connection: Connection, room: Room): void {
    if (connection.phase === 'closed' || connection.socket.buffered > this.#options.limits.buffered)
      return
    const present = room.presence.all(connection)
    if (present !== null) connection.send(present)
  }

  #answer(connection: Connection, room: Room, pacer: Pacer, answer: () => Promise<void>): void {
    pacer.ask(() => answer().catch((error: unknown) => this.#fault(connection, error, room)))
  }

  #readSticky(connection: Connection, room: Room, message: ClientFrame): void {
    if (!connection.sticky) throw new Error('this client does not speak sticky.v1')
    if (connection.joined !== (message.kind !== 'join'))
      throw new Error('join comes first, and once')
    switch (message.kind) {
      case 'join':
        room.identify(connection, message.clientId)
        return this.#join(connection, room, message)
      case 'identify':
        return room.identify(connection, message.clientId)
      case 'check':
        return room.check(connection, message.seq, message.fingerprint)
    }
  }

  #join(connection: Connection, room: Room, standing: Standing): void {
    // whatever cannot be read of it has to fail here, not later
    decodeStateVector(standing.stateVector)
    connection.joined = true
    room.join(connection, standing).catch((error: unknown) => this.#fault(connection, error, room))
  }

  #fault(connection: Connection, error: unknown, room: Room | null): void {
    this.#options.onError(error, connection.session.document)
    if (room === null) connection.close(CLOSE.internal)
    else room.cut(connection, CLOSE.internal)
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

  async #leave(connection: Connection, entry: Entry): Promise<void> {
    connection.phase = 'closed'
    const room = await entry.opening.catch(() => null)
    entry.users -= 1
    room?.leave(connection)
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
    for (const room of rooms) this.#drop(room)
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

  // --- rooms -----------------------------------------------------------------------------------------------

  /** The document's room, held from now on. */
  #enter(document: string): Entry {
    const entry = this.#rooms.get(document) ?? {
      opening: this.#open(document),
      room: null,
      users: 0,
    }
    entry.users += 1
    if (entry.users > 1) return entry
    this.#rooms.set(document, entry)
    const forget = (): void => {
      if (this.#rooms.get(document) === entry) this.#rooms.delete(document)
    }
    entry.opening.then((room) => {
      entry.room = room
      if (room === null) forget()
    }, forget)
    return entry
  }

  async #open(document: string): Promise<Room | null> {
    const loaded = (await this.#loadRecent(document)) ?? (await this.#options.log.load(document))
    if (loaded === null) return null
    // who opens the room is about to ask for it
    if (loaded.snapshot !== null)
      this.#snapshots.put(document, loaded.head.generation, loaded.snapshot)
    return new Room(document, loaded, this.#around)
  }

  /** By way of a snapshot that was asked for lately; null when there is none, or the log goes on far from it. */
  async #loadRecent(document: string): Promise<Beginning | null> {
    const { log } = this.#options
    const before = await log.head(document)
    const snapshot = before && this.#snapshots.get(document, before.generation)
    if (snapshot === null) return null
    const { entries: tail, more } = await log.read(document, snapshot.coversSeq, RECENT)
    const head = await log.head(document)
    if (more || head?.generation !== before?.generation || head === null) return null
    if (head.trimmed > snapshot.coversSeq) return null
    // the log may have grown meanwhile: the room stands where the tail ends
    const seq = tail.at(-1)?.seq ?? snapshot.coversSeq
    return { head: { ...head, seq }, snapshot, tail }
  }

  #sweep(): void {
    this.#snapshots.sweep()
    for (const { room, users } of this.#rooms.values()) {
      // who is about to join is not let wait
      if (room !== null && room.size === users) room.rest()
    }
  }

  /** A room that nobody holds is forgotten; nothing of it is anywhere but in the log. */
  #drop(room: Room): void {
    const entry = this.#rooms.get(room.document)
    if (room.idle && entry?.users === 0 && entry.room === room) this.#rooms.delete(room.document)
  }

  #subscribe(bus: Bus): (() => void)[] {
    return [
      bus.subscribe('log.appended', ({ document, relay, prev, seq, entries }) => {
        if (relay === this.#options.id) return
        void this.#with(document, (room) => room.appended(prev, seq, entries))
      }),
      bus.subscribe('document.reset', ({ document, entries }) => {
        this.#options.metrics.quarantined(entries)
        void this.#with(document, (room) => room.reset())
      }),
      bus.subscribe('document.merged', ({ document }) => {
        this.#snapshots.drop(document)
        void this.#with(document, (room) => room.merged())
      }),
      bus.subscribe('access.changed', (scope) => void this.#reauthorise(scope)),
      bus.subscribe(
        'document.changed',
        ({ document }) => void this.#with(document, (room) => room.refresh()),
      ),
      bus.subscribe('user.revoked', ({ userId }) => void this.#cut(CLOSE.accessLost, userId)),
    ]
  }

  /** Rights that come from a chat run out unless they are proved again (F9). */
  #prove(): Promise<void> {
    return this.#each((room) => {
      room.prove().catch((error: unknown) => this.#options.onError(error, room.document))
    })
  }

  async #reauthorise(scope: Signals['access.changed']): Promise<void> {
    if ('userId' in scope) {
      return this.#each((room) => {
        if (room.has(scope.userId)) void room.reauthorise()
      })
    }
    const { document, request } = scope
    const room = await this.#rooms.get(document)?.opening.catch(() => null)
    const cut = (await room?.reauthorise()) ?? 0
    if (request !== undefined) this.#options.bus.publish('access.enforced', { request, cut })
  }

  #cut(reason: CloseReason, userId: string): Promise<void> {
    return this.#each((room) => room.closeAll(reason, ({ session }) => session.user.id === userId))
  }

  async #with(document: string, act: (room: Room) => void): Promise<void> {
    const room = await this.#rooms.get(document)?.opening.catch(() => null)
    if (room !== undefined && room !== null) act(room)
  }

  async #each(act: (room: Room) => void): Promise<void> {
    await Promise.all([...this.#rooms.keys()].map((document) => this.#with(document, act)))
  }
}
