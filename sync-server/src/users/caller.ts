import { createHash, timingSafeEqual } from 'node:crypto'
import { Id } from '@sticky/shared/ids'
import { StickyError } from '@sticky/shared/errors'
import type { Request, RequestHandler, Response } from 'express'
import type { Accounts, Caller } from './accounts.ts'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Compares without telling by its time how much was right (T13). */
const sameToken = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))

/** The bearer token of a request; throws `unauthenticated` without one. */
export const bearerOf = (request: Request): string => {
  const [, token] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? []
  if (token === undefined) throw new StickyError('unauthenticated')
  return token
}

/** Finds out who calls and keeps it for {@link callerOf}; the API is bearer-only (T17). */
export const authenticate =
  (accounts: Accounts, serviceToken: string | null): RequestHandler =>
  async (request, response, next) => {
    const token = bearerOf(request)
    const service = serviceToken !== null && sameToken(token, serviceToken)
    response.locals['caller'] = service
      ? await serviceCaller(accounts, request.get('sticky-acting-user'))
      : await accounts.authenticate(token)
    next()
  }

const serviceCaller = async (accounts: Accounts, acting: string | undefined): Promise<Caller> => {
  if (acting === undefined) return { userId: null, service: true }
  if (!Id.safeParse(acting).success) {
    throw new StickyError('invalid_request', 'Sticky-Acting-User is not a user id (a UUID).')
  }
  return { userId: (await accounts.get(acting)).id, service: true }
}

export const callerOf = (response: Response): Caller => response.locals['caller'] as Caller

/** The user in whose name the call is made. */
export const userOf = (response: Response): string => {
  const { userId } = callerOf(response)
  if (userId === null) {
    throw new StickyError(
      'unauthenticated',
      'Say in whose name: send Sticky-Acting-User with a user id.',
    )
  }
  return userId
}

/** Lets only the service through, whoever it acts for. */
export const requireService = (response: Response): void => {
  if (!callerOf(response).service) throw new StickyError('forbidden', 'Only the bot may do this.')
}
