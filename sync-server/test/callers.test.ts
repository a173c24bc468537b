import { randomUUID } from 'node:crypto'
import { API } from '@sticky/shared/api/api'
import { PAGE_ROUTES } from '@sticky/shared/api/pages'
import { API_PATH } from '@sticky/shared/api/path'
import type { Routes } from '@sticky/shared/api/route'
import { ROOT_ROUTES } from '@sticky/shared/api/server'
import { describe, expect, it } from 'vitest'
import { readTable } from './stage/caller-table.ts'
import type { Row } from './stage/caller-table.ts'
import { standForDiscord } from './stage/discord.ts'
import { ask, headersOf } from './stage/http.ts'
import type { Answer, Asking } from './stage/http.ts'
import { CALLERS, castFor, GUILD, Scene } from './stage/scene.ts'
import type { CallerKind } from './stage/scene.ts'
import { whatIsSent } from './stage/sent.ts'
import { setStage } from './stage/stage.ts'

/**
 * What each route answers to each kind of caller; `CALLERS` in `stage/scene.ts` says who they are. A new route needs a
 * row here, and what is sent to it in `stage/sent.ts`.
 */
const TABLE = readTable(`
                                                       own edit tick view | byView byEdit held lost | other nobody gone | botOwn botOther bot
  POST /users                                          201 201  201  201  | 201    201    201  201  | 201   201    201  | 201    201      201
  GET /users?username=person-own                       200 200  200  200  | 403    403    403  403  | 200   401    401  | 200    200      200
  GET /users/me                                        200 200  200  200  | 403    403    403  403  | 200   401    401  | 200    200      401
  PATCH /users/me                                      200 200  200  200  | 403    403    403  403  | 200   401    401  | 200    200      401
  DELETE /users/me                                     204 204  204  204  | 403    403    403  403  | 204   401    401  | 204    204      401
  GET /users/me/identities                             200 200  200  200  | 403    403    403  403  | 200   401    401  | 200    200      401
  POST /users/me/identities                            200 200  200  200  | 403    403    403  403  | 200   401    401  | 403    403      403
  GET /users/me/data                                   200 200  200  200  | 403    403    403  403  | 200   401    401  | 200    200      401
  GET /users/:id                                       200 200  200  200  | 403    403    403  403  | 200   401    401  | 200    200      200
  PUT /identities/discord/:subject                     403 403  403  403  | 403    403    403  403  | 403   401    401  | 403    403      200
  POST /sessions                                       201 201  201  201  | 201    201    201  201  | 201   201    201  | 201    201      201
  POST /sessions/refresh                               201 201  201  201  | 201    201    201  201  | 201   201    201  | 201    201      201
  DELETE /sessions/current                             204 204  204  204  | 403    403    403  403  | 204   401    401  | 204    204      204

                                                       own edit tick view | byView byEdit held lost | other nobody gone | botOwn botOther bot
  POST /documents                                      201 201  201  201  | 403    403    403  403  | 201   401    401  | 201    201      401
  POST /documents/import                               201 201  201  201  | 403    403    403  403  | 201   401    401  | 201    201      401
  GET /documents                                       200 200  200  200  | 403    403    403  403  | 200   401    401  | 200    200      401
  GET /search?q=secret                                 200 200  200  200  | 403    403    403  403  | 200   401    401  | 200    200      401
  GET /documents/:id                                   200 200  200  200  | 200    200    200  404  | 404   401    401  | 200    404      401
  GET /documents/:id (deleted)                         404 404  404  404  | 404    404    404  404  | 404   401    401  | 404    404      401
  PATCH /documents/:id                                 200 200  403  403  | 403    200    403  404  | 404   401    401  | 200    404      401
  DELETE /documents/:id                                204 403  403  403  | 403    403    403  403  | 404   401    401  | 204    404      401
  DELETE /documents/:id?forever=true                   204 403  403  403  | 403    403    403  403  | 404   401    401  | 204    404      401
  DELETE /documents/:id?forever=true (deleted)         204 403  403  403  | 403    403    403  403  | 404   401    401  | 204    404      401
  POST /documents/:id/restore                          200 403  403  403  | 403    403    403  403  | 404   401    401  | 200    404      401
  POST /documents/:id/restore (deleted)                200 403  403  403  | 403    403    403  403  | 404   401    401  | 200    404      401

                                                       own edit tick view | byView byEdit held lost | other nobody gone | botOwn botOther bot
  GET /documents/:id/content                           200 200  200  200  | 200    200    200  404  | 404   401    401  | 200    404      401
  GET /documents/:id/content?format=html               200 200  200  200  | 200    200    200  404  | 404   401    401  | 200    404      401
  GET /documents/:id/content (deleted)                 404 404  404  404  | 404    404    404  404  | 404   401    401  | 404    404      401
  PUT /documents/:id/content                           200 200  403  403  | 403    200    403  404  | 404   401    401  | 200    404      401
  POST /documents/:id/append                           200 200  403  403  | 403    200    403  404  | 404   401    401  | 200    404      401
  GET /documents/:id/tasks                             200 200  200  200  | 200    200    200  404  | 404   401    401  | 200    404      401
  POST /documents/:id/tasks                            200 200  200  403  | 403    200    200  404  | 404   401    401  | 200    404      401
  GET /documents/:id/updates                           200 200  403  403  | 403    403    403  403  | 404   401    401  | 200    404      401
  GET /documents/:id/authorship                        200 200  200  200  | 200    200    200  404  | 404   401    401  | 200    404      401
  GET /documents/:id/versions                          200 200  403  403  | 403    403    403  403  | 404   401    401  | 200    404      401
  GET /documents/:id/versions/:v                       200 200  403  403  | 403    403    403  403  | 404   401    401  | 200    404      401
  GET /documents/:id/versions/:v/compare               200 200  403  403  | 403    403    403  403  | 404   401    401  | 200    404      401
  POST /documents/:id/versions/:v/restore              200 200  403  403  | 403    403    403  403  | 404   401    401  | 200    404      401
  POST /documents/:id/purge                            200 403  403  403  | 403    403    403  403  | 404   401    401  | 200    404      401

                                                       own edit tick view | byView byEdit held lost | other nobody gone | botOwn botOther bot
  GET /documents/:id/grants                            200 403  403  403  | 403    403    403  403  | 404   401    401  | 200    404      401
  PUT /documents/:id/grants/:principal                 200 403  403  403  | 403    403    403  403  | 404   401    401  | 200    404      401
  DELETE /documents/:id/grants/:principal (another's)  200 403  403  403  | 403    403    403  403  | 404   401    401  | 200    404      401
  DELETE /documents/:id/grants/:principal (one's own)  409 200  200  200  | 403    403    403  403  | 404   401    401  | 409    404      401
  GET /documents/:id/links                             200 403  403  403  | 403    403    403  403  | 404   401    401  | 200    404      401
  POST /documents/:id/links                            201 403  403  403  | 403    403    403  403  | 404   401    401  | 201    404      401
  DELETE /documents/:id/links/:link                    200 403  403  403  | 403    403    403  403  | 404   401    401  | 200    404      401
  POST /links/:token (for anyone)                      201 201  201  201  | 201    201    201  201  | 201   201    401  | 403    403      403
  POST /links/:token (for whom it is shared with)      201 201  201  201  | 401    401    201  403  | 403   401    401  | 403    403      403
  POST /links/:token (deleted)                         404 404  404  404  | 404    404    404  404  | 404   404    401  | 404    404      404
  POST /documents/:id/tickets                          201 201  201  201  | 201    201    201  404  | 404   401    401  | 201    404      401
  POST /documents/:id/tickets (deleted)                404 404  404  404  | 404    404    404  404  | 404   401    401  | 404    404      401

                                                       own edit tick view | byView byEdit held lost | other nobody gone | botOwn botOther bot
  GET /documents/:id/card                              200 200  200  200  | 200    200    200  404  | 404   401    401  | 200    404      404
  GET /documents/:id/card (in a channel)               200 200  200  200  | 200    200    200  404  | 404   401    401  | 200    404      200
  GET /documents/:id/card.png                          200 200  200  200  | 200    200    200  404  | 404   401    401  | 200    404      404
  POST /documents/:id/placements                       403 403  403  403  | 403    403    403  403  | 403   401    401  | 201    404      401
  GET /placements?documentId=:id                       403 403  403  403  | 403    403    403  403  | 403   401    401  | 403    403      200
  GET /placements?stale=true                           403 403  403  403  | 403    403    403  403  | 403   401    401  | 403    403      200
  PATCH /placements/:id                                403 403  403  403  | 403    403    403  403  | 403   401    401  | 403    403      200
  POST /placements/:id/moves                           403 403  403  403  | 403    403    403  403  | 403   401    401  | 403    403      201
  PUT /placements/:id/stick                            403 403 403  403  | 403    403    403  403  | 403   401    401  | 200    404      401
  DELETE /placements/:id/stick                         403 403 403  403  | 403    403    403  403  | 403   401    401  | 200    403      401
  DELETE /placements/:id                               403 403  403  403  | 403    403    403  403  | 403   401    401  | 403    403      204
  GET /guilds/:guild/settings                          403 403 403  403  | 403    403    403  403  | 403   401    401  | 200    404      401
  PUT /guilds/:guild/settings                          403 403 403  403  | 403    403    403  403  | 403   401    401  | 200    404      401
  PUT /memberships                                     403 403  403  403  | 403    403    403  403  | 403   401    401  | 403    403      204
  POST /intents                                        403 403  403  403  | 403    403    403  403  | 403   401    401  | 204    404      401
  PUT /instances/:instance                             200 200  200  200  | 403    403    403  403  | 404   401    401  | 403    403      403
  GET /events                                          403 403  403  403  | 403    403    403  403  | 403   401    401  | 403    403      200

                                                       own edit tick view | byView byEdit held lost | other nobody gone | botOwn botOther bot
  GET /openapi.json                                    200 200  200  200  | 200    200    200  200  | 200   200    200  | 200    200      200
  GET /healthz                                         200 200  200  200  | 200    200    200  200  | 200   200    200  | 200    200      200
  GET /readyz                                          200 200  200  200  | 200    200    200  200  | 200   200    200  | 200    200      200
  GET /metrics                                         200 200  200  200  | 200    200    200  200  | 200   200    200  | 200    200      200
  GET /.well-known/jwks.json                           200 200  200  200  | 200    200    200  200  | 200   200    200  | 200    200      200
  GET /l/:token (for anyone)                           200 200  200  200  | 200    200    200  200  | 200   200    200  | 200    200      200
  GET /l/:token (for whom it is shared with)           200 200  200  200  | 200    200    200  200  | 200   200    200  | 200    200      200
  GET /l/:token/card.png (for anyone)                  200 200  200  200  | 200    200    200  200  | 200   200    200  | 200    200      200
  GET /l/:token/card.png (for whom it is shared with)  404 404  404  404  | 404    404    404  404  | 404   404    404  | 404    404      404
  GET /oembed (for anyone)                             200 200  200  200  | 200    200    200  200  | 200   200    200  | 200    200      200
  GET /oembed (for whom it is shared with)             404 404  404  404  | 404    404    404  404  | 404   404    404  | 404    404      404
`)

