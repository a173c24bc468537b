import { Router } from 'express'
import { avatarPng } from '../state/avatar.ts'
import type { Addresses } from '../state/addresses.ts'
import type { World } from '../state/world.ts'

const GONE = 'This content is no longer available.'

/** Attachments behind signed addresses, and avatars. */
export function cdnRouter(world: World, addresses: Addresses): Router {
  const router = Router()
  router.use((_request, response, next) => {
    response.set('Access-Control-Allow-Origin', '*')
    response.set('Cross-Origin-Resource-Policy', 'cross-origin')
    response.set('X-Content-Type-Options', 'nosniff')
    next()
  })
  router.get('/attachments/:channel/:id/:name', (request, response) => {
    const { pathname, searchParams } = new URL(request.originalUrl, 'http://sandbox')
    const bytes = addresses.isValid(pathname, searchParams) && world.file(request.params.id)
    if (!bytes) {
      response.status(404).type('text').send(GONE)
      return
    }
    // As at Discord's CDN: an uploaded page must not run there.
    response.set('Content-Security-Policy', "default-src 'none'; sandbox")
    response.set('Cache-Control', 'private, max-age=86400').type(request.params.name).send(bytes)
  })
  router.get(['/avatars/:user/:hash', '/embed/avatars/:hash'], (request, response) => {
    const user = world.place.user(String((request.params as { user?: string }).user))
    const picture = avatarPng(user?.name ?? '?', user?.hue ?? 235)
    response.set('Cache-Control', 'public, max-age=31536000').type('png').send(picture)
  })
  return router
}
