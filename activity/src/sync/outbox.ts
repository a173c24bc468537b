import * as Y from 'yjs'
import type { Edit } from '../device/copy.ts'

/**
 * Local edits on their way from key to disk: all that are not durable yet, and which of them this connection has
 * not sent.
 *
 * Safety (F25): an edit leaves `unsaved` only when the server said `saved` for a frame which, with the frames
 * before it, carries that edit. Whatever breaks that chain (a new connection, a refused frame) makes it *hold*:
 * nothing goes out until an answer to the server's step 1 carries everything there is.
 */
export class Outbox {
  /** Numbers of the last edit made and of the last one that is durable. */
  #made: number
  #durable: number
  #unsaved: Edit[]
  #held = true
  #queue: Uint8Array[] = []
  /** Per unanswered frame of this connection: the last edit that it and those before it carry. */
  #frames: number[] = []
  #answered = 0

  /** `left`: edits of an earlier page load; otherwise counting goes on after `after`. */
  constructor(left: readonly Edit[] = [], after = 0) {
    this.#unsaved = [...left]
    this.#durable = after
    this.#made = left.at(-1)?.n ?? after
  }

  /** How many edits are not durable. */
  get unsaved(): number {
    return this.#made - this.#durable
  }

  /** Those edits, oldest first. */
  get edits(): readonly Edit[] {
    return this.#unsaved
  }

  get last(): number {
    return this.#made
  }

  /** True while nothing of it has been sent on this connection. */
  get held(): boolean {
    return this.#held
  }

  get waiting(): boolean {
    return this.#queue.length > 0
  }

  /** `edits`: how many keys, pastes and deletions of a person are in it. */
  add(update: Uint8Array, edits = 1): Edit {
    this.#made += edits
    const edit = { n: this.#made, edits, update }
    this.#unsaved.push(edit)
    if (!this.#held) this.#queue.push(update)
    return edit
  }

  /** The waiting updates as one (F23), to be sent as the next frame; null when there are none. */
  take(): Uint8Array | null {
    const [first, ...more] = this.#queue
    if (first === undefined) return null
    this.#queue = []
    this.#frames.push(this.#made)
    return more.length === 0 ? first : Y.mergeUpdates([first, ...more])
  }

  /** A new connection: its frames count from 1 again. */
  restart(): void {
    this.#held = true
    this.#queue = []
    this.#frames = []
    this.#answered = 0
  }

  /** Frame `n` was refused: neither it nor those after it prove anything. */
  hold(n: number): void {
    this.#held = true
    this.#queue = []
    this.#frames = this.#frames.map((edits, i) => (this.#answered + i + 1 >= n ? 0 : edits))
  }

  /** Step 1 was answered; `everything`: by a frame that carries all edits so far. */
  release(everything: boolean): void {
    this.#held = false
    if (everything) this.#frames.push(this.#made)
  }

  /** The first `n` frames of this connection are durable. Answers with the edits that became so. */
  saved(n: number): Edit[] {
    const covered = this.#frames.splice(0, n - this.#answered)
    this.#answered += covered.length
    this.#durable = Math.max(this.#durable, ...covered)
    const still = this.#unsaved.findIndex((edit) => edit.n > this.#durable)
    return this.#unsaved.splice(0, still === -1 ? this.#unsaved.length : still)
  }
}
