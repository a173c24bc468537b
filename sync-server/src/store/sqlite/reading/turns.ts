/**
 * What waits, by who waits: they take turns, so that who asks for much waits for their own and not everybody for
 * theirs. Of one, what came first goes first.
 */
export class Turns<T> {
  /** In the order of their turns; nobody without something that waits. */
  readonly #waiting = new Map<string, T[]>()
  #size = 0

  get size(): number {
    return this.#size
  }

  /** How much of this one's waits. */
  of(who: string): number {
    return this.#waiting.get(who)?.length ?? 0
  }

  add(who: string, one: T): void {
    const theirs = this.#waiting.get(who)
    if (theirs === undefined) this.#waiting.set(who, [one])
    else theirs.push(one)
    this.#size += 1
  }

  /** Whose turn it is has the next one behind everybody else. */
  take(): T | undefined {
    const [turn] = this.#waiting
    if (turn === undefined) return undefined
    const [who, theirs] = turn
    const one = theirs.shift()
    this.#waiting.delete(who)
    if (theirs.length > 0) this.#waiting.set(who, theirs)
    this.#size -= 1
    return one
  }
}
