import { CompareVersions, ListVersions, VersionParam } from '@sticky/shared/api/history'
import { Id } from '@sticky/shared/ids'
import { validate } from '@sticky/shared/validate'
import { Router } from 'express'
import type { Request } from 'express'
import { z } from 'zod'
import { actorOf, userOf } from '../users/caller.ts'
import type { Versions } from './versions.ts'

const Of = z.object({ id: Id, v: VersionParam })

const documentOf = (request: Request): string => validate(Id, request.params['id'])

/** The gateway has seen to it that the caller is known. */
export const versionRoutes = (versions: Versions): Router => {
  const router = Router()
  router.get('/documents/:id/versions', async (request, response) => {
    const user = userOf(response)
    const page = validate(ListVersions, request.query)
    response.json(await versions.list(user, documentOf(request), page))
  })
  router.get('/documents/:id/versions/:v', async (request, response) => {
    const user = userOf(response)
    const { id, v } = validate(Of, request.params)
    response.json(await versions.read(user, id, v))
  })
  router.get('/documents/:id/versions/:v/compare', async (request, response) => {
    const user = userOf(response)
    const { id, v } = validate(Of, request.params)
    const { with: other } = validate(CompareVersions, request.query)
    response.json(await versions.compare(user, id, v, other))
  })
  router.post('/documents/:id/versions/:v/restore', async (request, response) => {
    const user = userOf(response)
    const { id, v } = validate(Of, request.params)
    const { etag, seq } = await versions.restore(user, id, v)
    response.set('etag', etag).json({ seq })
  })
  router.post('/documents/:id/purge', async (request, response) => {
    response.json(await versions.purge(userOf(response), documentOf(request)))
  })
  router.get('/documents/:id/authorship', async (request, response) => {
    response.json(await versions.authorship(actorOf(response), documentOf(request)))
  })
  return router
}
