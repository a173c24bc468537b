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
