import { paramsIn } from '@sticky/shared/api/route'
import type { By, Method, Route, RouteKey, Routes } from '@sticky/shared/api/route'
import { MAX_TEXT_BYTES } from '@sticky/shared/api/documents'
import { StickyError } from '@sticky/shared/errors'
import { validate } from '@sticky/shared/validate'
import { json, Router, text } from 'express'
import type { Request, RequestHandler, Response } from 'express'
import { z } from 'zod'
import type { Doors } from '../users/caller.ts'
import { CALLERS } from '../users/handlers.ts'
import type { Handlers } from '../users/handlers.ts'
import type { CallBudgets } from './call-budgets.ts'
import { refuseNesting } from './nesting.ts'

/** Room for the largest import, of callers that are known. Nobody else's body is read beyond a few KB (R50). */
const BODY_LIMIT = { known: '2mb', unknown: '16kb' }

type Verify = NonNullable<NonNullable<Parameters<typeof json>[0]>['verify']>

/** What any handler takes, once its call has been checked against its route. */
type Checked = Record<'by' | 'params' | 'query' | 'body', unknown> & {
  request: Request
  response: Response
}

/**
 * Serves declared routes: lets in who may call and has not asked too much, checks what they send, and sends what the
 * handler gives. Throws when a handler's route is not declared, or a route has no handler.
 */
export const serve = <T extends Routes>(
  routes: T,
  handlers: Handlers<T>,
  doors: Doors,
  budgets: CallBudgets,
): Router => {
  const undeclared = Object.keys(handlers).filter((key) => !Object.hasOwn(routes, key))
  if (undeclared.length > 0)
    throw new Error(`Declare in shared/src/api/ what is served: ${undeclared.join(', ')}.`)
  const router = Router()
  for (const [key, route] of Object.entries<Route>(routes)) {
    const handler = (handlers as Record<string, ((call: never) => unknown) | undefined>)[key]
    if (handler === undefined) throw new Error(`Nothing handles ${key}.`)
    const [method, path] = splitKey(key as RouteKey)
    router[method](
      path,
      ...doorOf(route, doors, budgets),
      ...bodyOf(route),
      answering(route, path, handler as (call: Checked) => unknown),
    )
  }
  return router
}

const splitKey = (key: RouteKey): [method: Lowercase<Method>, path: string] => {
  const [method, path] = key.split(' ') as [Method, string]
  return [method.toLowerCase() as Lowercase<Method>, path]
}

const doorOf = ({ by, cost }: Route, doors: Doors, budgets: CallBudgets): RequestHandler[] =>
  by === 'anyone' ? [] : [doors[DOORS[by]], budgets.counting(cost)]

const DOORS: Record<Exclude<By, 'anyone'>, keyof Doors> = {
  visitor: 'anybody',
  known: 'known',
  actor: 'known',
  signedIn: 'signedIn',
  user: 'signedIn',
  self: 'signedIn',
  service: 'signedIn',
  serviceAs: 'signedIn',
}

const bodyOf = ({ by, body, text: types }: Route): RequestHandler[] => {
  if (types !== undefined) return [text({ type: [...types], limit: MAX_TEXT_BYTES })]
  if (body === undefined) return []
  const unknown = by === 'anyone' || by === 'visitor'
  const verify: Verify = (_request, _response, bytes, encoding) => refuseNesting(bytes, encoding)
  return [json({ limit: unknown ? BODY_LIMIT.unknown : BODY_LIMIT.known, verify })]
}

const answering = (
  route: Route,
  path: string,
  handler: (call: Checked) => unknown,
): RequestHandler => {
  const params = z.object(paramsIn(path))
  return async (request, response) => {
    const answer = await handler({
      by: CALLERS[route.by](response),
      params: validate(params, request.params),
      query: route.query && validate(route.query, request.query),
      body: received(route, request),
      request,
      response,
    })
    if (route.sends !== undefined || route.events !== undefined) return
    response.status(route.status ?? 200)
    if (route.answer === undefined) response.end()
    else response.json(answer)
  }
}

const received = ({ body, text: types }: Route, request: Request): unknown => {
  if (types !== undefined && typeof request.body !== 'string')
    throw new StickyError('unsupported_type', `Send the text as ${types[0]}.`)
  if (body === undefined) return request.body
  if (sendsSomething(request) && request.is('json') === false)
    throw new StickyError('unsupported_type')
  return validate(body, request.body)
}

const sendsSomething = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
