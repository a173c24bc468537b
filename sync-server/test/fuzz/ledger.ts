/** A character of its own, from the private use area, before and after each mark. */
const FIRST = 0xe000
const MOST = 0xf8ff - FIRST
const MARK = /([\ue000-\uf8ff])[^\ue000-\uf8ff]*\1/g

/** How often each is there: an undone delete brings a second copy when two have undone it. */
const countMarks = (text: string): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const mark of text.match(MARK) ?? []) counts.set(mark, (counts.get(mark) ?? 0) + 1)
  return counts
}

/**
 * Who wrote which mark, which of them the server has promised, and which somebody took away: what is promised
 * and not taken away has to be there at the end.
 */
export class Ledger {
  readonly #writers = new Map<string, string>()
  readonly #promised = new Set<string>()
  readonly #taken = new Set<string>()

  /** A new mark in `writer`'s name, to be inserted as it is. */
  mark(writer: string, inside: string): string {
    const number = this.#writers.size
    if (number > MOST) throw new Error('there are no more marks')
    // were the ends of two marks alike, one could stand in for the other, and a loss would go unseen
    const end = String.fromCharCode(FIRST + number)
    const mark = `${end}${number} ${inside}${end}`
    this.#writers.set(mark, writer)
    return mark
  }

  promise(marks: Iterable<string>): void {
    for (const mark of marks) this.#promised.add(mark)
  }

  /** R10: what somebody else wrote and `reader` can read is durable. */
  seen(reader: string, text: string): void {
    for (const mark of text.match(MARK) ?? []) {
      const writer = this.#writers.get(mark)
      // a mark that was deleted in parts is another one, which nobody has written
      if (writer !== undefined && writer !== reader) this.#promised.add(mark)
    }
  }

  /** Runs an edit of a replica; of what is whole less often after it, something was taken away. */
  during(text: () => string, edit: () => void): void {
    const before = countMarks(text())
    edit()
    const after = countMarks(text())
    for (const [mark, count] of before) if ((after.get(mark) ?? 0) < count) this.#taken.add(mark)
  }

  get promises(): number {
    return this.#promised.size
  }

  /** What was promised, is not there, and nobody took away. */
  missing(text: string): string[] {
    const there = countMarks(text)
    return [...this.#promised].filter((mark) => !there.has(mark) && !this.#taken.has(mark))
  }
}