const ROUTES: Routes = { ...API, ...ROOT_ROUTES, ...PAGE_ROUTES }

const discord = await standForDiscord(
  CALLERS.map((kind, i) => [
    `code of ${kind}`,
    { id: String(410_000_000_000_000_000n + BigInt(i)), username: kind, global_name: kind },
  ]),
)
const { server } = await setStage([], { VERSION_PAUSE_MS: '100', ...discord.settings })
const cast = await castFor(server)

/** Where whoever is refused is refused: at the end it is as it was. */
const guarded = await Scene.set(server, cast)
await guarded.part()
await guarded.gather()
const before = await guarded.state()

/** Where people write. */
const open = await Scene.set(server, cast)

const deleted = async (): Promise<Scene> => {
  const scene = await (await Scene.set(server, cast)).gather()
  await cast.own.api.deleteDocument(scene.document)
  return scene
}
const gone = await deleted()

const placed = await Scene.set(server, cast)
await placed.gather()
const placement = await placed.place()

const SENT = whatIsSent({ server, cast, placement })

/** One call of a row; `document`: of another one than the scene's. */
const call = async (
  { label, route }: Row,
  scene: Scene,
  kind: CallerKind,
  document = scene.document,
): Promise<Answer> => {
  const [method = '', path = ''] = route.split(' ')
  const [, query = ''] = /(\?\S+)/.exec(label) ?? []
  const sent = await SENT[label.includes('(deleted)') ? route : label]?.(scene, kind)
  const link = label.includes('shared with') ? scene.links.granted : scene.links.view
  const v = path.includes(':v') ? String(await scene.version()) : ''
  const params: Record<string, string> = {
    id: document,
    link: link.id,
    token: link.token,
    subject: '400000000000000001',
    guild: GUILD,
    v,
    ...sent?.params,
  }
  const filled = `${path}${sent?.query ?? query}`.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  )
  const address = `${Object.hasOwn(API, route) ? API_PATH : ''}${filled}`
  const token = await scene.token(kind)
  const asking = { ...token, ...sent, headers: { ...token.headers, ...sent?.headers } }
  return ROUTES[route as keyof Routes]?.events === undefined
    ? ask(server, method, address, asking)
    : begin(address, asking)
}

