import { ChangePlacement, CreatePlacement, ListPlacements } from '@sticky/shared/api/cards'
import type { Placement } from '@sticky/shared/api/cards'
import { PutIntent, PutMembership } from '@sticky/shared/api/chat'
import { StickyError } from '@sticky/shared/errors'
import { Id } from '@sticky/shared/ids'
import { validate } from '@sticky/shared/validate'
import { Router } from 'express'
import { v7 as uuid } from 'uuid'
import type { PlacementRow, Store } from '../store/types.ts'
import { requireService, userOf } from '../users/caller.ts'
import type { Memberships } from './memberships.ts'
import type { Permissions } from './permissions.ts'

export type ChatRoutes = { store: Store; memberships: Memberships; permissions: Permissions }

/** How many stale cards a bot that starts is told of at once; it asks again when these are done. */
const STALE_PAGE = 500

const answer = ({ id, document, channel, messageId, shownHash }: PlacementRow): Placement => ({
  id,
  documentId: document,
  channel,
  messageId,
  shownHash,
})

/** What only the bot may tell: where cards stand, who is in which channel, who is about to open what. */
export const chatRoutes = (options: ChatRoutes): Router => {
  const router = Router()
  placements(router, options)
  router.put('/memberships', async (request, response) => {
    requireService(response)
    await options.memberships.put(validate(PutMembership, request.body))
    response.status(204).end()
  })
  router.put('/intents', async (request, response) => {
    requireService(response)
    const { documentId, channelId, instanceId } = validate(PutIntent, request.body)
    await options.store.chat.putIntent({
      userId: userOf(response),
      channelId,
      document: documentId,
      instanceId: instanceId ?? null,
      at: Date.now(),
    })
    response.status(204).end()
  })
  return router
}

const placements = (router: Router, { store, permissions }: ChatRoutes): void => {
  router.post('/documents/:id/placements', async (request, response) => {
    requireService(response)
    const document = validate(Id, request.params['id'])
    await permissions.require(userOf(response), document, 'view')
    const row = { id: uuid(), document, ...validate(CreatePlacement, request.body) }
    response.status(201).json(answer(await store.chat.addPlacement(row)))
  })
  router.get('/placements', async (request, response) => {
    requireService(response)
    const query = validate(ListPlacements, request.query)
    const rows =
      'documentId' in query
        ? await store.chat.placements(query.documentId)
        : await store.chat.stalePlacements(STALE_PAGE)
    response.json({ items: rows.map(answer), nextCursor: null })
  })
  router.patch('/placements/:id', async (request, response) => {
    requireService(response)
    const row = await existing(store, validate(Id, request.params['id']))
    const { shownHash, shownSeq } = validate(ChangePlacement, request.body)
    await store.chat.changePlacement(row.id, shownHash, shownSeq)
    response.json(answer({ ...row, shownHash }))
  })
  router.delete('/placements/:id', async (request, response) => {
    requireService(response)
    await store.chat.deletePlacement(validate(Id, request.params['id']))
    response.status(204).end()
  })
}

const existing = async (store: Store, id: string): Promise<PlacementRow> => {
  const row = await store.chat.placement(id)
  if (row === null) throw new StickyError('not_found', 'There is no such placement.')
  return row
}
