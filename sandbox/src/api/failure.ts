import type { Response } from 'express'
import { ApiError, refusal } from '../protocol/api-error.ts'
import type { Failure } from '../wire/change.ts'

const DEFAULT_WAIT_S = 1

/**
 * Fails a request that is meant to fail: throws the refusal, or returns true when there will be no answer at all (the
 * connection is cut, or stays open until the bot gives up).
 */
export function failOnDemand(failure: Failure | undefined, response: Response): boolean {
  if (!failure) return false
  const seconds = failure.retryAfter ?? DEFAULT_WAIT_S
  switch (failure.how) {
    case 'rate-limit':
      throw refusal.rateLimited(seconds)
    case 'global-rate-limit':
      throw refusal.rateLimited(seconds, 'global')
    case 'server-error':
      throw new ApiError(500, 0, '500: Internal Server Error')
    case 'unavailable':
      throw new ApiError(503, 0, '503: Service Unavailable')
    case 'reset':
      response.socket?.destroy()
      return true
    default:
      return true
  }
}
