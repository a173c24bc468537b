import * as Y from 'yjs'

/**
 * Counts local edits on their way from key to disk, and keeps those that this connection has not sent yet.
 *
 * Safety (F25): `unsaved` falls only when the server said `saved` for a frame which, with the frames before it,
 * carries those edits. Whatever breaks that chain (a new connection, a refused frame) makes it *hold*: nothing
 * goes out until an answer to the server's step 1 carries everything there is.
 */
export class Outbox {
  #edits = 0
  #durable = 0
  #held = true
  #queue: Uint8Array[] = []
  /** Per unanswered frame of this connection: how many edits it and those before it carry. */
  #frames: number[] = []
  #answered = 0

  get unsaved(): number {
    return this.#edits - this.#durable
  }

  get waiting(): boolean {
    return this.#queue.length > 0
  }

  add(update: Uint8Array): void {
    this.#edits += 1
    if (!this.#held) this.#queue.push(update)
  }

  /** The waiting updates as one (F23), to be sent as the next frame; null when there are none. */
  take(): Uint8Array | null {
    const [first, ...more] = this.#queue
    if (first === undefined) return null
    this.#queue = []
    this.#frames.push(this.#edits)
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
    if (everything) this.#frames.push(this.#edits)
  }

  /** The first `n` frames of this connection are durable. */
  saved(n: number): void {
    const covered = this.#frames.splice(0, n - this.#answered)
    this.#answered += covered.length
    this.#durable = Math.max(this.#durable, ...covered)
  }
}
