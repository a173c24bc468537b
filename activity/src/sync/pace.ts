import type { Clock } from './clock.ts'

/** Runs something at most every `ms`: at once after a pause, else when the time has come. */
export class Pace {
  readonly #clock: Clock
  readonly #ms: number
  readonly #run: () => void
  #ranAt = 0
  #stop: (() => void) | null = null

  constructor(clock: Clock, ms: number, run: () => void) {
    this.#clock = clock
    this.#ms = ms
    this.#run = run
  }

  /** There is something to do. */
  due(): void {
    if (this.#stop !== null) return
    const rest = Math.max(0, this.#ranAt + this.#ms - this.#clock.now())
    this.#stop = this.#clock.after(rest, () => {
      this.#stop = null
      this.#run()
    })
  }

  /** It is being done now. */
  met(): void {
    this.cancel()
    this.#ranAt = this.#clock.now()
  }

  cancel(): void {
    this.#stop?.()
    this.#stop = null
  }
}
