import type { Role } from '@sticky/shared/access'
import { onTestFinished } from 'vitest'
import { LocalBus } from '../../src/bus/local/local.ts'
import { Metrics } from '../../src/metrics.ts'
import { Relay } from '../../src/relay/relay.ts'
import { World } from '../../src/store/contract/world.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/types.ts'
import { Data } from './data.ts'
import { Seat } from './seat.ts'

const MIB = 1024 * 1024
const NEVER = 3_600_000

/** How often a {@link BareRelay} proves rights again, ms. */
export const PROVE_EVERY = 15_000

/** A relay over a store of its own, without a gateway: who sits there, and what they may do, is for the test to say. */
export class BareRelay {
  readonly bus = new LocalBus()
  readonly store: Store
  readonly errors: unknown[] = []
  authorise: () => Promise<Role> = () => Promise.resolve('edit')
  readonly #relay: Relay

  private constructor(store: Store) {
    this.store = store
    this.#relay = new Relay({
      id: 'this relay',
      log: store.log,
      bus: this.bus,
      authorise: () => this.authorise(),
      onError: (error) => this.errors.push(error),
      metrics: new Metrics(),
      limits: { textLength: MIB, buffered: MIB },
      healEvery: NEVER,
      proveEvery: PROVE_EVERY,
    })
  }

  static async open(): Promise<BareRelay> {
    const store = await openStore({ databasePath: new Data().path })
    const relay = new BareRelay(store)
    onTestFinished(async () => {
      await relay.#relay.close()
      await store.close()
    })
    return relay
  }

  document(): Promise<string> {
    const world = new World({
      store: this.store,
      reopen: async () => this.store,
      close: async () => {},
    })
    return world.document()
  }

  /** Somebody sits down at a document and catches up; `until`: when their right runs out, ms since 1970. */
  async sit(document: string, until: number | null = null): Promise<Seat> {
    const user = { id: 'ada', name: 'Ada', color: '#15803d' }
    const who = { user, author: 'user:ada', role: 'edit', link: null } as const
    const seat = new Seat(this.#relay, { ...who, document, until })
    await seat.join()
    return seat
  }
}
