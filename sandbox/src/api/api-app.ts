import express, { type Express, type Request, type Response } from 'express'
import type { ProtocolLog } from '../protocol/protocol-log.ts'
import { readBytes } from './body.ts'
import { callbackRoute } from './callback-route.ts'
import { cdnRouter } from './cdn.ts'
import { commandRoutes } from './command-routes.ts'
import { messageRoutes } from './message-routes.ts'
import type { OAuth } from './oauth.ts'
import { pinRoutes } from './pin-routes.ts'
import { resourceRoutes } from './resource-routes.ts'
import { apiRouter } from './router.ts'
import type { Caller, Route } from './route.ts'
import type { Services } from './services.ts'
import { threadRoutes } from './thread-routes.ts'
import { webhookRoutes } from './webhook-routes.ts'

/** All routes of Discord's API that the stand-in serves. */
export function allRoutes(services: Services): Route[] {
  return [
    ...resourceRoutes(services),
    ...messageRoutes(services),
    ...commandRoutes(services),
    callbackRoute(services),
    ...webhookRoutes(services),
    ...pinRoutes(services),
    ...threadRoutes(services),
  ]
}

/** discord.com/api and cdn.discordapp.com in one. */
export function apiApp(services: Services, botToken: string, log: ProtocolLog): Express {
  const { oauth, world, addresses, limits, conditions, calls } = services
  const app = express().disable('x-powered-by').disable('etag')
  app.post(['/api/oauth2/token', '/api/v10/oauth2/token'], (request, response) =>
    sendToken(oauth, request, response),
  )
  const identify = (authorization = '') =>
    callerOf(authorization, conditions.now.isBotTokenValid ? botToken : null, oauth)
  app.use('/api/v10', apiRouter(allRoutes(services), { log, calls, limits, conditions, identify }))
  app.use(cdnRouter(world, addresses))
  return app
}

/** Not in Discord's OpenAPI description, so it stands outside the route table. */
async function sendToken(oauth: OAuth, request: Request, response: Response): Promise<void> {
  const form = new URLSearchParams((await readBytes(request)).toString())
  const answer = oauth.exchange(form, request.headers.authorization)
  response.status(answer.status).set('Cache-Control', 'no-store').json(answer.body)
}

function callerOf(authorization: string, botToken: string | null, oauth: OAuth): Caller | null {
  const [scheme = '', token = ''] = authorization.split(' ')
  if (scheme === 'Bot') return token === botToken ? { kind: 'bot' } : null
  const grant = scheme === 'Bearer' ? oauth.read(token) : null
  return grant && { kind: 'user', ...grant }
}
