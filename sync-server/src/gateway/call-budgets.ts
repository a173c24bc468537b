import { StickyError } from '@sticky/shared/errors'
import type { RequestHandler } from 'express'
import type { Caller } from '../users/accounts.ts'
import { addressKey } from '../users/address.ts'
import { Attempts } from '../users/attempts.ts'
import { visitorOf } from '../users/caller.ts'

const MINUTE = 60_000
/** What the service may ask in somebody's name is so many times what they may: a chat has many buttons. */
const SERVICE_SHARE = 5

/**
 * What each caller may ask of the API in a minute (R50), by what routes cost: a user with whatever sessions, and who
 * came by a link without an account together with all others of that link at their address, since anybody starts as
 * many sessions there as they like. The service in nobody's name is not counted, nor is who sends no token.
 */
export class CallBudgets {
  readonly #own: Attempts
  readonly #service: Attempts

  constructor(perMinute: number) {
    this.#own = new Attempts(perMinute, MINUTE)
    this.#service = new Attempts(perMinute * SERVICE_SHARE, MINUTE)
  }

  /** Stands behind a door. Answers `rate_limited` and after how many seconds to retry. */
  counting(cost = 1): RequestHandler {
    return (request, response, next) => {
      const caller = visitorOf(response)
      const key = caller === null ? null : keyOf(caller, addressKey(request.ip))
      if (caller === null || key === null) return next()
      const budget = caller.kind === 'service' ? this.#service : this.#own
      if (budget.take(key, cost)) return next()
      const seconds = Math.max(1, Math.ceil(budget.wait(key) / 1000))
      response.set('retry-after', String(seconds))
      throw new StickyError(
        'rate_limited',
        `You ask more than this server takes. Wait ${seconds} s, then retry.`,
      )
    }
  }
}

const keyOf = (caller: Caller, address: string): string | null => {
  if (caller.kind === 'service') return caller.userId
  if (caller.kind === 'user') return caller.login.userId
  return caller.login?.userId ?? `${caller.link.link} from ${address}`
}
