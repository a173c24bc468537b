import type { Names } from '../markdown/draw.ts'
import type { Store } from '../session/store.ts'

/** What mentions are called for the person of this tab. */
export function namesOf(store: Store): Names {
  return {
    user: (id) => store.person(id)?.name ?? null,
    channel: (id) => store.channelById(id)?.name ?? null,
    role: (id) => store.state.roles.find((role) => role.id === id)?.name ?? null,
    openChannel: (id) => store.openChannel(id),
  }
}