/** Of an answer that goes on and on, the beginning. */
const begin = async (address: string, asking: Asking): Promise<Answer> => {
  const stop = new AbortController()
  const { status, headers } = await fetch(`${server.url}${address}`, {
    headers: headersOf(asking),
    signal: stop.signal,
  })
  stop.abort()
  return { status, headers, text: '', body: undefined }
}

const isRefusal = ({ expected }: Row, kind: CallerKind): boolean => Number(expected[kind]) >= 400
const changesNothing = (row: Row, kind: CallerKind): boolean =>
  row.route.startsWith('GET ') || isRefusal(row, kind)

/** Where a row is tried: what destroys something has its own scene. */
const sceneOf = async (row: Row, kind: CallerKind): Promise<Scene> => {
  const { label, route } = row
  if (label.includes('(deleted)')) return isRefusal(row, kind) ? gone : deleted()
  if (label.includes('(in a channel)') || route.includes('/placements/')) return placed
  if (changesNothing(row, kind)) return guarded
  const destroys = /^DELETE|\/purge|:id\/restore|:principal/.test(route)
  return destroys ? Scene.set(server, cast) : open
}

/** Whoever has no right here, however they come. */
const STRANGERS = ['lost', 'other', 'nobody', 'gone', 'botOther', 'bot'] as const

