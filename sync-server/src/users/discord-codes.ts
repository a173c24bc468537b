import { StickyError } from '@sticky/shared/errors'
import { Attempts } from './attempts.ts'
import { exchangeCode } from './discord.ts'
import type { DiscordApp, DiscordPerson } from './discord.ts'

/** Codes from one address that Discord did not take: it bears only so many, and then refuses this server everything. */
const REFUSED = { most: 300, window: 10 * 60_000 }

/** Looks at codes of Discord, and asks it about no more of them than it bears (T15). */
export class DiscordCodes {
  readonly #app: DiscordApp | null
  readonly #refused = new Attempts(REFUSED.most, REFUSED.window)

  /** Null: this server is not connected to Discord. */
  constructor(app: DiscordApp | null) {
    this.#app = app
  }

  /**
   * Whose code it is. Throws `unauthenticated` when Discord does not take it, `unavailable` when Discord does not say,
   * `rate_limited` when too many from `address` were wrong.
   */
  async personOf(code: string, address: string): Promise<DiscordPerson> {
    if (this.#app === null)
      throw new StickyError(
        'invalid_request',
        'This server is not connected to Discord. Sign in with user name and password.',
      )
    if (!this.#refused.take(address))
      throw new StickyError(
        'rate_limited',
        'Too many sign-ins that Discord did not accept. Wait ten minutes, then open the Activity again.',
      )
    const person = await exchangeCode(this.#app, code)
    this.#refused.giveBack(address)
    return person
  }
}
