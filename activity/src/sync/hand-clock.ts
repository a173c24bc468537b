import type { Clock } from './clock.ts'

/** A clock that stands still until `advance`. */
export class HandClock implements Clock {
  #now = 1_000_000
  #timers: { at: number; run: () => void }[] = []

  now = (): number => this.#now
  random = (): number => 0.5

  after = (ms: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + ms, run }
    this.#timers.push(timer)
    return () => void (this.#timers = this.#timers.filter((other) => other !== timer))
  }

  advance(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      this.#timers = this.#timers.filter((timer) => timer !== next)
      this.#now = Math.max(this.#now, next.at)
      next.run()
    }
    this.#now = end
  }

  /** The machine sleeps: time goes on, timers don't. Those that are due run when it wakes. */
  sleep(ms: number): void {
    this.#now += ms
    this.advance(0)
  }
}
