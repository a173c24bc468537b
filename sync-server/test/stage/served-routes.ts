import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Server } from 'node:http'
import { API_PATH } from '@sticky/shared/api/path'
import type { Express } from 'express'

/** What Express keeps: a route, or what is asked below an address. */
type Layer = {
  route?: { path: string | string[]; methods: Record<string, boolean> }
  handle: { stack?: readonly Layer[] }
  match(path: string): boolean
}

/** Where routers may lie; what lies at the root is asked about everything. */
const PLACES = ['', API_PATH]

/** Every route that a server asks, as Express has it, whoever added it: `GET /api/v1/users/:id`. */
export const servedRoutes = async (server: { url: string }): Promise<string[]> => {
  const app = await appOf(server)
  return routesIn(app.router.stack as unknown as readonly Layer[], '')
}

const appOf = async ({ url }: { url: string }): Promise<Express> => {
  let app: Express | undefined
  const look = (message: unknown): void => {
    const { server, request } = message as { server: Server; request: { headers: object } }
    if ('x-looking' in request.headers) app = server.listeners('request')[0] as Express
  }
  subscribe('http.server.request.start', look)
  await fetch(`${url}/healthz`, { headers: { 'x-looking': 'yes' } })
  unsubscribe('http.server.request.start', look)
  if (app === undefined) throw new Error('The server has no Express app behind it.')
  return app
}

const routesIn = (stack: readonly Layer[], place: string): string[] =>
  stack.flatMap((layer) => {
    const { route, handle } = layer
    if (handle.stack !== undefined) return routesIn(handle.stack, `${place}${placeOf(layer)}`)
    const methods = Object.keys(route?.methods ?? {}).map((method) => method.toUpperCase())
    return [route?.path ?? []]
      .flat()
      .flatMap((path) => methods.map((method) => `${method} ${place}${path}`))
  })

const placeOf = (layer: Layer): string => {
  const place = PLACES.find((one) => layer.match(`${one}/x`))
  if (place === undefined) throw new Error('Say in PLACES where this router lies.')
  return place
}
