import type { Withdrawn } from '@sticky/shared/api/grants'
import { v7 as uuid } from 'uuid'
import type { Bus } from '../bus/types.ts'
import { LOOK_UP_LIMIT } from './memberships.ts'

/** How long relays may take to say what they have cut, ms: more than any look-up that a relay may wait for. */
const LIMIT = LOOK_UP_LIMIT + 1_000
/** How much longer than the one before it each of them may take, ms: nobody knows how many there are. */
const ANOTHER = 100

/**
 * Has the rights in a document, as they are stored now, enforced by every relay (F48, R32), and counts the connections
 * that were cut for it. A relay that does not answer in time cuts all the same, uncounted.
 */
export const enforceAccess = (bus: Bus, document: string): Promise<Withdrawn> =>
  new Promise((resolve) => {
    const request = uuid()
    let cut = 0
    const done = (): void => {
      unsubscribe()
      resolve({ cut })
    }
    let timer = setTimeout(done, LIMIT)
    const unsubscribe = bus.subscribe('access.enforced', (enforced) => {
      if (enforced.request !== request) return
      cut += enforced.cut
      clearTimeout(timer)
      timer = setTimeout(done, ANOTHER)
    })
    bus.publish('access.changed', { document, request })
  })
