import { CreateLink, ListLinks, OpenLink } from '@sticky/shared/api/links'
import { Id } from '@sticky/shared/ids'
import { validate } from '@sticky/shared/validate'
import { json, Router } from 'express'
import type { RequestHandler } from 'express'
import { addressKey } from '../users/address.ts'
import { userOf, visitorOf } from '../users/caller.ts'
import type { LinkSessions } from './link-sessions.ts'
import type { ShareLinks } from './links.ts'

/** A document's links, for its owners; the gateway has seen to it that they are signed in. */
export const linkRoutes = (links: ShareLinks): Router => {
  const router = Router()
  router.get('/documents/:id/links', async (request, response) => {
    const document = validate(Id, request.params['id'])
    response.json(await links.list(userOf(response), document, validate(ListLinks, request.query)))
  })
  router.post('/documents/:id/links', async (request, response) => {
    const document = validate(Id, request.params['id'])
    const link = validate(CreateLink, request.body)
    response.status(201).json(await links.create(userOf(response), document, link))
  })
  router.delete('/documents/:id/links/:link', async (request, response) => {
    const document = validate(Id, request.params['id'])
    const link = validate(Id, request.params['link'])
    response.json(await links.revoke(userOf(response), document, link))
  })
  return router
}

/** Where a link is opened: by anybody, with or without an account. */
export const openLinkRoutes = (sessions: LinkSessions, anybody: RequestHandler): Router => {
  const router = Router()
  const body = json({ limit: '16kb' })
  router.post('/links/:token', anybody, body, async (request, response) => {
    const { password } = validate(OpenLink, request.body ?? {})
    const visitor = { caller: visitorOf(response), address: addressKey(request.ip), password }
    response.status(201).json(await sessions.open(String(request.params['token']), visitor))
  })
  return router
}
