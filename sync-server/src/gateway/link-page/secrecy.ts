import type { RequestHandler } from 'express'

/** An address that opens a document is told to nobody, and is in no search engine (T13). */
export const secretAddress: RequestHandler = (_request, response, next) => {
  response.set({
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow, noarchive',
  })
  next()
}
