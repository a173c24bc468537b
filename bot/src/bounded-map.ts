/**
 * A map that keeps the `limit` entries written last, each for `ttl` ms: a cache that cannot grow.
 */
export class BoundedMap<K, V> {
  readonly #entries = new Map<K, { value: V; until: number }>()
  readonly #limit: number
  readonly #ttl: number

  constructor(limit: number, ttl = Number.POSITIVE_INFINITY) {
    this.#limit = limit
    this.#ttl = ttl
  }

  get(key: K): V | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    if (entry.until > Date.now()) return entry.value
    this.#entries.delete(key)
    return undefined
  }

  set(key: K, value: V): void {
    this.#entries.delete(key)
    this.#entries.set(key, { value, until: Date.now() + this.#ttl })
    const [oldest] = this.#entries.keys()
    if (this.#entries.size > this.#limit && oldest !== undefined) this.#entries.delete(oldest)
  }

  /** Those that still count, the oldest first. */
  values(): V[] {
    return [...this.#entries.values()]
      .filter(({ until }) => until > Date.now())
      .map(({ value }) => value)
  }

  delete(key: K): void {
    this.#entries.delete(key)
  }
}
