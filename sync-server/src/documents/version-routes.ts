import type { HISTORY_ROUTES } from '@sticky/shared/api/history'
import type { Handlers } from '../users/handlers.ts'
import { saved } from './saved.ts'
import type { Versions } from './versions.ts'

export const versionRoutes = (versions: Versions): Handlers<typeof HISTORY_ROUTES> => ({
  'GET /documents/:id/versions': ({ by: user, params, query }) =>
    versions.list(user, params.id, query),
  'GET /documents/:id/versions/:v': ({ by: user, params: { id, v } }) => versions.read(user, id, v),
  'GET /documents/:id/versions/:v/compare': ({ by: user, params: { id, v }, query }) =>
    versions.compare(user, id, v, query.with),
  'POST /documents/:id/versions/:v/restore': async ({ by: user, params: { id, v }, response }) =>
    saved(response, await versions.restore(user, id, v)),
  'POST /documents/:id/purge': ({ by: user, params }) => versions.purge(user, params.id),
  'GET /documents/:id/authorship': ({ by: actor, params }) => versions.authorship(actor, params.id),
})
