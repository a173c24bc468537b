/** One after the other, in the order in which they came. With nobody before it, `work` begins at once. */
export class Line {
  #last: Promise<unknown> | null = null

  enter<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last === null ? work() : this.#last.then(work, work)
    this.#last = mine
    const leave = (): void => {
      if (this.#last === mine) this.#last = null
    }
    mine.then(leave, leave)
    return mine
  }
}
