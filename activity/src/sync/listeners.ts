/** Who wants to know of every change of something. */
export class Listeners {
  readonly #all = new Set<() => void>()

  /** Calls back until the returned function is called. */
  add(listener: () => void): () => void {
    this.#all.add(listener)
    return () => this.#all.delete(listener)
  }

  tell(): void {
    for (const listener of this.#all) listener()
  }

  clear(): void {
    this.#all.clear()
  }
}
