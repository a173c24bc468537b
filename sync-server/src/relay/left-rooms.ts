/** So many at most: each may hold the end of its log (`tail.ts`). */
const MOST = 100

/**
 * Rooms that everybody has left lately: who comes back soon finds all that was learnt when they were opened. Bounded,
 * and emptied of those to which nobody has come.
 */
export class LeftRooms<Room> {
  readonly #forget: (room: Room) => void
  /** The one that was left first is the first. True: since before the last sweep. */
  readonly #rooms = new Map<Room, boolean>()

  /** `forget`: nobody has come for long enough. */
  constructor(forget: (room: Room) => void) {
    this.#forget = forget
  }

  /** Nobody is in it; this may be known already. */
  add(room: Room): void {
    if (this.#rooms.has(room)) return
    this.#rooms.set(room, false)
    const [first] = this.#rooms.keys()
    if (this.#rooms.size > MOST && first !== undefined) this.#drop(first)
  }

  /** Somebody has come. */
  remove(room: Room): void {
    this.#rooms.delete(room)
  }

  sweep(): void {
    for (const [room, long] of this.#rooms) {
      if (long) this.#drop(room)
      else this.#rooms.set(room, true)
    }
  }

  #drop(room: Room): void {
    this.#rooms.delete(room)
    this.#forget(room)
  }
}
