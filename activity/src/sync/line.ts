import type { Ticket } from '@sticky/shared/api/tickets'
import { CLOSE } from '@sticky/shared/errors'
import { backoff } from './backoff.ts'
import type { Clock } from './clock.ts'
import { Connection } from './connection.ts'
import { endOfClose, endOfTicket } from './ending.ts'
import type { End } from './ending.ts'
import type { Message } from './message.ts'
import type { OpenSocket } from './socket.ts'

/** A connection that was in step for this long was healthy: its loss starts the back-off anew. */
const HEALTHY = 10_000

/** The server speaks every 15 s (R52). A line on which it did not is not worth waiting for once somebody looks. */
const SUSPECT = 20_000

/** Time is looked at this often; a look that comes this much late means that the machine slept. */
const PULSE = 5_000

export type LineOptions = {
  /** `ws(s)://host`, to which the ticket's path is added. */
  origin: string
  ticket: () => Promise<Ticket>
  openSocket: OpenSocket
  clock: Clock
}

export type LineEvents = {
  connecting(): void
  open(): void
  message(message: Message): void
  /** Lost; the next try is at `until` (ms since 1970). */
  down(until: number): void
  end(end: End): void
}

/**
 * The way to the server, over as many connections as it takes; a new ticket for each (R1).
 *
 * Safety: one try at a time; a ticket or a socket of an earlier one is never heard again.
 * Liveness: from `open()` to `close()` a ticket, a watched connection or a timer is under way; after a sleep,
 * which timers do not notice, it comes back at once.
 */
export class Line {
  readonly #options: LineOptions
  readonly #events: LineEvents
  #connection: Connection | null = null
  #try = 0
  #failures = 0
  #inStepSince: number | null = null
  #stopWaiting: (() => void) | null = null
  #stopPulse: (() => void) | null = null

  constructor(options: LineOptions, events: LineEvents) {
    this.#options = options
    this.#events = events
  }

  open(): void {
    this.#drop()
    if (this.#stopPulse === null) this.#pulse()
    this.#events.connecting()
    void this.#connect(this.#try)
  }

  send(frame: Uint8Array): void {
    this.#connection?.send(frame)
  }

  /** The two sides agree now: what the line was opened for works. */
  inStep(): void {
    this.#inStepSince ??= this.#options.clock.now()
  }

  /** The network is back or somebody looks again: no reason to wait any longer. */
  wake(): void {
    const silence = this.#connection?.silence ?? 0
    if (this.#stopWaiting !== null || silence >= SUSPECT) this.open()
  }

  /** Gives this connection up and comes back after the back-off, or after `ms`. */
  retry(ms?: number): void {
    const { clock } = this.#options
    const since = this.#inStepSince
    if (since !== null && clock.now() - since >= HEALTHY) this.#failures = 0
    this.#drop()
    const delay = ms ?? backoff(this.#failures, clock.random())
    this.#failures += 1
    this.#stopWaiting = clock.after(delay, () => this.open())
    this.#events.down(clock.now() + delay)
  }

  /** For good. Safe in any state. */
  close(): void {
    this.#drop()
    this.#stopPulse?.()
    this.#stopPulse = null
  }

  #pulse(): void {
    const { clock } = this.#options
    const expected = clock.now() + PULSE
    this.#stopPulse = clock.after(PULSE, () => {
      this.#pulse()
      if (clock.now() - expected > PULSE) this.wake()
    })
  }

  async #connect(current: number): Promise<void> {
    try {
      const { url, ticket } = await this.#options.ticket()
      if (current === this.#try) this.#dial(`${url}?ticket=${encodeURIComponent(ticket)}`)
    } catch (error) {
      if (current === this.#try) this.#settle(endOfTicket(error))
    }
  }

  #dial(path: string): void {
    const { origin, openSocket, clock } = this.#options
    this.#connection = new Connection(origin + path, openSocket, clock, {
      open: () => this.#events.open(),
      message: (message) => this.#events.message(message),
      lost: (code, reason) => this.#lost(code, reason),
    })
  }

  #lost(code: number | null, reason: string): void {
    // an expired ticket is nobody's fault: the next one at once, but only once in a row
    if (code === CLOSE.ticketExpired.code && this.#failures === 0) this.retry(0)
    else this.#settle(code === null ? null : endOfClose(code, reason))
  }

  #settle(end: End | null): void {
    if (end === null) this.retry()
    else this.#events.end(end)
  }

  #drop(): void {
    this.#try += 1
    this.#inStepSince = null
    this.#stopWaiting?.()
    this.#stopWaiting = null
    this.#connection?.close()
    this.#connection = null
  }
}
