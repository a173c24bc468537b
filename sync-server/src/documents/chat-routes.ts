import type { Placement, PLACEMENT_ROUTES } from '@sticky/shared/api/cards'
import type { CHAT_ROUTES } from '@sticky/shared/api/chat'
import type { INSTANCE_ROUTES } from '@sticky/shared/api/instances'
import { StickyError } from '@sticky/shared/errors'
import { v7 as uuid } from 'uuid'
import type { Bus } from '../bus/types.ts'
import type { PlacementRow, Store } from '../store/types.ts'
import type { Handlers } from '../users/handlers.ts'
import { afterOf, pageOf } from './cursor.ts'
import type { Instances } from './instances.ts'
import type { Memberships } from './memberships.ts'
import type { Permissions } from './permissions.ts'

export type ChatRoutes = {
  store: Store
  bus: Bus
  memberships: Memberships
  permissions: Permissions
  instances: Instances
}

const answer = ({ document, ...row }: PlacementRow): Placement => ({ ...row, documentId: document })

/** What the bot tells: where cards stand, who is in which channel, who is about to open what; and who is in an Activity. */
export const chatRoutes = (
  options: ChatRoutes,
): Handlers<typeof CHAT_ROUTES & typeof PLACEMENT_ROUTES & typeof INSTANCE_ROUTES> => ({
  ...placements(options),
  'PUT /memberships': ({ body }) => options.memberships.put(body),
  'POST /intents': async ({ by: user, body: { documentId, channelId, instanceId } }) => {
    await options.permissions.require(user, documentId, 'view')
    await options.store.chat.putIntent({
      userId: user,
      channelId,
      document: documentId,
      instanceId: instanceId ?? null,
      at: Date.now(),
    })
    options.bus.publish('opening.wanted', { userId: user })
  },
  'PUT /instances/:instance': ({ by: user, params: { instance }, body, response }) =>
    options.instances.show({ user, instance, ...body }, response),
})

const placements = ({ store, permissions }: ChatRoutes): Handlers<typeof PLACEMENT_ROUTES> => ({
  'POST /documents/:id/placements': async ({ by: user, params: { id: document }, body }) => {
    await permissions.require(user, document, 'view')
    return answer(await store.chat.addPlacement({ id: uuid(), document, ...body }))
  },
  'GET /placements': async ({ query }) => {
    const { documentId, cursor, limit } = query
    const rows = await (documentId === undefined
      ? store.chat.stalePlacements(limit + 1, afterOf('placements', cursor))
      : store.chat.placements(documentId))
    return pageOf(rows.map(answer), 'placements', query, ({ id }) => id)
  },
  'PATCH /placements/:id': async ({ params, body }) => {
    await store.chat.changePlacement(params.id, body)
    return answer(await existing(store, params.id))
  },
  'DELETE /placements/:id': ({ params }) => store.chat.deletePlacement(params.id),
})

const existing = async (store: Store, id: string): Promise<PlacementRow> => {
  const row = await store.chat.placement(id)
  if (row === null) throw new StickyError('not_found', 'There is no such placement.')
  return row
}
