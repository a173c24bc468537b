import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CardImageQuery } from '@sticky/shared/api/cards'
import {
  ChangeDocument,
  ContentQuery,
  CreateDocument,
  DeleteDocument,
  ImportDocument,
  ListDocuments,
  ListUpdates,
  MAX_TEXT_BYTES,
  TickTask,
} from '@sticky/shared/api/documents'
import type { UpdatePage } from '@sticky/shared/api/documents'
import { PutGrant } from '@sticky/shared/api/grants'
import { SearchDocuments } from '@sticky/shared/api/search'
import { StickyError } from '@sticky/shared/errors'
import { Id, Principal } from '@sticky/shared/ids'
import { validate } from '@sticky/shared/validate'
import { Router, text } from 'express'
import type { Request, Response } from 'express'
import { z } from 'zod'
import type { DocumentRow, Entry, Store } from '../store/types.ts'
import { actorOf, callerOf, userOf } from '../users/caller.ts'
import type { Cards } from './cards.ts'
import type { Content, Contents } from './content.ts'
import type { Exports } from './exports.ts'
import type { Finder } from './search.ts'
import type { Library } from './library.ts'
import type { Permissions } from './permissions.ts'
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

const Append = z.strictObject({ markdown: z.string().min(1).max(MAX_TEXT_BYTES) })

const idOf = (request: Request): string => validate(Id, request.params['id'])
const principalOf = (request: Request): string => validate(Principal, request.params['principal'])

/**
 * The gateway has seen to it that the caller is known. What a link session may do is for an actor (`actorOf`); all
 * else is for users, and refuses link sessions by asking for one (`userOf`).
 */
export const documentRoutes = (options: DocumentRoutes): Router => {
  const router = Router()
  collection(router, options)
  content(router, options)
  grants(router, options)
  cards(router, options)
  router.get('/users/me/data', async (_request, response) => {
    const parts = options.exports.dataOf(userOf(response))
    await pipeline(Readable.from(parts), response.attachment('sticky.json'))
  })
  router.post('/documents/:id/tickets', async (request, response) => {
    response.status(201).json(await options.tickets.issue(actorOf(response), idOf(request)))
  })
  return router
}

const collection = (router: Router, { library, finder }: DocumentRoutes): void => {
  router.get('/search', async (request, response) => {
    response.json(await finder.find(userOf(response), validate(SearchDocuments, request.query)))
  })
  router.post('/documents', async (request, response) => {
    response
      .status(201)
      .json(await library.create(userOf(response), validate(CreateDocument, request.body)))
  })
  router.post('/documents/import', async (request, response) => {
    const created = await library.import(userOf(response), validate(ImportDocument, request.body))
    response.status(201).json(created)
  })
  router.get('/documents', async (request, response) => {
    response.json(await library.list(userOf(response), validate(ListDocuments, request.query)))
  })
  router.get('/documents/:id', async (request, response) => {
    response.json(await library.get(actorOf(response), idOf(request)))
  })
  router.patch('/documents/:id', async (request, response) => {
    const { title } = validate(ChangeDocument, request.body)
    const actor = actorOf(response)
    response.json(
      title === undefined
        ? await library.get(actor, idOf(request))
        : await library.rename(actor, idOf(request), title),
    )
  })
  router.delete('/documents/:id', async (request, response) => {
    const user = userOf(response)
    const { forever } = validate(DeleteDocument, request.query)
    if (forever === 'true') await library.erase(user, idOf(request))
    else await library.delete(user, idOf(request))
    response.status(204).end()
  })
  router.post('/documents/:id/restore', async (request, response) => {
    response.json(await library.restore(userOf(response), idOf(request)))
  })
}

