import { CLOSE } from '@sticky/shared/errors'
import type { CloseReason } from '@sticky/shared/errors'
import type { Metrics } from '../metrics.ts'
import type { Connection, Received } from './connection.ts'
import type { Feed } from './feed.ts'
import type { Refused } from './inspect.ts'
import type { Serial } from './serial.ts'

export type RefusalsOptions = {
  feed: Pick<Feed, 'drained'>
  serial: Serial
  metrics: Pick<Metrics, 'refused'>
  /** Asks a client for what is missing, by sync step 1. */
  askForMissing: (connection: Connection) => Promise<void>
  cut: (connection: Connection, reason: CloseReason) => void
}

/** How often in a row a client is asked for what is missing before it is refused. */
const MAX_GAPS = 3

/** Tells the clients of one room what of theirs does not count. */
export class Refusals {
  readonly #options: RefusalsOptions

  constructor(options: RefusalsOptions) {
    this.#options = options
  }

  /** R14, R20: a gap is mended by asking for what is missing; everything else ends the replica. */
  refuse({ from, n }: Received, { reason, text }: Refused): void {
    const { metrics, cut } = this.#options
    metrics.refused(reason)
    if (reason === 'gap' && from.gaps < MAX_GAPS) return this.#resync(from, n, text)
    from.ended = true
    if (from.sticky) from.refuse(n, reason, text)
    else cut(from, CLOSE.replicaRefused)
  }

  /** Asks once, when the client can take it: until it has answered nothing more is looked at, nor answered. */
  #resync(from: Connection, n: number, text: string): void {
    const { feed, serial, askForMissing } = this.#options
    from.gaps += 1
    from.mending = true
    from.asksMissing.ask(async () => {
      await feed.drained(from)
      serial.enqueue(async () => {
        if (from.sticky && from.phase !== 'closed') from.refuse(n, 'resync', text)
        await askForMissing(from)
      })
    })
  }

  /** R13: told once in a turn at most, and when it can take it: what it writes until then is refused all the same. */
  dispossess(connection: Connection): void {
    if (!connection.sticky || connection.dispossessed) return
    connection.dispossessed = true
    const tell = (): void => {
      connection.dispossessed = false
      if (connection.phase !== 'closed') connection.tell({ kind: 'lease' })
    }
    setImmediate(() => void this.#options.feed.drained(connection).then(tell))
  }
}
