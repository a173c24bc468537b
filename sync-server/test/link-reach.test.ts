import { randomUUID } from 'node:crypto'
import { API } from '@sticky/shared/api/api'
import type { LinkSession } from '@sticky/shared/api/links'
import { describe, expect, it } from 'vitest'
import { Guest } from './stage/guest.ts'
import { ask, codeOf } from './stage/http.ts'
import type { Answer } from './stage/http.ts'
import { setStage } from './stage/stage.ts'

const { server, ada, grace } = await setStage(['ada', 'grace'])

/** A document of Ada's that Grace may edit. */
const shared = (): Promise<string> => ada.share('- [ ] tea\n', grace, 'edit')

/** What everybody below may reach, what nobody below may change, and what nobody below has a link of. */
const [open, closed, another] = [await shared(), await shared(), await shared()]
const guests = {
  view: await server.guest(await ada.makeLink(open)),
  edit: await server.guest(await ada.makeLink(open, { role: 'edit' })),
}
const link = await ada.makeLink(closed, { role: 'edit' })
const signedInOrNot = [
  await server.guest(link),
  await server.guest(link, { as: grace }),
  await server.guest(link, { as: ada }),
]

describe('T9: what a link session reaches', () => {
  type Route = { method: string; path: string }
  const keyOf = ({ method, path }: Route): string => `${method} ${path}`

  /** What is open to a link session, with what a reader and a writer by link get. */
  const OPEN: Record<string, { body?: unknown; view: number; edit: number }> = {
    'GET /documents/:id': { view: 200, edit: 200 },
    'PATCH /documents/:id': { body: { title: 'Renamed' }, view: 403, edit: 200 },
    'GET /documents/:id/content': { view: 200, edit: 200 },
    'PUT /documents/:id/content': { body: 'text', view: 403, edit: 412 },
    'GET /documents/:id/tasks': { view: 200, edit: 200 },
    'POST /documents/:id/tasks': { body: { anchor: '1-1', checked: true }, view: 403, edit: 409 },
    'POST /documents/:id/append': { body: { markdown: 'x' }, view: 403, edit: 200 },
    'GET /documents/:id/authorship': { view: 200, edit: 200 },
    'POST /documents/:id/tickets': { view: 201, edit: 201 },
    'GET /documents/:id/card': { view: 200, edit: 200 },
    'GET /documents/:id/card.png': { view: 200, edit: 200 },
  }

  /** Open to everybody, with a link session or without. */
  const PUBLIC = new Set([
    'POST /users',
    'POST /sessions',
    'POST /sessions/refresh',
    'POST /links/:token',
    'GET /openapi.json',
  ])

  /** For routes that look at the body first. */
  const BODIES: Record<string, unknown> = {
    'POST /documents': { title: 'Mine' },
    'POST /documents/import': { markdown: '# Mine' },
    'PUT /documents/:id/grants/:principal': { role: 'own' },
    'POST /documents/:id/links': { role: 'edit', audience: 'anyone' },
    'PATCH /users/me': { displayName: 'Ada' },
  }

  const routes = Object.keys(API).map((key): Route => {
    const [method = '', path = ''] = key.split(' ')
    return { method, path }
  })

  const request = (who: Guest, document: string, route: Route): Promise<Answer> => {
    const path = route.path
      .replace('/documents/:id', `/documents/${document}`)
      .replace(':principal', `user:${ada.id}`)
      .replace(':link', randomUUID())
      .replace(':v', '1')
      .replace(':subject', '400000000000000001')
      .replace(':id', ada.id)
    const query = path === '/users' ? '?username=ada' : ''
    const body = OPEN[keyOf(route)]?.body ?? BODIES[keyOf(route)]
    return who.ask(route.method, `${path}${query}`, {
      ...(body === undefined ? {} : { body }),
      headers:
        typeof body === 'string' ? { 'content-type': 'text/markdown', 'if-match': '"x"' } : {},
    })
  }

  it('there are routes to look at, and all that are said to be open exist', () => {
    const known = new Set(routes.map(keyOf))
    expect(known.size).toBeGreaterThan(30)
    expect([...Object.keys(OPEN), ...PUBLIC].filter((key) => !known.has(key))).toEqual([])
  })

  it.each(routes.filter((route) => OPEN[keyOf(route)] !== undefined))(
    '$method $path is open, as far as the role of the link goes, and of no other document',
    async (route) => {
      for (const role of ['view', 'edit'] as const) {
        const guest = guests[role]
        const answer = await request(guest, open, route)
        expect([role, answer.status]).toEqual([role, OPEN[keyOf(route)]?.[role]])
        expect((await request(guest, another, route)).status).toBe(404)
        expect((await request(guest, randomUUID(), route)).status).toBe(404)
      }
    },
  )

  it.each(routes.filter((route) => OPEN[keyOf(route)] === undefined && !PUBLIC.has(keyOf(route))))(
    '$method $path is not for link sessions, whoever is signed in with one',
    async (route) => {
      for (const guest of signedInOrNot) {
        const answer = await request(guest, closed, route)
        expect([answer.status, codeOf(answer)]).toEqual([403, 'forbidden'])
      }
      expect(await ada.api.document(closed)).toMatchObject({ title: 'Plan', role: 'own' })
    },
  )

  /** Also what is written in tokens. */
  const readable = ({ text, headers }: Answer): string => {
    const tokens = text.match(/[\w-]+\.[\w-]+\.[\w-]+/g) ?? []
    const claims = tokens.flatMap((token) => token.split('.').slice(0, 2))
    const decoded = claims.map((part) => Buffer.from(part, 'base64url').toString())
    return [text, ...[...headers].flat(), ...decoded].join('\n')
  }

  it('nothing that it is told, in body, header or token, leads to an owner, to other links or to more', async () => {
    const id = await shared()
    const others = [
      await ada.makeLink(id, { role: 'edit', label: 'Secret label' }),
      await ada.makeLink(id, { role: 'edit', password: 'swordfish' }),
    ]
    await grace.api.append(id, 'by Grace')
    const { token } = await ada.makeLink(id)
    const opened = await ask(server, 'POST', `/api/v1/links/${token}`)
    const guest = new Guest(server, opened.body as LinkSession)
    const told = [opened]
    for (const route of routes.filter((route) => !PUBLIC.has(keyOf(route))))
      told.push(await request(guest, id, route))
    const rows = await Promise.all(others.map((link) => server.store.links.get(link.id)))
    const secrets = [
      ...[ada, grace].flatMap(({ id, session }) => [id, session.token, session.refreshToken]),
      ...others.flatMap((link) => [link.id, link.token]),
      ...rows.map((row) => row?.tokenHash ?? ''),
      'Secret label',
      'argon2id',
    ]
    const text = told.map(readable).join('\n')
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
    // what it is told of at all, it is told of rightly
    expect(text).toContain(id)
  })
})
