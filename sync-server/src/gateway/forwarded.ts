import type { RequestHandler } from 'express'
import type { Logger } from '../log.ts'

/**
 * Says once in the log that there seems to be a proxy whose word does not count: everybody behind it shares the limits
 * of one address, and with them how many wrong passwords are borne (T15).
 */
export const noticeProxy = (log: Logger, trustedProxies: readonly string[]): RequestHandler => {
  let silent = trustedProxies.length > 0
  return (request, _response, next) => {
    if (!silent && request.headers['x-forwarded-for'] !== undefined) {
      silent = true
      log.warn(
        { from: request.socket.remoteAddress },
        'calls come with X-Forwarded-For, but no proxy is trusted, so all of them count as one address; if this is your proxy, name it in TRUSTED_PROXIES',
      )
    }
    next()
  }
}
