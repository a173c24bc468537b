import type { Cursor, Join } from '@sticky/shared/frames'
import * as Y from 'yjs'

/**
 * What comes from the server into the document, and how far that reaches.
 * Safety: the cursor never passes an entry that is not in the document (R4, R11, R16).
 */
export class Inbox {
  readonly #doc: Y.Doc
  readonly #origin: unknown
  #cursor: Cursor | null
  #fromStart = false

  constructor(doc: Y.Doc, origin: unknown, cursor: Cursor | null) {
    this.#doc = doc
    this.#origin = origin
    this.#cursor = cursor
  }

  get cursor(): Cursor | null {
    return this.#cursor
  }

  /** "This is who I am, and where I stand." */
  join(): Join {
    const { clientID: clientId } = this.#doc
    return { clientId, cursor: this.cursor, stateVector: Y.encodeStateVector(this.#doc) }
  }

  /** False when the server could not go on from our cursor: it tells another history, or less of it (R4, T28). */
  welcome(generation: string, resumed: boolean): boolean {
    if (this.#cursor !== null) return resumed
    this.#cursor = { generation, seq: 0 }
    this.#fromStart = true
    return true
  }

  /**
   * `hole`: entries between the cursor and these were lost on the way. `stuck`: these wait for others, so what is
   * below the cursor is not what the server has there (R63).
   */
  take(prev: number, seq: number, updates: Uint8Array[]): 'taken' | 'hole' | 'stuck' {
    if (this.#cursor === null || prev > this.#cursor.seq) return 'hole'
    this.apply(updates)
    if (this.#fromStart || !this.#pending) {
      this.advance(seq)
      return 'taken'
    }
    this.#cursor = null
    return 'stuck'
  }

  /** Everything that the server had has come. False when something still waits for what does not exist. */
  complete(): boolean {
    this.#fromStart = false
    return !this.#pending
  }

  apply(updates: readonly Uint8Array[]): void {
    const applyAll = (): void => {
      for (const update of updates) Y.applyUpdate(this.#doc, update, this.#origin)
    }
    Y.transact(this.#doc, applyAll, this.#origin, false)
  }

  /** What the device kept. A copy of which something is missing is completed from the start. */
  restore(updates: readonly Uint8Array[]): void {
    this.apply(updates)
    if (this.#pending) this.#cursor = null
  }

  advance(seq: number): void {
    if (this.#cursor === null || this.#cursor.seq >= seq) return
    this.#cursor = { ...this.#cursor, seq }
  }

  get #pending(): boolean {
    const { pendingStructs, pendingDs } = this.#doc.store
    return pendingStructs !== null || pendingDs !== null
  }
}
