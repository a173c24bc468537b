import { StickyError } from '@sticky/shared/errors'
import { Attempts } from '../users/attempts.ts'

const MINUTE = 60_000
/** Openings of one link, and from one address: each costs a write, or a slow hash, and anybody may ask (R50). */
const OPENINGS = { ofLink: 3_000, fromAddress: 600, window: 10 * MINUTE }

/** How often links are opened, in one way: bounded for each link, and for each address whatever it opens. */
export class Openings {
  readonly #ofLink = new Attempts(OPENINGS.ofLink, OPENINGS.window)
  readonly #fromAddress = new Attempts(OPENINGS.fromAddress, OPENINGS.window)

  /** Throws `rate_limited`. It says nothing of a link, so it may be counted before there is known to be one (T13). */
  countFrom(address: string): void {
    if (!this.#fromAddress.take(address)) throw tooOften()
  }

  /** Throws `rate_limited`. */
  countOf(link: string): void {
    if (!this.#ofLink.take(link)) throw tooOften()
  }
}

const tooOften = (): StickyError =>
  new StickyError('rate_limited', 'This link is opened too often. Wait ten minutes, then retry.')
