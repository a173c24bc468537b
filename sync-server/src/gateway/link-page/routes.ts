import { createHash } from 'node:crypto'
import type { PAGE_ROUTES } from '@sticky/shared/api/pages'
import { StickyError } from '@sticky/shared/errors'
import type { Request, Response } from 'express'
import { LINK_LOOK } from '../../documents/link-pages.ts'
import type { LinkPages } from '../../documents/link-pages.ts'
import { addressKey } from '../../users/address.ts'
import type { Handlers } from '../../users/handlers.ts'
import { documentPage } from './document.ts'
import { doorPage } from './door.ts'
import { embed, tokenIn } from './oembed.ts'
import { POLICY } from './shell.ts'

export type LinkPageRoutes = {
  pages: LinkPages
  /** What people reach this server by; null: whatever the call says. */
  publicUrl: string | null
}

/** Whoever keeps a copy asks whether it is still good: its link may be revoked. */
const KEPT = 'private, no-cache'

/** What links show to whoever runs nothing (F4). Reading the page is a use of the link (F45), asking about it is not. */
export const linkPageRoutes = ({
  pages,
  publicUrl,
}: LinkPageRoutes): Handlers<typeof PAGE_ROUTES> => {
  const origin = publicUrl === null ? null : new URL(publicUrl).origin
  const originFor = (request: Request): string => origin ?? originOf(request)
  return {
    'GET /l/:token': async ({ params: { token }, request, response }) => {
      const page = await pages.read(token, addressKey(request.ip))
      if (page === null) return sendDoor(response, token)
      const text = documentPage({ origin: originFor(request), token }, page)
      response.set({ etag: etagOf(text), 'cache-control': KEPT })
      const isRead = request.method === 'GET' && !request.fresh
      if (isRead && !(await pages.countUse(page))) return sendDoor(response, token)
      sendPage(response, text)
    },
    'GET /l/:token/card.png': async ({ params, query: { theme, scale }, request, response }) => {
      const look = { ...LINK_LOOK, theme, scale: scale === '2' ? 2 : 1 } as const
      const picture = await pages.picture(params.token, addressKey(request.ip), look)
      if (picture === null) throw new StickyError('not_found')
      response.set({
        etag: `"${picture.hash}"`,
        'cache-control': KEPT,
        // what shows a link shows its picture from here
        'cross-origin-resource-policy': 'cross-origin',
      })
      response.type('png').send(Buffer.from(picture.png))
    },
    'GET /oembed': async ({ query, request, response }) => {
      const origin = originFor(request)
      const token = tokenIn(query.url, origin)
      const page = token === null ? null : await pages.read(token, addressKey(request.ip))
      if (token === null || page === null)
        throw new StickyError(
          'not_found',
          'There is nothing to show at this address. Send url=<the address of a share link that shows its document>.',
        )
      response.set('cache-control', KEPT)
      return embed({ origin, token }, page.card, query)
    },
  }
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
