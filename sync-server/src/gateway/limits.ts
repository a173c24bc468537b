/**
 * A bucket that fills with `rate` tokens a second and holds two seconds' worth: short bursts pass, floods don't
 * (R50). No timer: it counts when it is asked.
 */
export class Budget {
  readonly #rate: number
  #tokens: number
  #at = performance.now()

  constructor(rate: number) {
    this.#rate = rate
    this.#tokens = rate * 2
  }

  /** Takes `cost`; false when there is not enough left. */
  spend(cost: number): boolean {
    const now = performance.now()
    this.#tokens = Math.min(this.#rate * 2, this.#tokens + ((now - this.#at) / 1000) * this.#rate)
    this.#at = now
    if (this.#tokens < cost) return false
    this.#tokens -= cost
    return true
  }
}

/** Counts what is open for each key, and refuses more than `most` for one (R50). */
export class Quota {
  readonly #most: number
  readonly #open = new Map<string, number>()

  constructor(most: number) {
    this.#most = most
  }

  /** False when the key has all that it may have. */
  take(key: string): boolean {
    const open = this.#open.get(key) ?? 0
    if (open >= this.#most) return false
    this.#open.set(key, open + 1)
    return true
  }

  give(key: string): void {
    const open = (this.#open.get(key) ?? 1) - 1
    if (open === 0) this.#open.delete(key)
    else this.#open.set(key, open)
  }
}
