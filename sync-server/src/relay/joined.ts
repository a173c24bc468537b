import { CLOSE } from '@sticky/shared/errors'
import type { Connection } from './connection.ts'
import type { Reception } from './reception.ts'
import type { Room } from './room.ts'
import type { Entry, Rooms } from './rooms.ts'

/** What all sockets of a relay share. */
export type Desk = {
  reception: Reception
  rooms: Rooms
  /** Bytes that may come before the room is open. */
  early: number
}

/** What the gateway holds of a socket that has joined. */
export class Joined {
  readonly #connection: Connection
  readonly #entry: Entry
  readonly #desk: Desk
  readonly #callOff: (() => void) | null
  /** Null until it is open, and if there is none. */
  #room: Room | null = null
  /** Settles when it is open and awake, or known not to open; null after that. */
  #opening: Promise<void> | null
  #waiting = 0

  /** `callOff`: of what is to happen while it is open. */
  constructor(connection: Connection, entry: Entry, desk: Desk, callOff: (() => void) | null) {
    this.#connection = connection
    this.#entry = entry
    this.#desk = desk
    this.#callOff = callOff
    this.#opening = awake(entry).then(
      (room) => this.#open(room),
      // the log could not be read: this socket's trouble, not the server's (C3)
      (error: unknown) => desk.reception.fault(connection, error, null),
    )
  }

  #open(room: Room | null): void {
    this.#room = room
    this.#opening = null
    if (room === null) this.#connection.close(CLOSE.documentGone)
  }

  /** Frames that come before the room is open wait for it, in order; later ones find it at once. */
  receive(frame: Uint8Array): void {
    const { reception, early } = this.#desk
    if (this.#room !== null) return reception.receive(this.#connection, this.#room, frame)
    this.#waiting += frame.length
    if (this.#waiting > early) return this.#connection.close(CLOSE.tooFast)
    void this.#opening?.then(() => {
      if (this.#room !== null) reception.receive(this.#connection, this.#room, frame)
    })
  }

  leave(): void {
    this.#callOff?.()
    void this.#desk.rooms.leave(this.#connection, this.#entry)
  }

  /** True until it has said where it stands. */
  isSilent(): boolean {
    return !this.#connection.joined
  }
}

const awake = async ({ opening }: Entry): Promise<Room | null> => {
  const room = await opening
  if (room?.resting === true) await room.wake()
  return room
}
