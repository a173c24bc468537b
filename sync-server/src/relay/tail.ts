import type { Entry } from '../store/types.ts'
import { updateMessage } from './broadcast.ts'
import { encoded } from './framing.ts'
import { writeServerFrame } from '@sticky/shared/frames'

/** More bytes of updates than this are not kept for newcomers, since each room may have some. */
const LARGE = 256 * 1024

/** Entries of the log that come one after the other, encoded once for each kind of client, when one needs it (R3, R18). */
export class Tail {
  /** The seq after which they come. */
  readonly after: number
  /** The seq of the last; `after` when there are none. */
  readonly last: number
  readonly #updates: Uint8Array[]
  #bundle: Uint8Array | null = null
  #messages: Uint8Array | null = null

  constructor(after: number, entries: readonly Entry[]) {
    this.after = after
    this.last = entries.at(-1)?.seq ?? after
    this.#updates = entries.map(({ update }) => update)
  }

  get isLarge(): boolean {
    return this.#updates.reduce((sum, { length }) => sum + length, 0) > LARGE
  }

  /** Whole WebSocket messages with all of them. */
  messages(sticky: boolean): Uint8Array {
    return sticky ? this.#asBundle() : this.#asMessages()
  }

  #asBundle(): Uint8Array {
    const { after: prev, last: seq } = this
    this.#bundle ??= encoded((encoder) =>
      writeServerFrame(encoder, { kind: 'updates', prev, seq, updates: this.#updates }),
    )
    return this.#bundle
  }

  #asMessages(): Uint8Array {
    this.#messages ??= Buffer.concat(this.#updates.map(updateMessage))
    return this.#messages
  }
}