const content = (router: Router, { contents, exports }: DocumentRoutes): void => {
  const markdown = text({ type: ['text/markdown', 'text/plain'], limit: MAX_TEXT_BYTES })
  router.get('/documents/:id/content', async (request, response) => {
    const { format } = validate(ContentQuery, request.query)
    const read = await contents.read(actorOf(response), idOf(request))
    response.set('etag', read.etag)
    if (format === 'json') response.json({ title: read.title, text: read.text, seq: read.seq })
    // a file, not a page of ours (T12)
    else if (format === 'html')
      response.attachment(`${read.title}.html`).send(await exports.html(read))
    else response.type(format === 'md' ? 'text/markdown' : 'text/plain').send(read.text)
  })
  router.put('/documents/:id/content', markdown, async (request, response) => {
    if (typeof request.body !== 'string')
      throw new StickyError('unsupported_type', 'Send the text as text/markdown.')
    const ifMatch = request.get('if-match')
    sendSaved(
      response,
      await contents.replace(actorOf(response), idOf(request), request.body, ifMatch),
    )
  })
  router.get('/documents/:id/tasks', async (request, response) => {
    const items = await contents.tasks(actorOf(response), idOf(request))
    response.json({ items, nextCursor: null })
  })
  router.post('/documents/:id/tasks', async (request, response) => {
    const { anchor, checked } = validate(TickTask, request.body)
    sendSaved(response, await contents.tick(actorOf(response), idOf(request), anchor, checked))
  })
  router.get('/documents/:id/updates', async (request, response) => {
    const { client, cursor, limit, ...range } = validate(ListUpdates, request.query)
    const query = { ...range, client: client ?? null, after: cursor, limit }
    const entries = await contents.updates(userOf(response), idOf(request), query)
    response.json(updatePage(entries, limit))
  })
  router.post('/documents/:id/append', async (request, response) => {
    const { markdown } = validate(Append, request.body)
    sendSaved(response, await contents.append(actorOf(response), idOf(request), markdown))
  })
}

const updatePage = (entries: readonly Entry[], limit: number): UpdatePage => ({
  items: entries.map(({ update, ...entry }) => ({
    ...entry,
    update: Buffer.from(update).toString('base64'),
  })),
  nextCursor: entries.length < limit ? null : String(entries.at(-1)?.seq),
})

const sendSaved = (response: Response, { etag, seq }: Content): void => {
  response.set('etag', etag).json({ seq })
}

const grants = (router: Router, { library }: DocumentRoutes): void => {
  router.get('/documents/:id/grants', async (request, response) => {
    response.json({
      items: await library.grants(userOf(response), idOf(request)),
      nextCursor: null,
    })
  })
  router.put('/documents/:id/grants/:principal', async (request, response) => {
    const { role } = validate(PutGrant, request.body)
    const grant = { principal: principalOf(request), role }
    response.json(await library.putGrant(userOf(response), idOf(request), grant))
  })
  router.delete('/documents/:id/grants/:principal', async (request, response) => {
    const principal = principalOf(request)
    response.json(await library.deleteGrant(userOf(response), idOf(request), principal))
  })
}

const cards = (router: Router, options: DocumentRoutes): void => {
  router.get('/documents/:id/card', async (request, response) => {
    response.json(await options.cards.card(await shown(options, request, response)))
  })
  router.get('/documents/:id/card.png', async (request, response) => {
    const { theme, scale } = validate(CardImageQuery, request.query)
    const row = await shown(options, request, response)
    const look = { theme, scale: scale === '2' ? 2 : 1, kind: 'chat' } as const
    const { png, hash } = await options.cards.image(row, look)
    response.set({ etag: `"${hash}"`, 'cache-control': 'private, no-cache' }).type('png')
    response.send(Buffer.from(png))
  })
}

/**
 * The document whose card is asked for: by somebody who may read it, or by the bot in nobody's name, for a card
 * that stands in a channel to which the document still is granted.
 */
const shown = async (
  options: DocumentRoutes,
  request: Request,
  response: Response,
): Promise<DocumentRow> => {
  const id = idOf(request)
  const caller = callerOf(response)
  if (caller.kind !== 'service' || caller.userId !== null)
    return (await options.permissions.require(actorOf(response), id, 'view')).row
  const row = await options.store.documents.get(id)
  const placements = await options.store.chat.placements(id)
  if (row === null || placements.length === 0) throw new StickyError('not_found')
  if (row.deletedAt !== null) return row
  const granted = new Set((await options.store.grants.of(id)).map(({ principal }) => principal))
  if (placements.some(({ channel }) => granted.has(`channel:${channel}`))) return row
  throw new StickyError('forbidden', 'No channel that shows this document may see it any more.')
}
