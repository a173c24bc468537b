type Entry<T> = { value: Promise<T>; weight: number; at: number }

export type RememberedOptions<T> = {
  /** How much is kept in all; beyond, the oldest goes first. */
  most: number
  /** How much of that something takes. */
  weigh: (value: T) => number
  /** How long it is good for, ms. */
  life: number
}

/** What is costly to make and asked for by many: made once, also for those who ask while it is being made. */
export class Remembered<T> {
  readonly #options: RememberedOptions<T>
  readonly #entries = new Map<string, Entry<T>>()
  #weight = 0

  constructor(options: RememberedOptions<T>) {
    this.#options = options
  }

  /** What `make` has made for this key; what it failed with is not kept. */
  get(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key)
    if (known !== undefined && Date.now() - known.at < this.#options.life) return known.value
    this.#forget(key)
    const entry = { value: make(), weight: 0, at: Date.now() }
    this.#entries.set(key, entry)
    entry.value.then(
      (value) => this.#weigh(key, entry, value),
      () => this.#entries.get(key) === entry && this.#forget(key),
    )
    return entry.value
  }

  #weigh(key: string, entry: Entry<T>, value: T): void {
    if (this.#entries.get(key) !== entry) return
    entry.weight = this.#options.weigh(value)
    this.#weight += entry.weight
    for (const oldest of this.#entries.keys()) {
      if (this.#weight <= this.#options.most) return
      this.#forget(oldest)
    }
  }

  #forget(key: string): void {
    this.#weight -= this.#entries.get(key)?.weight ?? 0
    this.#entries.delete(key)
  }
}
