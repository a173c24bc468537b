import type { Ink } from './ink.ts'

/** Below the bottom edge a little more is laid out, so that the fade has something to fade. */
const overrun = 24

/**
 * A column that is filled from the top: layout stops when it is full, so a huge document costs as
 * much as a screenful. Heights in logical pixels.
 */
export class Page {
  readonly inks: Ink[] = []
  readonly height: number
  #y = 0
  #rows: { at: number; bottom: number }[] = []

  constructor(height: number) {
    this.height = height
  }

  /** The top of what comes next. */
  get y(): number {
    return this.#y
  }

  /** Nothing that is added now could be seen. */
  get full(): boolean {
    return this.#y > this.height + overrun
  }

  /** Has more been added than there is room for? */
  get cut(): boolean {
    return this.#y > this.height + 0.5
  }

  add(...inks: Ink[]): void {
    this.inks.push(...inks)
  }

  space(height: number): void {
    this.#y += height
  }

  /** Takes the next `height` for a row that shows the source from `at`; answers its top. */
  row(height: number, at: number): number {
    const top = this.#y
    this.#y += height
    this.#rows.push({ at, bottom: this.#y })
    return top
  }

  /** Where in the source the first row begins that ends below `y`; null when all rows end above. */
  sourceBelow(y: number): number | null {
    return this.#rows.find((row) => row.bottom > y)?.at ?? null
  }
}
