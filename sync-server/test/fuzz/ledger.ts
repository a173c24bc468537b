/** A piece of text that is written once and can be found again. */
const MARK = /‹[^‹›]*›/g

const marksIn = (text: string): Set<string> => new Set(text.match(MARK))

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
    const mark = `‹${this.#writers.size} ${inside}›`
    this.#writers.set(mark, writer)
    return mark
  }

  promise(marks: Iterable<string>): void {
    for (const mark of marks) this.#promised.add(mark)
  }

  /** R10: what somebody else wrote and `reader` can read is durable. */
  seen(reader: string, text: string): void {
    for (const mark of marksIn(text)) {
      const writer = this.#writers.get(mark)
      // what looks like a mark and is none: a half of one, deleted around
      if (writer !== undefined && writer !== reader) this.#promised.add(mark)
    }
  }

  /** Runs an edit of a replica; of what is whole less often after it, something was taken away. */
  during(text: () => string, edit: () => void): void {
    const before = countMarks(text())
    edit()
    const after = countMarks(text())
    for (const [mark, count] of before)
      if ((after.get(mark) ?? 0) < count) this.#taken.add(mark)
  }

  get promises(): number {
    return this.#promised.size
  }

  /** What was promised, is not there, and nobody took away. */
  missing(text: string): string[] {
    const there = marksIn(text)
    return [...this.#promised].filter((mark) => !there.has(mark) && !this.#taken.has(mark))
  }
}
