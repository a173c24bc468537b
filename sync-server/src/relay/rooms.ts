import type { Beginning } from './known-log.ts'
import { LeftRooms } from './left-rooms.ts'
import { Room } from './room.ts'
import type { Surroundings } from './room.ts'

/** A room, and how many sockets hold on to it; counted from before it is open. */
export type Entry = { opening: Promise<Room | null>; room: Room | null; users: number }

/** What is read of a log after a snapshot that was asked for lately, to open a room. */
const RECENT = { entries: 2_000, bytes: 4 * 1024 * 1024 }

/** The rooms of one node: open while somebody holds them, until nothing is under way in them, and for a while after. */
export class Rooms {
  readonly #around: Surroundings
  readonly #rooms = new Map<string, Entry>()
  readonly #left = new LeftRooms<Room>((room) => this.#forget(room))

  constructor(around: Surroundings) {
    this.#around = around
  }

  /** The document's room, held from now on. */
  enter(document: string): Entry {
    const entry = this.#rooms.get(document) ?? {
      opening: this.#open(document),
      room: null,
      users: 0,
    }
    entry.users += 1
    if (entry.room !== null) this.#left.remove(entry.room)
    if (this.#rooms.get(document) === entry) return entry
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
    const loaded = (await this.#loadRecent(document)) ?? (await this.#around.log.load(document))
    if (loaded === null) return null
    // who opens the room is about to ask for it
    if (loaded.snapshot !== null)
      this.#around.snapshots.put(document, loaded.head.generation, loaded.snapshot)
    return new Room(document, loaded, this.#around)
  }

  /** By way of a snapshot that was asked for lately; null when there is none, or the log goes on far from it. */
  async #loadRecent(document: string): Promise<Beginning | null> {
    const { log, snapshots } = this.#around
    const before = await log.head(document)
    const snapshot = before && snapshots.get(document, before.generation)
    if (snapshot === null) return null
    const { entries: tail, more } = await log.read(document, snapshot.coversSeq, RECENT)
    const head = await log.head(document)
    if (more || head?.generation !== before?.generation || head === null) return null
    if (head.trimmed > snapshot.coversSeq) return null
    // the log may have grown meanwhile: the room stands where the tail ends
    const seq = tail.at(-1)?.seq ?? snapshot.coversSeq
    return { head: { ...head, seq }, snapshot, tail }
  }

  /** A room that nobody holds is forgotten in a while; nothing of it is anywhere but in the log. */
  drop(room: Room): void {
    if (!this.#isEmpty(room)) return
    if (room.sound) this.#left.add(room)
    else this.#forget(room)
  }

  /** To be called now and then: forgets rooms to which nobody has come since the last but one. */
  sweep(): void {
    this.#left.sweep()
  }

  #forget(room: Room): void {
    if (this.#isEmpty(room)) this.#rooms.delete(room.document)
  }

  #isEmpty(room: Room): boolean {
    const entry = this.#rooms.get(room.document)
    return room.idle && entry?.users === 0 && entry.room === room
  }

  /** The document's room once it is open, if somebody holds it. */
  get(document: string): Promise<Room | null> {
    return this.#rooms.get(document)?.opening.catch(() => null) ?? Promise.resolve(null)
  }

  /** Resolves when `act` was called with the document's room, if there is one. */
  async with(document: string, act: (room: Room) => void): Promise<void> {
    const room = await this.get(document)
    if (room !== null) act(room)
  }

  async each(act: (room: Room) => void): Promise<void> {
    await Promise.all([...this.#rooms.keys()].map((document) => this.with(document, act)))
  }
}
