import type { EventEmitter } from 'node:events'
import type { Unsubscribe } from '../bus/types.ts'

/** Something that happens now and then, while somebody is on the `line` to be told of it. */
export class Occasion {
  readonly #line: EventEmitter
  readonly #unsubscribe: Unsubscribe[]
  #happened = false
  #closed = false
  #wake: () => void = () => {}

  /** From now on it counts whenever what `listen` gets is called. */
  constructor(line: EventEmitter, listen: (happens: () => void) => Unsubscribe[]) {
    this.#line = line
    line.once('close', this.#close)
    this.#unsubscribe = listen(() => {
      this.#happened = true
      this.#wake()
    })
  }

  /** Whether it has happened since the last call, or does within `ms`; false at once when the line closes. */
  async within(ms: number): Promise<boolean> {
    if (!this.#happened && !this.#closed) {
      let timer: NodeJS.Timeout | undefined
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        timer = setTimeout(resolve, ms)
      })
      clearTimeout(timer)
    }
    const happened = this.#happened && !this.#closed
    this.#happened = false
    return happened
  }

  stop(): void {
    this.#line.off('close', this.#close)
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
  }

  readonly #close = (): void => {
    this.#closed = true
    this.#wake()
  }
}
