import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { CARD_ROUTES } from '@sticky/shared/api/cards'
import type { CONTENT_ROUTES, DOCUMENT_ROUTES, UpdatePage } from '@sticky/shared/api/documents'
import type { GRANT_ROUTES } from '@sticky/shared/api/grants'
import type { OWN_DATA_ROUTES } from '@sticky/shared/api/own-data'
import type { SEARCH_ROUTES } from '@sticky/shared/api/search'
import type { TICKET_ROUTES } from '@sticky/shared/api/tickets'
import { StickyError } from '@sticky/shared/errors'
import type { Response } from 'express'
import type { DocumentRow, Page, Store } from '../store/types.ts'
import { actorOf, callerOf } from '../users/caller.ts'
import type { Handlers } from '../users/handlers.ts'
import type { Cards } from './cards.ts'
import type { Contents } from './content.ts'
import type { Exports } from './exports.ts'
import type { Finder } from './search.ts'
import type { Library } from './library.ts'
import type { Permissions } from './permissions.ts'
import { saved } from './saved.ts'
import type { Tickets } from './tickets.ts'

export type DocumentRoutes = {
  store: Store
  library: Library
  finder: Finder
  contents: Contents
  exports: Exports
  tickets: Tickets
  cards: Cards
  permissions: Permissions
}

/**
 * The gateway has seen to it that the caller is known. What a link session may do is for an actor; all else is for
 * users.
 */
export const documentRoutes = (
  options: DocumentRoutes,
): Handlers<
  typeof OWN_DATA_ROUTES &
    typeof DOCUMENT_ROUTES &
    typeof CONTENT_ROUTES &
    typeof GRANT_ROUTES &
    typeof TICKET_ROUTES &
    typeof CARD_ROUTES &
    typeof SEARCH_ROUTES
> => ({
  ...collection(options),
  ...content(options),
  ...grants(options),
  ...cards(options),
  'GET /users/me/data': async ({ by: user, response }) => {
    const parts = options.exports.dataOf(user)
    await pipeline(Readable.from(parts), response.attachment('sticky.json'))
  },
  'GET /search': ({ by: user, query }) => options.finder.find(user, query),
  'POST /documents/:id/tickets': ({ by: actor, params }) => options.tickets.issue(actor, params.id),
})

const collection = ({ library }: DocumentRoutes): Handlers<typeof DOCUMENT_ROUTES> => ({
  'POST /documents': ({ by: user, body }) => library.create(user, body),
  'POST /documents/import': ({ by: user, body }) => library.import(user, body),
  'GET /documents': ({ by: user, query }) => library.list(user, query),
  'GET /documents/:id': ({ by: actor, params }) => library.get(actor, params.id),
  'PATCH /documents/:id': ({ by: actor, params: { id }, body: { title } }) =>
    title === undefined ? library.get(actor, id) : library.rename(actor, id, title),
  'DELETE /documents/:id': ({ by: user, params: { id }, query: { forever } }) =>
    forever === 'true' ? library.erase(user, id) : library.delete(user, id),
  'POST /documents/:id/restore': ({ by: user, params }) => library.restore(user, params.id),
})

const content = ({ contents, exports }: DocumentRoutes): Handlers<typeof CONTENT_ROUTES> => ({
  'GET /documents/:id/content': async ({ by: actor, params, query: { format }, response }) => {
    const read = await contents.read(actor, params.id)
    const { title, text, etag, seq } = read
    response.set('etag', etag)
    if (format === 'json') response.json({ title, text, etag, seq })
    // a file, not a page of ours (T12)
    else if (format === 'html')
      response.attachment(`${read.title}.html`).send(await exports.html(read))
    else response.type(format === 'md' ? 'text/markdown' : 'text/plain').send(read.text)
  },
  'PUT /documents/:id/content': async ({ by: actor, params, query, body, request, response }) =>
    saved(
      response,
      await contents.replace(actor, params.id, body, {
        ifMatch: request.get('if-match'),
        base: query.base,
      }),
    ),
  'GET /documents/:id/tasks': ({ by: actor, params, query }) =>
    contents.tasks(actor, params.id, query),
  'POST /documents/:id/tasks': async ({ by: actor, params, body, response }) =>
    saved(response, await contents.tick(actor, params.id, body.anchor, body.checked)),
  'GET /documents/:id/updates': async ({ by: user, params, query }) => {
    const { client, cursor, limit, ...range } = query
    const asked = { ...range, client: client ?? null, after: cursor }
    return updatePage(await contents.updates(user, params.id, asked, limit))
  },
  'POST /documents/:id/append': async ({ by: actor, params, body, response }) =>
    saved(response, await contents.append(actor, params.id, body.markdown)),
})

const updatePage = ({ entries, more }: Page): UpdatePage => ({
  items: entries.map(({ update, ...entry }) => ({
    ...entry,
    update: Buffer.from(update).toString('base64'),
  })),
  nextCursor: more ? String(entries.at(-1)?.seq) : null,
})

const grants = ({ library }: DocumentRoutes): Handlers<typeof GRANT_ROUTES> => ({
  'GET /documents/:id/grants': ({ by: user, params, query }) =>
    library.grants(user, params.id, query),
  'PUT /documents/:id/grants/:principal': ({ by: user, params: { id, principal }, body }) =>
    library.putGrant(user, id, { principal, role: body.role }),
  'DELETE /documents/:id/grants/:principal': ({ by: user, params }) =>
    library.deleteGrant(user, params.id, params.principal),
})

const cards = (options: DocumentRoutes): Handlers<typeof CARD_ROUTES> => ({
  'GET /documents/:id/card': async ({ params, query, response }) =>
    options.cards.card(await shown(options, params.id, query.channel, response)),
  'GET /documents/:id/card.png': async ({ params, query, response }) => {
    const { channel, theme, scale } = query
    const row = await shown(options, params.id, channel, response)
    const look = { theme, scale: scale === '2' ? 2 : 1, kind: 'chat' } as const
    const { png, hash } = await options.cards.image(row, look)
    response.set({ etag: `"${hash}"`, 'cache-control': 'private, no-cache' }).type('png')
    response.send(Buffer.from(png))
  },
})

/**
 * The document whose card is asked for: by somebody who may read it, or by the bot in nobody's name, for a card
 * that stands in a channel to which the document still is granted.
 */
const shown = async (
  options: DocumentRoutes,
  id: string,
  channel: string | undefined,
  response: Response,
): Promise<DocumentRow> => {
  const caller = callerOf(response)
  if (caller.kind !== 'service' || caller.userId !== null)
    return (await options.permissions.require(actorOf(response), id, 'view')).row
  const placements = await options.store.chat.placements(id)
  if (channel === undefined || placements.every((one) => one.channel !== channel))
    throw new StickyError('not_found', 'No card of this document is known there.')
  return options.permissions.requireShown(id, channel)
}
