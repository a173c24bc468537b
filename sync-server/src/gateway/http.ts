import { API } from '@sticky/shared/api/api'
import type { Api } from '@sticky/shared/api/api'
import { PAGE_ROUTES } from '@sticky/shared/api/pages'
import { API_PATH } from '@sticky/shared/api/path'
import type { AnswerOf } from '@sticky/shared/api/route'
import { ROOT_ROUTES } from '@sticky/shared/api/server'
import { ERRORS, StickyError } from '@sticky/shared/errors'
import express from 'express'
import type { ErrorRequestHandler, Express, Request, Response, Router } from 'express'
import helmet from 'helmet'
import { v7 as uuid } from 'uuid'
import type { Logger } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import type { Doors } from '../users/caller.ts'
import type { Handlers } from '../users/handlers.ts'
import { CallBudgets } from './call-budgets.ts'
import { noticeProxy } from './forwarded.ts'
import { secretAddress } from './link-page/secrecy.ts'
import { serve } from './serve.ts'

type Jwks = AnswerOf<(typeof ROOT_ROUTES)['GET /.well-known/jwks.json']>

export type HttpOptions = {
  log: Logger
  api: Handlers<Api>
  doors: Doors
  /** What one caller may ask in a minute; most calls cost 1 (R50). */
  callsPerMinute: number
  pages: Handlers<typeof PAGE_ROUTES>
  /** What is for browsers only, behind all else. */
  web: Router
  jwks: Jwks
  metrics: Metrics
  /** Whose word on where a call comes from counts (`X-Forwarded-For`); nobody else's does (T15). */
  trustedProxies: readonly string[]
  /** Resolves when the server can do its work; rejects with why not. */
  ready: () => Promise<void>
}

/** The edge: headers, bodies, routers in, errors out. Decides nothing. */
export const createApp = (options: HttpOptions): Express => {
  const { log, api, doors, pages, web } = options
  const budgets = new CallBudgets(options.callsPerMinute)
  const app = express()
  app.set('trust proxy', [...options.trustedProxies])
  app.use(noticeProxy(log, options.trustedProxies))
  app.disable('x-powered-by')
  app.set('etag', false)
  app.use(
    helmet({
      contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
      // the Activity is framed by Discord: its page says by whom
      xFrameOptions: false,
      strictTransportSecurity: false,
    }),
  )
  app.use(serve(ROOT_ROUTES, rootRoutes(options), doors, budgets))
  app.use(API_PATH, serve(API, api, doors, budgets))
  // nobody else is told what there is not
  app.use(API_PATH, doors.signedIn)
  app.use(['/l', '/oembed'], secretAddress)
  app.use(serve(PAGE_ROUTES, pages, doors, budgets))
  app.use(web)
  app.use((_request, _response, next) => next(new StickyError('not_found')))
  app.use(answerErrors(log))
  return app
}

const rootRoutes = ({ jwks, metrics, ready }: HttpOptions): Handlers<typeof ROOT_ROUTES> => ({
  'GET /healthz': () => ({ status: 'ok' }),
  'GET /readyz': async () => {
    await ready()
    return { status: 'ready' }
  },
  'GET /metrics': async ({ response }) => {
    response.type(metrics.contentType).send(await metrics.expose())
  },
  'GET /.well-known/jwks.json': () => jwks,
})

/** The one place where errors become answers. */
const answerErrors =
  (log: Logger): ErrorRequestHandler =>
  (error: unknown, request: Request, response: Response, _next) => {
    const known = asStickyError(error)
    if (known.status >= 500) {
      const id = uuid()
      log.error(
        { err: error, requestId: id, method: request.method, route: request.route?.path },
        'request failed',
      )
      response.set('x-request-id', id)
    }
    if (response.headersSent) {
      response.end()
      return
    }
    if (ERRORS[known.code].retry && !response.hasHeader('retry-after'))
      response.set('retry-after', '2')
    const { code, message, details } = known
    response
      .status(known.status)
      .json({ error: { code, message, ...(details === undefined ? {} : { details }) } })
  }

/** Express's own errors (a body that is no JSON, too large, of a wrong type) carry a status. */
const asStickyError = (error: unknown): StickyError => {
  if (error instanceof StickyError) return error
  const status =
    typeof error === 'object' && error !== null && 'status' in error ? error.status : 500
  if (status === 413) return new StickyError('too_large')
  if (status === 415) return new StickyError('unsupported_type')
  if (status === 404) return new StickyError('not_found')
  if (typeof status === 'number' && status < 500) {
    return new StickyError(
      'invalid_request',
      'The body could not be read. Send well-formed JSON in UTF-8.',
    )
  }
  return new StickyError('internal', undefined, undefined, { cause: error })
}
