import type { Role } from '@sticky/shared/access'
import { StickyError } from '@sticky/shared/errors'
import type { Store } from '../store/types.ts'
import type { Actor } from '../users/actor.ts'
import type { Among, Permissions } from './permissions.ts'

/** How often something is tried while rights change under it. */
const ATTEMPTS = 20

export type Authority = { store: Pick<Store, 'documents'>; permissions: Permissions }

/**
 * Does something under the epoch in which the actor's right to it was checked: a right withdrawn meanwhile counts
 * (R31); when somebody else's has changed, it is checked again (R21).
 */
export const underEpoch = async <T>(
  { store, permissions }: Authority,
  actor: Actor,
  { document, needed, ...among }: { document: string; needed: Role } & Among,
  act: (epoch: number) => Promise<T | 'epoch'>,
): Promise<T> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const epoch = await store.documents.epoch(document)
    await permissions.require(actor, document, needed, among)
    if (epoch === null) throw new StickyError('not_found')
    const done = await act(epoch)
    if (done !== 'epoch') return done
  }
  throw new StickyError('unavailable', 'Rights here change all the time. Retry in a few seconds.')
}
