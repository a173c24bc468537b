import { StickyError } from '@sticky/shared/errors'
import { Attempts } from '../users/attempts.ts'
import type { Readings } from './readings.ts'

/** How much of the reader's time one user's imports may take, ms (R50): the last one may go beyond. */
const TIME = { most: 20_000, window: 10 * 60_000 }

/** HTML that somebody brings along, as markdown (F69). */
export class HtmlImports {
  readonly #readings: Readings
  readonly #time = new Attempts(TIME.most, TIME.window)

  constructor(readings: Readings) {
    this.#readings = readings
  }

  /**
   * Throws `invalid_request` when it is too much or takes too long, `rate_limited` when this user's imports have taken
   * too long together (T10).
   */
  markdown(userId: string, html: string): Promise<string> {
    return this.#readings.inTurn(async () => {
      if (!this.#time.take(userId)) throw tooOften()
      const began = performance.now()
      try {
        const read = await this.#readings.read('preview.import', { html })
        if (read === null) throw tooSlow()
        return read.markdown
      } finally {
        this.#time.take(userId, performance.now() - began)
      }
    })
  }
}

const tooSlow = (): StickyError =>
  new StickyError('invalid_request', 'html: it takes too long to read. Send it as markdown.')

const tooOften = (): StickyError =>
  new StickyError('rate_limited', 'Your imports take too long. Wait ten minutes, or send markdown.')
