/** What lies on a shelf: how large it is, bytes, and whether anybody has asked for it since the last sweep. */
export type Kept = { size: number; asked: boolean }

/** So many bytes of it at most, and one however large; what was put there longest ago goes first. */
export class Shelf<T extends Kept> {
  readonly #capacity: number
  readonly #kept = new Map<string, T>()
  #size = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get(key: string): T | undefined {
    return this.#kept.get(key)
  }

  put(key: string, kept: T): void {
    this.drop(key)
    this.#kept.set(key, kept)
    this.#size += kept.size
    for (const oldest of this.#kept.keys()) {
      if (this.#size <= this.#capacity || oldest === key) break
      this.drop(oldest)
    }
  }

  drop(key: string): void {
    this.#size -= this.#kept.get(key)?.size ?? 0
    this.#kept.delete(key)
  }

  /** Drops what nobody has asked for since the last call. */
  sweep(): void {
    for (const [key, kept] of this.#kept) {
      if (kept.asked) kept.asked = false
      else this.drop(key)
    }
  }
}
