import type { LINK_ROUTES } from '@sticky/shared/api/links'
import { addressKey } from '../users/address.ts'
import type { Handlers } from '../users/handlers.ts'
import type { LinkSessions } from './link-sessions.ts'
import type { ShareLinks } from './links.ts'

export type LinkRoutes = { links: ShareLinks; sessions: LinkSessions }

/** A document's links, for its owners; and where a link is opened, by anybody. */
export const linkRoutes = ({ links, sessions }: LinkRoutes): Handlers<typeof LINK_ROUTES> => ({
  'POST /links/:token': ({ by: caller, params, body, request }) =>
    sessions.open(params.token, {
      caller,
      address: addressKey(request.ip),
      password: body?.password,
    }),
  'GET /documents/:id/links': ({ by: user, params, query }) => links.list(user, params.id, query),
  'POST /documents/:id/links': ({ by: user, params, body }) => links.create(user, params.id, body),
  'DELETE /documents/:id/links/:link': ({ by: user, params }) =>
    links.revoke(user, params.id, params.link),
})
