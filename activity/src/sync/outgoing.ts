import { SYNC, syncFrame } from '@sticky/shared/frames'
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { ownPresenceFrame } from './awareness.ts'
import type { Clock } from './clock.ts'
import type { Outbox } from './outbox.ts'
import { Pace } from './pace.ts'

/** Between two frames of typing; the first key after a pause goes out at once (F23). */
const PACE = 50

type Around = {
  doc: Y.Doc
  awareness: Awareness
  clock: Clock
  send: (frame: Uint8Array) => void
  /** The time for the next `flush` has come. */
  due: () => void
}

/** What goes to the server: edits, and after them this tab's own presence, which points into the text. */
export class Outgoing {
  readonly #around: Around
  readonly #pace: Pace
  #presenceDue = false

  constructor(around: Around) {
    this.#around = around
    this.#pace = new Pace(around.clock, PACE, around.due)
    around.awareness.on('update', this.#moved)
  }

  /** There is something to send, once it is time. */
  due(): void {
    this.#pace.due()
  }

  /** What waits, now. */
  flush(outbox: Outbox): void {
    const { awareness, send } = this.#around
    this.#pace.met()
    const update = outbox.take()
    if (update !== null) send(syncFrame(SYNC.update, update))
    if (this.#presenceDue) send(ownPresenceFrame(awareness))
    this.#presenceDue = false
  }

  /** The answer to the server's step 1: everything that it lacks, if there is any. */
  answer(outbox: Outbox, stateVector: Uint8Array): void {
    const { doc, send } = this.#around
    const owes = outbox.unsaved > 0
    if (owes) send(syncFrame(SYNC.step2, Y.encodeStateAsUpdate(doc, stateVector)))
    outbox.release(owes)
    this.#presenceDue = true
    this.due()
  }

  destroy(): void {
    this.#pace.cancel()
    this.#around.awareness.off('update', this.#moved)
  }

  readonly #moved = (_change: unknown, origin: unknown): void => {
    if (origin !== 'local') return
    this.#presenceDue = true
    this.due()
  }
}
