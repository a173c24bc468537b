import { readMessage } from './message.ts'
import type { Message } from './message.ts'
import type { Clock } from './clock.ts'
import type { OpenSocket, Socket } from './socket.ts'

/** The server says something at least every 15 s (R52); twice that in silence is a dead line. */
const SILENCE = 30_000

export type ConnectionEvents = {
  open(): void
  message(message: Message): void
  /** The line is gone; `code` is null when this side found out first (silence, bytes it can't read). */
  lost(code: number | null, reason: string): void
}

/**
 * One socket, from opening to loss.
 * Safety: after `close()` or `lost` nothing more is reported, so an old socket can't speak into a new one's time.
 * Liveness: a line that went dead without a word is lost after 30 s, also while it is still connecting.
 */
export class Connection {
  readonly #clock: Clock
  readonly #events: ConnectionEvents
  readonly #socket: Socket
  #heardAt: number
  #over = false
  #stopWatch: () => void = () => {}

  constructor(url: string, openSocket: OpenSocket, clock: Clock, events: ConnectionEvents) {
    this.#clock = clock
    this.#events = events
    this.#heardAt = clock.now()
    this.#watch(SILENCE)
    this.#socket = openSocket(url, {
      open: () => {
        if (!this.#over) events.open()
      },
      frame: (bytes) => this.#receive(bytes),
      close: (code, reason) => this.#lose(code, reason),
    })
  }

  send(frame: Uint8Array): void {
    if (!this.#over) this.#socket.send(frame)
  }

  close(): void {
    this.#over = true
    this.#stopWatch()
    this.#socket.close()
  }

  /** For how long nothing has been heard, ms. */
  get silence(): number {
    return this.#clock.now() - this.#heardAt
  }

  #check(): void {
    if (this.silence >= SILENCE) this.#lose(null, 'silent')
    else this.#watch(SILENCE - this.silence)
  }

  #watch(ms: number): void {
    this.#stopWatch()
    this.#stopWatch = this.#clock.after(ms, () => this.#check())
  }

  #receive(bytes: Uint8Array): void {
    if (this.#over) return
    this.#heardAt = this.#clock.now()
    try {
      this.#events.message(readMessage(bytes))
    } catch (error) {
      console.error('Sticky: a frame of the server could not be taken in', error)
      this.#lose(null, 'unreadable')
    }
  }

  #lose(code: number | null, reason: string): void {
    if (this.#over) return
    this.close()
    this.#events.lost(code, reason)
  }
}
