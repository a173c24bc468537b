import type { Store } from '../store/types.ts'
import type { Lanes } from './lanes.ts'

/** After a scrub, so many times as long as it took none begins: nobody can keep others from writing with it. */
const REST = 10
/** When somebody was in the way, it is tried again after this long, ms. */
const AGAIN_AFTER = 10_000

/** Makes the store's medium forget what was deleted: once for all who ask before it begins. */
export class Scrubber {
  readonly #store: Pick<Store, 'scrub'>
  readonly #lanes: Lanes
  #asked: Promise<null> | null = null
  #running: Promise<void> | null = null
  /** None begins before this, ms of `performance.now()`. */
  #restsUntil = 0

  constructor(store: Pick<Store, 'scrub'>, lanes: Lanes) {
    this.#store = store
    this.#lanes = lanes
  }

  /** Resolves when what was deleted before the call is gone. Rejects when that has to wait; it is done later then. */
  scrub(): Promise<null> {
    this.#asked ??= this.#rested().then(() => this.#lanes.run('due', () => this.#begin()))
    return this.#asked
  }

  async #rested(): Promise<void> {
    await this.#running
    await pause(this.#restsUntil - performance.now())
  }

  async #begin(): Promise<null> {
    this.#asked = null
    const at = performance.now()
    const scrubbing = this.#store.scrub()
    this.#running = scrubbing
      .catch(() => {
        void pause(AGAIN_AFTER).then(() => this.scrub().catch(() => {}))
      })
      .finally(() => {
        const now = performance.now()
        this.#restsUntil = now + (now - at) * REST
      })
    await scrubbing
    return null
  }
}

/** Keeps no process alive. */
const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, Math.max(0, ms)).unref())
