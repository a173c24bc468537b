import type { Connection } from './connection.ts'
import type { KnownLog } from './known-log.ts'
import type { Serial } from './serial.ts'

export type AgreementOptions = {
  known: KnownLog
  serial: Serial
  /** Resolves when the newest snapshot covers everything that is in the log now. */
  fold: () => Promise<unknown>
  /** Learns anew what is in the log, with that snapshot. */
  relearn: () => Promise<void>
  /** A replica is told to start afresh. */
  onDiverged: () => void
  onError: (error: unknown) => void
}

/** Between two looks at whether replicas agree, of one connection and of one room, ms. */
const PAUSE = 5_000

/** Finds replicas of one room that have diverged (R63). */
export class Agreement {
  readonly #options: AgreementOptions
  #relearntAt = -Infinity

  constructor(options: AgreementOptions) {
    this.#options = options
  }

  /**
   * A replica that has everything and nothing of its own, and yet is another one, has to start afresh. Before it is
   * told so, the room learns from a fresh snapshot, which a Y.Doc has made: what it knows is inferred from updates
   * one by one, and updates are written by others.
   */
  check(connection: Connection, seq: number, fingerprint: Uint8Array): void {
    const { known, serial, fold, onError } = this.#options
    const now = performance.now()
    if (now - connection.checkedAt < PAUSE) return
    connection.checkedAt = now
    const differs = (): boolean =>
      connection.phase === 'live' &&
      seq === known.head.seq &&
      Buffer.compare(fingerprint, known.knowledge.fingerprint()) !== 0
    serial.enqueue(async () => {
      if (!differs() || now - this.#relearntAt < PAUSE) return
      this.#relearntAt = now
      fold()
        .then(() => serial.enqueue(() => this.#judge(connection, differs)))
        .catch(onError)
    })
  }

  async #judge(connection: Connection, differs: () => boolean): Promise<void> {
    const { relearn, onDiverged } = this.#options
    await relearn()
    if (!differs()) return
    onDiverged()
    connection.tell({ kind: 'reset' })
  }
}
