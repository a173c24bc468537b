import type { Placement, PLACEMENT_ROUTES } from '@sticky/shared/api/cards'
import type { CHAT_ROUTES } from '@sticky/shared/api/chat'
import type { GUILD_ROUTES } from '@sticky/shared/api/guilds'
import type { INSTANCE_ROUTES } from '@sticky/shared/api/instances'
import { StickyError } from '@sticky/shared/errors'
import { v7 as uuid } from 'uuid'
import type { Bus } from '../bus/types.ts'
import type { PlacementRow, Store } from '../store/types.ts'
import type { Handlers } from '../users/handlers.ts'
import { afterOf, pageOf } from './cursor.ts'
import type { Guilds } from './guilds.ts'
import type { Instances } from './instances.ts'
import type { Memberships } from './memberships.ts'
import type { Permissions } from './permissions.ts'

export type ChatRoutes = {
  store: Store
  bus: Bus
  memberships: Memberships
  guilds: Guilds
  permissions: Permissions
  instances: Instances
}

const answer = ({ document, ...row }: PlacementRow): Placement => ({ ...row, documentId: document })

/** What the bot tells: where cards stand, who is in which channel, who is about to open what, what a server has set; and who is in an Activity. */
export const chatRoutes = (
  options: ChatRoutes,
): Handlers<
  typeof CHAT_ROUTES & typeof GUILD_ROUTES & typeof PLACEMENT_ROUTES & typeof INSTANCE_ROUTES
> => ({
  ...placements(options),
  ...sticking(options),
  'GET /guilds/:guild/settings': ({ by: user, params }) =>
    options.guilds.settings(user, params.guild),
  'PUT /guilds/:guild/settings': ({ by: user, params, body }) =>
    options.guilds.put(user, params.guild, body),
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

type Sticking = Pick<
  typeof PLACEMENT_ROUTES,
  'PUT /placements/:id/stick' | 'DELETE /placements/:id/stick'
>

const placements = ({
  store,
  permissions,
}: ChatRoutes): Handlers<Omit<typeof PLACEMENT_ROUTES, keyof Sticking>> => ({
  'POST /documents/:id/placements': async ({ by: user, params: { id: document }, body }) => {
    await permissions.require(user, document, 'view')
    return answer(await store.chat.addPlacement({ id: uuid(), document, ...body }))
  },
  'GET /placements': async ({ query }) => {
    const { documentId, stuck, cursor, limit } = query
    const page = [limit + 1, afterOf('placements', cursor)] as const
    const rows = await (documentId !== undefined
      ? store.chat.placements(documentId)
      : stuck === undefined
        ? store.chat.stalePlacements(...page)
        : store.chat.stuckPlacements(...page))
    return pageOf(rows.map(answer), 'placements', query, ({ id }) => id)
  },
  'PATCH /placements/:id': async ({ params, body }) => {
    await existing(store, params.id)
    await store.chat.changePlacement(params.id, body)
    return answer(await existing(store, params.id))
  },
  'POST /placements/:id/moves': async ({ params, body }) => {
    const from = await existing(store, params.id)
    const { document, channel } = from
    const row = { id: uuid(), document, channel, ...body, shownSeq: -1 }
    return { from: answer(from), to: answer(await store.chat.addPlacement(row)) }
  },
  'DELETE /placements/:id': ({ params, query }) =>
    store.chat.deletePlacement(params.id, query.shownIn),
})

/** Who lets a card go need not see its document, but may do so in its channel. */
const sticking = ({ store, guilds, permissions }: ChatRoutes): Handlers<Sticking> => {
  const set = async (userId: string, id: string, stuck: boolean): Promise<Placement> => {
    const { document, channel } = await existing(store, id)
    if (stuck) await permissions.require(userId, document, 'view')
    await guilds.require(userId, channel, 'stick')
    await store.chat.stickPlacement(id, stuck)
    return answer(await existing(store, id))
  }
  return {
    'PUT /placements/:id/stick': ({ by: user, params }) => set(user, params.id, true),
    'DELETE /placements/:id/stick': ({ by: user, params }) => set(user, params.id, false),
  }
}

const existing = async (store: Store, id: string): Promise<PlacementRow> => {
  const row = await store.chat.placement(id)
  if (row === null) throw new StickyError('not_found', 'There is no such placement.')
  return row
}
