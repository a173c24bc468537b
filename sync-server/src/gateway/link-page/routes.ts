import { createHash } from 'node:crypto'
import { CardImageQuery } from '@sticky/shared/api/cards'
import { StickyError } from '@sticky/shared/errors'
import { validate } from '@sticky/shared/validate'
import { Router } from 'express'
import type { Request, Response } from 'express'
import { LINK_LOOK } from '../../documents/link-pages.ts'
import type { LinkPages } from '../../documents/link-pages.ts'
import { addressKey } from '../../users/address.ts'
import { documentPage } from './document.ts'
import { doorPage } from './door.ts'
import { embed, OEmbedQuery, tokenIn } from './oembed.ts'
import { POLICY } from './shell.ts'

export type LinkPageRoutes = {
  pages: LinkPages
  /** What people reach this server by; null: whatever the call says. */
  publicUrl: string | null
}

/** More than the picture's own settings is ignored: the address says which picture it was made for (`v`). */
const PictureQuery = CardImageQuery.loose()

/** An address that opens a document is told to nobody, and is in no search engine (T13). */
const SECRECY = {
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow, noarchive',
}

/** Whoever keeps a copy asks whether it is still good: its link may be revoked. */
const KEPT = 'private, no-cache'

/** What links show to whoever runs nothing (F4). Reading the page is a use of the link (F45), asking about it is not. */
export const linkPageRoutes = ({ pages, publicUrl }: LinkPageRoutes): Router => {
  const router = Router()
  const origin = publicUrl === null ? null : new URL(publicUrl).origin
  const originFor = (request: Request): string => origin ?? originOf(request)
  router.use(['/l', '/oembed'], (_request, response, next) => {
    response.set(SECRECY)
    next()
  })
  router.get('/l/:token', async (request, response) => {
    const token = request.params.token
    const page = await pages.read(token, addressKey(request.ip))
    if (page === null) return sendDoor(response, token)
    const text = documentPage({ origin: originFor(request), token }, page)
    response.set({ etag: etagOf(text), 'cache-control': KEPT })
    const isRead = request.method === 'GET' && !request.fresh
    if (isRead && !(await pages.countUse(page))) return sendDoor(response, token)
    sendPage(response, text)
  })
  router.get('/l/:token/card.png', async (request, response) => {
    const { theme, scale } = validate(PictureQuery, request.query)
    const look = { ...LINK_LOOK, theme, scale: scale === '2' ? 2 : 1 } as const
    const address = addressKey(request.ip)
    const picture = await pages.picture(request.params.token, address, look)
    if (picture === null) throw new StickyError('not_found')
    response.set({
      etag: `"${picture.hash}"`,
      'cache-control': KEPT,
      // what shows a link shows its picture from here
      'cross-origin-resource-policy': 'cross-origin',
    })
    response.type('png').send(Buffer.from(picture.png))
  })
  router.get('/oembed', async (request, response) => {
    const query = validate(OEmbedQuery, request.query)
    const origin = originFor(request)
    const token = tokenIn(query.url, origin)
    const page = token === null ? null : await pages.read(token, addressKey(request.ip))
    if (token === null || page === null)
      throw new StickyError(
        'not_found',
        'There is nothing to show at this address. Send url=<the address of a share link that shows its document>.',
      )
    response.set('cache-control', KEPT)
    response.json(embed({ origin, token }, page.card, query))
  })
  return router
}

const sendDoor = (response: Response, token: string): void => {
  response.removeHeader('etag')
  response.set('cache-control', 'no-store')
  sendPage(response, doorPage(token))
}

const sendPage = (response: Response, text: string): void => {
  response.set('content-security-policy', POLICY).type('html').send(text)
}

const originOf = ({ protocol, host }: Request): string => {
  const address = `${protocol}://${host}`
  return URL.canParse(address) ? new URL(address).origin : ''
}

const etagOf = (text: string): string =>
  `"${createHash('sha256').update(text).digest('base64url').slice(0, 32)}"`
