import { Router, type Request, type Response } from 'express'
import { ErrorSchema } from 'discord-api-spec/zod'
import type { core } from 'zod'
import { ApiError, refusal } from '../protocol/api-error.ts'
import { nested, problemsOf, type Problem } from '../protocol/problem.ts'
import type { ProtocolLog } from '../protocol/protocol-log.ts'
import { readBody } from './body.ts'
import { rateLimitHeaders } from './rate-limit.ts'
import type { Answer, Call, Caller, Route } from './route.ts'

/** What the router needs to know of the rest. */
export interface RouterContext {
  log: ProtocolLog
  /** Whom an Authorization header speaks for; null when it is missing or wrong. */
  identify: (authorization: string | undefined) => Caller | null
}

/**
 * Serves routes as Discord does: who may call, is the body valid, do it, is our own answer valid.
 * Handlers throw ApiError; here is the one place where it becomes a response.
 */
export function apiRouter(routes: Route[], context: RouterContext): Router {
  const router = Router()
  // discord.js sends `@original` as `%40original`, which would not match the literal route.
  router.use((request, _response, next) => {
    request.url = request.url.replaceAll('%40', '@')
    next()
  })
  for (const route of routes) {
    router[route.method](route.path.replaceAll(/\{(\w+)\}/g, ':$1'), (request, response) =>
      serve(route, context, request, response),
    )
  }
  router.use((request, response) => {
    const name = `${request.method} ${request.path}`
    context.log.record({ side: 'request', route: name, message: 'unknown route', details: [] })
    refuse(refusal.unknownRoute(), name, context, response)
  })
  return router
}

async function serve(route: Route, context: RouterContext, request: Request, response: Response) {
  const name = `${route.method.toUpperCase()} ${route.path}`
  try {
    const caller = context.identify(request.headers.authorization)
    if (!mayCall(route, caller)) throw refusal.unauthorized()
    const { body, uploads } = await readBody(request)
    checkRequest(route, body)
    const query = new URL(request.url, 'http://sandbox').searchParams
    const params = request.params as Call['params']
    const answer = await route.handle({ params, query, body, uploads, caller })
    send(answer, name, route.reply, context, response)
  } catch (error) {
    const known = error instanceof ApiError ? error : internal(error, name, context)
    refuse(known, name, context, response)
  }
}

function mayCall(route: Route, caller: Caller | null): boolean {
  const access = route.access ?? 'bot'
  if (access === 'open') return true
  return access === 'bot-or-user' ? caller !== null : caller?.kind === access
}

function checkRequest(route: Route, body: Call['body']): void {
  if (!route.request) return
  const schema = typeof route.request === 'function' ? route.request(body) : route.request
  const problems = problemsOf(schema, body)
  if (problems.length > 0) throw refusal.invalidForm(problems)
}

function send(
  answer: Answer,
  name: string,
  schema: core.$ZodType | undefined,
  context: RouterContext,
  response: Response,
): void {
  response.set(rateLimitHeaders(name))
  if (answer.after) response.once('finish', answer.after)
  if (answer.body === undefined) {
    response.status(answer.status ?? 204).end()
    return
  }
  // Compared as the client will see it: without what JSON leaves out.
  const body: unknown = JSON.parse(JSON.stringify(answer.body))
  const problems = schema ? problemsOf(schema, body) : []
  if (problems.length > 0) record('reply', name, 'the stand-in answered wrongly', problems, context)
  response.status(answer.status ?? 200).json(body)
}

/** Only the outside of a refusal is checked: the description wants numbers where docs say strings. */
function refuse(error: ApiError, name: string, context: RouterContext, response: Response): void {
  if (error.isMistake) {
    const side = error.code === 50_035 ? 'request' : 'rule'
    record(side, name, `${error.code} ${error.message}`, error.problems, context)
  }
  const errors = error.problems.length > 0 ? { errors: nested(error.problems) } : {}
  const body = { message: error.message, code: error.code, ...errors }
  send({ status: error.status, body }, name, ErrorSchema, context, response)
}

function internal(error: unknown, name: string, context: RouterContext): ApiError {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
  context.log.record({ side: 'reply', route: name, message, details: [] })
  return new ApiError(500, 0, '500: Internal Server Error')
}

function record(
  side: 'request' | 'reply' | 'rule',
  route: string,
  message: string,
  problems: Problem[],
  { log }: RouterContext,
): void {
  const details = problems.map((problem) => ({
    path: problem.path.map(String).join('.'),
    code: problem.code,
    message: problem.message,
  }))
  log.record({ side, route, message, details })
}