describe('F67 T7 T17 T22: every route, for every kind of caller', () => {
  it('the table has a row for each route that is declared, and for no other', () => {
    const rows = new Set(TABLE.map(({ route }) => route))
    expect([...rows].toSorted()).toEqual(Object.keys(ROUTES).toSorted())
    const labels = new Set(TABLE.flatMap(({ label, route }) => [label, route]))
    expect(Object.keys(SENT).filter((label) => !labels.has(label))).toEqual([])
  })

  it.each(TABLE)('$label', async (row) => {
    const got = new Map<CallerKind, Promise<Answer>>()
    for (const kind of CALLERS) {
      const answer = call(row, await sceneOf(row, kind), kind)
      got.set(kind, answer)
      // one after the other, as far as they write
      if (!changesNothing(row, kind)) await answer
    }
    const statuses = [...got].map(async ([kind, answer]) => [kind, String((await answer).status)])
    expect(Object.fromEntries(await Promise.all(statuses))).toEqual(row.expected)
  })

  it.each(TABLE.filter(({ label }) => / \/documents\/:id[^(]*$/.test(label)))(
    'T3 T5: $label tells a stranger of a document no more than of one that does not exist',
    async (row) => {
      const told = await Promise.all(
        STRANGERS.map(async (kind) => ({
          there: await call(row, guarded, kind),
          nowhere: await call(row, guarded, kind, randomUUID()),
        })),
      )
      for (const { there, nowhere } of told) {
        expect([there.status, there.text]).toEqual([nowhere.status, nowhere.text])
        expect(there.status).toBeGreaterThanOrEqual(400)
      }
    },
  )

  it('T4 T9: nobody who was refused has changed anything', async () => {
    expect(await guarded.state()).toEqual(before)
  })
})
