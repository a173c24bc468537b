import { Id } from '@sticky/shared/ids'
import { StickyError } from '@sticky/shared/errors'
import type { Request, RequestHandler, Response } from 'express'
import { isSame } from '../store/same.ts'
import type { Accounts, Caller } from './accounts.ts'
import type { Actor } from './actor.ts'

/** The bearer token of a request; throws `unauthenticated` without one. */
export const bearerOf = (request: Request): string => {
  const [, token] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? []
  if (token === undefined) throw new StickyError('unauthenticated')
  return token
}

/**
 * Three doors into the API. Each finds out who calls and keeps it for {@link callerOf}; it is bearer-only (T17).
 * `signedIn`: users and the service. `known`: link sessions too. `anybody`: also who sends no token at all.
 */
export type Doors = { signedIn: RequestHandler; known: RequestHandler; anybody: RequestHandler }

export const doors = (accounts: Accounts, serviceToken: string | null): Doors => {
  const identify = async (request: Request): Promise<Caller> => {
    const token = bearerOf(request)
    if (serviceToken === null || !isSame(token, serviceToken)) return accounts.authenticate(token)
    return serviceCaller(accounts, request.get('sticky-acting-user'))
  }
  const door =
    (admit: (request: Request) => Promise<Caller | null>): RequestHandler =>
    async (request, response, next) => {
      response.locals['caller'] = await admit(request)
      next()
    }
  return {
    signedIn: door(async (request) => exceptLinks(await identify(request))),
    known: door(identify),
    anybody: door(async (request) =>
      request.headers.authorization === undefined ? null : identify(request),
    ),
  }
}

const serviceCaller = async (accounts: Accounts, acting: string | undefined): Promise<Caller> => {
  if (acting === undefined) return { kind: 'service', userId: null }
  if (!Id.safeParse(acting).success) {
    throw new StickyError('invalid_request', 'Sticky-Acting-User is not a user id (a UUID).')
  }
  return { kind: 'service', userId: (await accounts.now(acting)).id }
}

/** A link opens its document, and nothing else leads anywhere from there (T9). */
const exceptLinks = (caller: Caller): Exclude<Caller, { kind: 'link' }> => {
  if (caller.kind !== 'link') return caller
  throw new StickyError(
    'forbidden',
    'A link opens its document and nothing else. Sign in to do this.',
  )
}

export const callerOf = (response: Response): Caller => response.locals['caller'] as Caller

/** Behind the door `anybody`: null is who sent no token. */
export const visitorOf = (response: Response): Caller | null =>
  response.locals['caller'] as Caller | null

/** The user in whose name the call is made; never somebody who came by a link, signed in or not. */
export const userOf = (response: Response): string => {
  const caller = exceptLinks(callerOf(response))
  if (caller.kind === 'user') return caller.login.userId
  if (caller.userId !== null) return caller.userId
  throw new StickyError(
    'unauthenticated',
    'Say in whose name: send Sticky-Acting-User with a user id.',
  )
}

/** The user who calls with a session of their own: what makes a sign-in is nothing for the service, in nobody's name. */
export const selfOf = (response: Response): string => {
  const caller = exceptLinks(callerOf(response))
  if (caller.kind === 'user') return caller.login.userId
  throw new StickyError('forbidden', 'Only the person themselves may do this, signed in.')
}

/** Who acts in a document; whatever takes an actor asks its permissions, so a link session goes as far as its link. */
export const actorOf = (response: Response): Actor => {
  const caller = callerOf(response)
  return caller.kind === 'link' ? caller.link : userOf(response)
}

/** The service in nobody's name: what it does so has nobody's rights, and is done for nobody (T22). */
export const serviceOf = (response: Response): null => {
  if (requireService(response).userId === null) return null
  throw new StickyError(
    'forbidden',
    "The bot does this in nobody's name. Leave out Sticky-Acting-User.",
  )
}

/** The user in whose name the service calls. */
export const actingOf = (response: Response): string => {
  requireService(response)
  return userOf(response)
}

const requireService = (response: Response): Extract<Caller, { kind: 'service' }> => {
  const caller = callerOf(response)
  if (caller.kind === 'service') return caller
  throw new StickyError('forbidden', 'Only the bot may do this.')
}
