type Work = () => Promise<void>

/** After work that was due by itself, so many times as long as it took nothing of its kind begins. */
const REST = 2

/** The order in which work is done: edits first, then what somebody waits for, then what is due by itself. */
export type Lane = 'edits' | 'asked' | 'due'

/** Work of one process, one thing at a time. */
export class Lanes {
  readonly #edits: Work[] = []
  readonly #asked: Work[] = []
  readonly #due: Work[] = []
  /** What waits for its turn for all who ask for it. */
  readonly #shared = new Map<string, Promise<unknown>>()
  #running: Promise<void> | null = null
  /** Nothing that is due by itself begins before this, ms of `performance.now()`. */
  #restsUntil = 0
  #resting: NodeJS.Timeout | null = null

  /** Runs `work` after what runs now and what was in this lane before. */
  run<T>(lane: Lane, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const of = { edits: this.#edits, asked: this.#asked, due: this.#due }[lane]
      of.push(() => work().then(resolve, reject))
      this.#next()
    })
  }

  /**
   * The same for `what` can be asked for again: whoever asks while it waits gets what it gives, so that no lane grows
   * with how often it is asked (R50). All work for one `what` answers alike.
   */
  share<T>(lane: Lane, what: string, work: () => Promise<T>): Promise<T> {
    const waiting = this.#shared.get(what)
    if (waiting !== undefined) return waiting as Promise<T>
    let begun = false
    const shared = this.run(lane, () => {
      begun = true
      this.#shared.delete(what)
      return work()
    })
    if (!begun) this.#shared.set(what, shared)
    return shared
  }

  /** Ends what runs; the rest is not begun. */
  async close(): Promise<void> {
    if (this.#resting !== null) clearTimeout(this.#resting)
    for (const lane of [this.#edits, this.#asked, this.#due]) lane.length = 0
    await this.#running
  }

  #next(): void {
    if (this.#running !== null) return
    const asked = this.#edits.shift() ?? this.#asked.shift()
    const work = asked ?? this.#nextDue()
    if (work === undefined) return
    const at = performance.now()
    this.#running = work().finally(() => {
      const now = performance.now()
      if (asked === undefined) this.#restsUntil = now + (now - at) * REST
      this.#running = null
      this.#next()
    })
  }

  /** Due work leaves most of the processor and of the store's lock to typing, however much of it there is. */
  #nextDue(): Work | undefined {
    const left = this.#restsUntil - performance.now()
    if (left <= 0 || this.#due.length === 0) return this.#due.shift()
    this.#resting ??= setTimeout(() => {
      this.#resting = null
      this.#next()
    }, left)
    return undefined
  }
}
