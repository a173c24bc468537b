type Work = () => Promise<void>

export type SerialOptions = {
  onError: (error: unknown) => void
  /** Nothing runs and nothing waits. */
  onFree: () => void
}

/** One thing at a time, in order. What throws is reported, and what waits behind it runs all the same. */
export class Serial {
  readonly #options: SerialOptions
  readonly #waiting: Work[] = []
  #busy = false

  constructor(options: SerialOptions) {
    this.#options = options
  }

  get busy(): boolean {
    return this.#busy
  }

  /** Nothing else runs until {@link release}. Only when it is not busy. */
  hold(): void {
    this.#busy = true
  }

  release(): void {
    this.#busy = false
    this.#next()
    if (!this.#busy) this.#options.onFree()
  }

  /** Runs `work` when it is its turn. */
  enqueue(work: Work): void {
    if (this.#busy) this.#waiting.push(work)
    else this.#run(work)
  }

  /** Runs `work` while it is held, then releases. */
  runHeld(work: Work): void {
    work()
      .catch((error: unknown) => this.#options.onError(error))
      .finally(() => this.release())
  }

  #next(): void {
    if (this.#busy) return
    const work = this.#waiting.shift()
    if (work !== undefined) this.#run(work)
  }

  #run(work: Work): void {
    this.#busy = true
    this.runHeld(work)
  }
}
