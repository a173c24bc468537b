import { StickyError } from '@sticky/shared/errors'
import type { Bus, Requests } from '../bus/types.ts'
import { Line } from '../line.ts'

/** Whatever takes longer to be read is given up: its reader is killed, ms (T10, T16). */
const LIMIT = 3_000

/** How often something is read whose reader ended for another's sake. */
const ATTEMPTS = 3

type Readable = 'preview.html' | 'preview.import'

/**
 * What strangers wrote is read where that can be killed, one at a time, so that the time one takes is its own and
 * nothing is given up for another's sake.
 */
export class Readings {
  readonly #bus: Bus
  readonly #line = new Line()
  /** Its reader was killed: the time that the next one takes to start is nobody's. */
  #isStarting = false

  constructor(bus: Bus) {
    this.#bus = bus
  }

  /** Runs `turn` when all that came before is over; in it, {@link read} has the reader for itself. */
  inTurn<T>(turn: () => Promise<T>): Promise<T> {
    return this.#line.enter(turn)
  }

  /** Null when it takes too long. */
  async read<R extends Readable>(
    request: R,
    data: Requests[R]['in'],
  ): Promise<Requests[R]['out'] | null> {
    if (this.#isStarting) await this.#bus.request('preview.awake', null)
    this.#isStarting = false
    for (let attempt = 1; ; attempt += 1) {
      const began = performance.now()
      try {
        return await this.#bus.request(request, data, LIMIT)
      } catch (error) {
        if (!(error instanceof StickyError && error.code === 'unavailable')) throw error
        const isStuck = performance.now() - began >= LIMIT
        if (isStuck) this.#kill()
        if (isStuck || attempt === ATTEMPTS) return null
      }
    }
  }

  #kill(): void {
    this.#bus.publish('preview.stuck', null)
    this.#isStarting = true
  }
}
