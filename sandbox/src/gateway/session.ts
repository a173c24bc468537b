import type { WebSocket } from 'ws'

const KEPT_EVENTS = 500

/** A bot's session: its numbered events, kept for a while so that it can resume. */
export class Session {
  readonly id: string
  readonly intents: number
  socket: WebSocket | null
  #sequence = 0
  #events: { s: number; frame: string }[] = []

  constructor(id: string, intents: number, socket: WebSocket) {
    this.id = id
    this.intents = intents
    this.socket = socket
  }

  dispatch(event: string, data: unknown): void {
    this.#sequence += 1
    const frame = JSON.stringify({ op: 0, t: event, s: this.#sequence, d: data })
    this.#events.push({ s: this.#sequence, frame })
    if (this.#events.length > KEPT_EVENTS) this.#events.shift()
    this.socket?.send(frame)
  }

  /** Sends what came after `sequence` over a new socket; false when that is no longer known. */
  resume(socket: WebSocket, sequence: number): boolean {
    const oldest = this.#events[0]?.s ?? this.#sequence + 1
    if (sequence + 1 < oldest || sequence > this.#sequence) return false
    this.socket = socket
    for (const event of this.#events) if (event.s > sequence) socket.send(event.frame)
    this.dispatch('RESUMED', { _trace: [] })
    return true
  }
}
