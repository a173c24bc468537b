/** Keys remembered at most; beyond, the oldest are forgotten. */
const MOST_KEYS = 50_000

/**
 * How often something may be tried, say a password (T15), or how much of something be had: `most` for one key, then no more
 * until `window` ms after the first. It counts before it is looked at, so that many at once are no way around. Kept in memory: a
 * restart forgives. No timer: it counts when it is asked.
 */
export class Attempts {
  readonly #most: number
  readonly #window: number
  readonly #made = new Map<string, { count: number; since: number }>()

  constructor(most: number, window: number) {
    this.#most = most
    this.#window = window
  }

  /** Counts one, or `cost`, of which the last may go beyond; false when the key has no more. */
  take(key: string, cost = 1): boolean {
    const now = Date.now()
    const known = this.#made.get(key)
    const current = known !== undefined && now - known.since < this.#window ? known : null
    if (current !== null && current.count >= this.#most) return false
    // put in again, so that the oldest come first
    if (current === null) this.#made.delete(key)
    this.#made.set(key, { count: (current?.count ?? 0) + cost, since: current?.since ?? now })
    this.#forgetOldest()
    return true
  }

  /** How long until the key has all of it again, ms. */
  wait(key: string): number {
    const known = this.#made.get(key)
    return known === undefined ? 0 : Math.max(0, known.since + this.#window - Date.now())
  }

  /** It was right, or was not looked at: it does not count. */
  giveBack(key: string): void {
    const known = this.#made.get(key)
    if (known === undefined) return
    if (known.count === 1) this.#made.delete(key)
    else known.count -= 1
  }

  #forgetOldest(): void {
    if (this.#made.size <= MOST_KEYS) return
    const [oldest = ''] = this.#made.keys()
    this.#made.delete(oldest)
  }
}
