import { clientFrame } from '@sticky/shared/frames'
import type { Cursor } from '@sticky/shared/frames'
import type * as Y from 'yjs'
import type { Clock } from './clock.ts'
import { fingerprintOf } from './fingerprint.ts'

/** How often, on average, the document is compared with the server's. */
const EVERY = 60_000

export type Comparable = {
  doc: Y.Doc
  clock: Clock
  /** Where everything stands, when nothing is under way; else null. */
  restingAt: () => Cursor | null
  send: (frame: Uint8Array) => void
}

/**
 * Says now and then what the document is: two that agree on everything by seq and yet differ would differ for
 * ever, so the server answers `reset` (R63).
 */
export class Comparison {
  readonly #of: Comparable
  #stop = (): void => {}

  constructor(of: Comparable) {
    this.#of = of
  }

  start(): void {
    this.stop()
    const { clock } = this.#of
    this.#stop = clock.after(EVERY * (0.5 + clock.random()), () => this.#compare())
  }

  stop(): void {
    this.#stop()
  }

  #compare(): void {
    const { doc, restingAt, send } = this.#of
    const cursor = restingAt()
    if (cursor !== null)
      send(clientFrame({ kind: 'check', seq: cursor.seq, fingerprint: fingerprintOf(doc) }))
    this.start()
  }
}
