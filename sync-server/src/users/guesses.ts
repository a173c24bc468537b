/** Keys remembered at most; beyond, the oldest are forgotten. */
const MOST_KEYS = 50_000

/**
 * How often somebody may be wrong (T15): `most` wrong guesses for one key, then no more are looked at until
 * `window` ms after the first. A guess counts before it is looked at, so that many at once are no way around.
 * Kept in memory: a restart forgives. No timer: it counts when it is asked.
 */
export class Guesses {
  readonly #most: number
  readonly #window: number
  readonly #wrong = new Map<string, { count: number; since: number }>()

  constructor(most: number, window: number) {
    this.#most = most
    this.#window = window
  }

  /** Counts a guess; false when the key has no more. */
  take(key: string): boolean {
    const now = Date.now()
    const known = this.#wrong.get(key)
    const current = known !== undefined && now - known.since < this.#window ? known : null
    if (current !== null && current.count >= this.#most) return false
    // put in again, so that the oldest come first
    if (current === null) this.#wrong.delete(key)
    this.#wrong.set(key, { count: (current?.count ?? 0) + 1, since: current?.since ?? now })
    this.#forgetOldest()
    return true
  }

  /** The guess was right, or was not looked at: it does not count. */
  giveBack(key: string): void {
    const known = this.#wrong.get(key)
    if (known === undefined) return
    if (known.count === 1) this.#wrong.delete(key)
    else known.count -= 1
  }

  #forgetOldest(): void {
    if (this.#wrong.size <= MOST_KEYS) return
    const [oldest = ''] = this.#wrong.keys()
    this.#wrong.delete(oldest)
  }
}
