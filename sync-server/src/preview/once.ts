/** Does something once for all who ask for it while it is under way. */
export class Once<T> {
  readonly #underWay = new Map<string, Promise<T>>()

  /** What `make` comes to, for whoever asks with this `key` until it is there. */
  of(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.#underWay.get(key)
    if (known !== undefined) return known
    const made = make().finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, made)
    return made
  }
}
