import { Router, type Request, type Response } from 'express'
import { ErrorSchema, RatelimitedResponseSchema } from 'discord-api-spec/zod'
import type { core } from 'zod'
import type { Conditions } from '../control/conditions.ts'
import { ApiError, refusal } from '../protocol/api-error.ts'
import type { CallLog } from '../protocol/call-log.ts'
import { nested, problemsOf, type Problem } from '../protocol/problem.ts'
import type { ProtocolLog } from '../protocol/protocol-log.ts'
import { readBody } from './body.ts'
import { failOnDemand } from './failure.ts'
import { rateLimitHeaders, type RateLimits } from './rate-limit.ts'
import type { Answer, Call, Caller, Route } from './route.ts'

/** What the router needs to know of the rest. */
export interface RouterContext {
  log: ProtocolLog
  calls: CallLog
  limits: RateLimits
  conditions: Conditions
  /** Whom an Authorization header speaks for; null when it is missing or wrong. */
  identify: (authorization: string | undefined) => Caller | null
}

/** One request on its way through: `name` is its route, as `GET /channels/{channel_id}`. */
interface Passage {
  name: string
  context: RouterContext
  request: Request
  response: Response
}

/**
 * Serves routes as Discord does: who may call, how often, is the body valid, do it, is our own answer valid. Handlers
 * throw ApiError; here is the one place where it becomes a response.
 */
export function apiRouter(routes: Route[], context: RouterContext): Router {
  const router = Router()
  // discord.js sends `@original` as `%40original`, which would not match the literal route.
  router.use((request, _response, next) => {
    request.url = request.url.replaceAll('%40', '@')
    next()
  })
  // `/messages/pins` before `/messages/{message_id}`: letters sort before braces.
  const sorted = routes.toSorted((a, b) => (a.path < b.path ? -1 : 1))
  for (const route of sorted) {
    const name = `${route.method.toUpperCase()} ${route.path}`
    router[route.method](route.path.replaceAll(/\{(\w+)\}/g, ':$1'), (request, response) =>
      serve(route, { name, context, request, response }),
    )
  }
  router.use((request, response) => {
    const name = `${request.method} ${request.path}`
    context.log.record({ side: 'request', route: name, message: 'unknown route', details: [] })
    refuse(refusal.unknownRoute(), { name, context, request, response })
  })
  return router
}

async function serve(route: Route, passage: Passage): Promise<void> {
  const { name, context, request, response } = passage
  noteCall(passage)
  try {
    if (failOnDemand(context.conditions.takeFailure(name), response)) return
    const caller = context.identify(request.headers.authorization)
    if (!mayCall(route, caller)) throw refusal.unauthorized()
    checkLimits(route, passage)
    const { body, uploads } = await readBody(request)
    checkRequest(route, body)
    const query = new URL(request.url, 'http://sandbox').searchParams
    const params = request.params as Call['params']
    const answer = await route.handle({ params, query, body, uploads, caller })
    send(answer, route.reply, passage)
  } catch (error) {
    refuse(error instanceof ApiError ? error : internal(error, passage), passage)
  }
}

/** For the protocol panel: what was asked and how it ended. */
function noteCall({ name, context, response }: Passage): void {
  const began = performance.now()
  const at = new Date().toISOString()
  response.once('close', () => {
    const code = (response.locals['code'] as number | undefined) ?? null
    const status = response.headersSent ? response.statusCode : 0
    const ms = Math.round(performance.now() - began)
    context.calls.record({ at, route: name, status, code, ms })
  })
}

function mayCall(route: Route, caller: Caller | null): boolean {
  const access = route.access ?? 'bot'
  if (access === 'open') return true
  return access === 'bot-or-user' ? caller !== null : caller?.kind === access
}

/** Interaction routes stand outside of the global limit. Throws 429. */
function checkLimits(route: Route, { name, context, request, response }: Passage): void {
  if (context.conditions.now.limits === 'off') return
  const params = request.params as Call['params']
  const taken = context.limits.takeRoute(name, params)
  response.set(rateLimitHeaders(name, taken))
  if (taken.isRefused) throw refusal.rateLimited(taken.resetAfter)
  if (route.access === 'open') return
  const global = context.limits.takeGlobal()
  if (global.isRefused) throw refusal.rateLimited(global.resetAfter, 'global')
}

function checkRequest(route: Route, body: Call['body']): void {
  if (!route.request) return
  const schema = typeof route.request === 'function' ? route.request(body) : route.request
  const problems = problemsOf(schema, body)
  if (problems.length > 0) throw refusal.invalidForm(problems)
}

function send(answer: Answer, schema: core.$ZodType | undefined, passage: Passage): void {
  const { response } = passage
  if (answer.after) response.once('finish', answer.after)
  if (answer.body === undefined) {
    response.status(answer.status ?? 204).end()
    return
  }
  // Compared as the client will see it: without what JSON leaves out.
  const body: unknown = JSON.parse(JSON.stringify(answer.body))
  const problems = schema ? problemsOf(schema, body) : []
  if (problems.length > 0) record('reply', 'the stand-in answered wrongly', problems, passage)
  response.status(answer.status ?? 200).json(body)
}

/** Only the outside of a refusal is checked: the description wants numbers where docs say strings. */
function refuse(error: ApiError, passage: Passage): void {
  const { status, code, message, problems, wait } = error
  passage.response.locals['code'] = code
  if (error.isMistake) {
    record(code === 50_035 ? 'request' : 'rule', `${code} ${message}`, problems, passage)
  }
  if (wait) {
    const { seconds, scope } = wait
    const isGlobal = scope === 'global'
    passage.response.set({ 'Retry-After': seconds.toFixed(3), 'X-RateLimit-Scope': scope })
    if (isGlobal) passage.response.set('X-RateLimit-Global', 'true')
    const body = { message, code, retry_after: seconds, global: isGlobal }
    return send({ status, body }, RatelimitedResponseSchema, passage)
  }
  const errors = problems.length > 0 ? { errors: nested(problems) } : {}
  return send({ status, body: { message, code, ...errors } }, ErrorSchema, passage)
}

function internal(error: unknown, { name, context }: Passage): ApiError {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
  context.log.record({ side: 'reply', route: name, message, details: [] })
  return new ApiError(500, 0, '500: Internal Server Error')
}

function record(
  side: 'request' | 'reply' | 'rule',
  message: string,
  problems: Problem[],
  { name, context }: Passage,
): void {
  const details = problems.map((problem) => ({
    path: problem.path.map(String).join('.'),
    code: problem.code,
    message: problem.message,
  }))
  context.log.record({ side, route: name, message, details })
}
