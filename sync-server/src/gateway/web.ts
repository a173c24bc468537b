import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Router, static as serveStatic } from 'express'
import type { Response } from 'express'

export type WebOptions = {
  /** The built web app. */
  dir: string
  discordClientId: string
  /** Origins that may show the app in a frame, separated by spaces. */
  frameAncestors: string
}

/**
 * The web app: one page for every address that a person may open, never cached, with a fresh nonce (T21), and
 * its hashed files, cached for ever. No redirects: they would break the Activity's handshake.
 */
export const webRoutes = (options: WebOptions): Router => {
  const router = Router()
  const page = join(options.dir, 'index.html')
  router.use(
    '/assets',
    serveStatic(join(options.dir, 'assets'), { immutable: true, maxAge: '1y', fallthrough: false }),
  )
  router.get(['/', '/d/:id', '/l/:token/open'], (_request, response) => {
    if (!existsSync(page)) {
      response
        .status(503)
        .type('text')
        .send('The web app is not built. Run "npm run build", then reload.')
      return
    }
    sendPage(response, readFileSync(page, 'utf8'), options)
  })
  return router
}

const sendPage = (
  response: Response,
  html: string,
  { discordClientId, frameAncestors }: WebOptions,
): void => {
  const nonce = randomBytes(16).toString('base64')
  response.set({
    'cache-control': 'no-store',
    'content-security-policy': [
      `default-src 'none'`,
      `script-src 'self'`,
      `style-src 'self' 'nonce-${nonce}'`,
      `img-src 'self' data: blob:`,
      `font-src 'self'`,
      `connect-src 'self'`,
      `base-uri 'none'`,
      `form-action 'self'`,
      `frame-ancestors 'self' ${frameAncestors}`,
    ].join('; '),
  })
  response
    .type('html')
    .send(html.replaceAll('__NONCE__', nonce).replaceAll('__DISCORD_CLIENT_ID__', discordClientId))
}
