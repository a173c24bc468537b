/** So many questions are answered at once. */
const FREE = 3
/** After those, one in so many ms. */
const EVERY = 1_000

/**
 * Answers what a client asks again and again: a few times at once, then once a second (R50). The newest question
 * is never lost: it is answered when its time has come. One answer is under way at most.
 */
export class Pacer {
  #newest: (() => Promise<void>) | null = null
  #busy = false
  /** When the free answers will all be back, `performance.now()`. */
  #full = -Infinity

  ask(answer: () => Promise<void>): void {
    this.#newest = answer
    if (this.#busy) return
    this.#busy = true
    void this.#work()
  }

  async #work(): Promise<void> {
    while (this.#newest !== null) {
      const early = this.#full - performance.now() - (FREE - 1) * EVERY
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early))
      const answer = this.#newest
      this.#newest = null
      this.#full = Math.max(this.#full, performance.now()) + EVERY
      await answer()
    }
    this.#busy = false
  }
}
