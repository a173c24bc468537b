import { randomUUID } from 'node:crypto'
import { Client } from '@sticky/shared/api/client'
import type { Fetch } from '@sticky/shared/api/client'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Description } from './stage/description.ts'
import type { Described } from './stage/description.ts'
import { standForDiscord } from './stage/discord.ts'
import { ask, fieldsOf } from './stage/http.ts'
import type { Answer, Asking } from './stage/http.ts'
import { servedRoutes } from './stage/served-routes.ts'
import { SERVICE_TOKEN } from './stage/server.ts'
import { setStage } from './stage/stage.ts'
import { until } from './stage/until.ts'

const GUILD = '100000000000000001'
const CHANNEL = `${GUILD}/200000000000000001`
const PLACE = { channel: CHANNEL, messageId: '300000000000000001', shownHash: 'x', shownSeq: 0 }

const discord = await standForDiscord([
  ['code of ada', { id: '400000000000000009', username: 'ada', global_name: 'Ada' }],
])
const { server, ada, grace, stranger } = await setStage(['ada', 'grace', 'stranger'], {
  VERSION_PAUSE_MS: '100',
  ...discord.settings,
})
const description = await Description.of(server)
const { document, operations } = description
const keyOf = ({ method, template }: Described): string => `${method} ${template}`

/** An address of a template, of things that nobody has. */
const nowhere = (template: string): string =>
  template
    .replace('{principal}', `user:${randomUUID()}`)
    .replace('{subject}', '400000000000000001')
    .replaceAll(/\{\w+\}/g, () => randomUUID())

describe('F67: the description of the API is OpenAPI 3.1', () => {
  it('has what a description must have', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/)
    expect(document.info).toMatchObject({
      title: expect.stringMatching(/./),
      version: expect.stringMatching(/./),
    })
    expect(Object.keys(document.paths).filter((path) => !path.startsWith('/'))).toEqual([])
    const ids = operations.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBeGreaterThan(40)
  })

  it('every reference in it leads somewhere', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)]
    const lost = references
      .map(([, reference = '']) => reference)
      .filter((reference) => {
        const [root, ...parts] = reference.split('/')
        const found = parts.reduce<unknown>(
          (at, part) => (at as Record<string, unknown> | undefined)?.[part],
          document,
        )
        return root !== '#' || found === undefined
      })
    expect(references.length).toBeGreaterThan(50)
    expect(lost).toEqual([])
  })

  it.each(operations)('$method $template is whole', ({ method, template, operation }) => {
    const { summary, parameters = [], requestBody, responses, security } = operation
    expect(summary).toMatch(/^[A-Z].*\.$/)
    expect(method === 'GET' && requestBody !== undefined).toBe(false)
    const inPath = parameters.filter((one) => one.in === 'path')
    expect(inPath.map(({ name }) => `{${name}}`)).toEqual(template.match(/\{\w+\}/g) ?? [])
    expect(inPath.every(({ required }) => required)).toBe(true)
    const places = parameters.map((one) => `${one.in} ${one.name}`)
    expect(new Set(places).size).toBe(places.length)
    expect(parameters.filter((one) => !/^(path|query|header)$/.test(one.in))).toEqual([])
    const schemes = new Set(Object.keys(document.components.securitySchemes))
    expect(security.flatMap(Object.keys).filter((name) => !schemes.has(name))).toEqual([])
    const statuses = Object.keys(responses)
    expect(statuses.filter((status) => /^2\d\d$/.test(status))).toHaveLength(1)
    for (const status of statuses) {
      const answer = description.answerOf(operation, Number(status.replace('XX', '00')))
      expect([status, answer?.description]).toEqual([status, expect.stringMatching(/\.$/)])
    }
  })

  it('R50: whoever has a token may ask too much, of lists, search and own data too; a stranger only where it is counted', () => {
    const counted = operations.filter(({ operation }) => operation.responses['429'] !== undefined)
    const known = operations.filter(({ operation }) =>
      operation.security.some((one) => Object.keys(one).length > 0),
    )
    expect(known.length).toBeGreaterThan(40)
    expect(known.filter((one) => !counted.includes(one)).map(keyOf)).toEqual([])
    expect(
      counted
        .filter((one) => !known.includes(one))
        .map(keyOf)
        .toSorted(),
    ).toEqual([
      'GET /l/{token}',
      'GET /l/{token}/card.png',
      'GET /oembed',
      'POST /api/v1/sessions',
      'POST /api/v1/users',
    ])
  })

  it('all that calls itself a schema there is one', () => {
    const { schemas } = document.components
    const all = operations.flatMap(({ operation }) => operation.parameters ?? [])
    for (const { schema } of all) expect(() => z.fromJSONSchema(schema)).not.toThrow()
    for (const name of Object.keys(schemas))
      expect(description.mismatch({ $ref: `#/components/schemas/${name}` }, null)).not.toEqual([])
  })
})

describe('F67: what is served is what is described', () => {
  it('a router answers OPTIONS with the methods that are described, at every address', async () => {
    for (const template of Object.keys(document.paths)) {
      const path = nowhere(template)
      const answer = await ask(server, 'OPTIONS', path, { token: ada.session.token })
      const served = new Set(answer.headers.get('allow')?.split(/, ?/))
      served.delete('HEAD')
      const described = description
        .templatesOf(path)
        .flatMap((one) => Object.keys(document.paths[one] ?? {}))
      expect([template, [...served].sort()]).toEqual([
        template,
        [...new Set(described)].map((method) => method.toUpperCase()).sort(),
      ])
    }
  })

  it('every route that Express has is described, but for the page of the web app', async () => {
    const served = await servedRoutes(server)
    const described = operations.map(
      ({ method, template }) => `${method} ${template.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    )
    const app = ['GET /', 'GET /d/:id', 'GET /l/:token/open']
    expect(served.toSorted()).toEqual([...described, ...app].toSorted())
  })
})

describe('F67: answers are as described', () => {
  const wrong: string[] = []
  const answered = new Set<string>()
  const note = (method: string, path: string, status: number): void => {
    const found = description.find(method, path)
    if (found !== undefined && status < 300) answered.add(keyOf(found))
  }

  /** `ask` throws when the answer is another one. */
  const call = async (method: string, path: string, asking: Asking = {}): Promise<Answer> => {
    const answer = await ask(server, method, path, asking)
    note(method, path, answer.status)
    return answer
  }
  const api = (method: string, path: string, asking: Asking = {}): Promise<Answer> =>
    call(method, `/api/v1${path}`, { token: ada.session.token, ...asking })

  /** As the bot and the Activity call, with an ear on the wire. */
  const watched: Fetch = async (url, init) => {
    const response = await fetch(url, init)
    const { status, headers } = response
    const { method, body: sent } = init
    const path = url.slice(server.url.length)
    const text = await response.clone().text()
    wrong.push(...description.complaints({ method, path, sent, status, headers, text }))
    note(method, path, status)
    return response
  }
  const clientOf = (token?: string): Client =>
    new Client({ baseUrl: server.url, fetch: watched, token: () => token })
  const me = clientOf(ada.session.token)
  const bot = clientOf(SERVICE_TOKEN)
  const complaints = (): string[] => wrong.splice(0)

  it('the checks find what is wrong', async () => {
    const { headers } = await ask(server, 'GET', '/healthz')
    const exchange = {
      method: 'GET',
      path: '/healthz',
      sent: undefined,
      status: 200,
      headers,
      text: '',
    }
    const find = (more: object): string[] => description.complaints({ ...exchange, ...more })
    expect(find({ text: '{"status":"ok"}' })).toEqual([])
    expect(find({ text: '{"status":"ill"}' })).toHaveLength(1)
    expect(find({ text: '{"status":"ok","more":1}' })).toHaveLength(1)
    expect(find({ text: '{"status":"ok"}', headers: new Headers() })).toHaveLength(1)
    expect(find({ text: '{"status":"ok"}', status: 418 })).toHaveLength(1)
    const described = { path: '/api/v1/openapi.json', text: '{"openapi":"3.1.1"}' }
    expect(find(described)).toEqual([])
    expect(find({ ...described, path: `${described.path}?deep=1` })).toHaveLength(1)
    expect(find({ path: '/api/nothing' })).toHaveLength(1)
  })

  it('of people: users, sessions', async () => {
    const login = { username: 'leaver', password: 'the password of leaver' }
    const nobody = clientOf()
    await nobody.createUser({ ...login, displayName: 'Leaver' })
    const session = await nobody.createSession(login)
    const leaver = clientOf(session.token)
    const { id } = await leaver.me()
    await leaver.findUser('ada')
    await leaver.changeMe({ displayName: 'Gone' })
    await leaver.user(id)
    await leaver.createDocument({ title: 'Mine', content: 'text' })
    await leaver.myData()
    await leaver.connectDiscord('code of ada')
    await leaver.identities()
    const next = await nobody.refreshSession(session.refreshToken)
    await clientOf(next.token).endSession()
    const last = await nobody.createSession(login)
    await clientOf(last.token).deleteMe()
    for (const [path, body, status] of [
      ['/users', { ...login, username: 'ada' }, 409],
      ['/users', { username: '' }, 400],
      ['/sessions', login, 401],
      ['/sessions', { discordCode: 'x' }, 401],
      ['/sessions/refresh', { refreshToken: 'x' }, 401],
    ] as const) {
      const answer = await api('POST', path, { token: '', body })
      expect([path, answer.status]).toEqual([path, status])
    }
    expect(complaints()).toEqual([])
  })

  it('of documents, their text and who may read them', async () => {
    const { id } = await me.createDocument({ title: 'Plan', content: '- [ ] tea\n' })
    await me.importDocument({ html: '<h1>Other</h1>' })
    await me.listDocuments({ sort: 'title', limit: 1 })
    await me.document(id)
    await me.renameDocument(id, 'Better')
    await me.append(id, 'more')
    const [task] = (await me.tasks(id)).items
    await me.tick(id, task?.anchor ?? '', true)
    await me.content(id)
    await me.updates(id, { limit: 2 })
    await me.search({ q: 'tea', sharedWith: grace.id })
    for (const format of ['md', 'txt', 'html', 'json'] as const) await me.content(id, { format })
    const etag = (await api('GET', `/documents/${id}/content`)).headers.get('etag') ?? ''
    const same = { headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' } }
    expect((await api('GET', `/documents/${id}/content`, same)).status).toBe(304)
    await me.writeContent(id, 'new', etag)
    await expect(me.writeContent(id, 'newer', etag)).rejects.toMatchObject({
      code: 'precondition_failed',
    })
    expect((await api('PUT', `/documents/${id}/content`, { body: {} })).status).toBe(415)
    const gone = { body: { anchor: '1-1', checked: true } }
    expect((await api('POST', `/documents/${id}/tasks`, gone)).status).toBe(409)
    await me.createTicket(id)
    await me.putGrant(id, grace.principal, { role: 'view' })
    await me.grants(id)
    const theirs = { token: grace.session.token, body: { title: 'Mine' } }
    expect((await api('PATCH', `/documents/${id}`, theirs)).status).toBe(403)
    const lastOwner = await api('DELETE', `/documents/${id}/grants/${ada.principal}`)
    expect(lastOwner.status).toBe(409)
    await me.deleteGrant(id, grace.principal)
    await me.deleteDocument(id)
    expect((await api('GET', `/documents/${id}`)).status).toBe(404)
    await me.restoreDocument(id)
    await me.deleteDocument(id, { forever: 'true' })
    await expect(me.restoreDocument(id)).rejects.toMatchObject({ code: 'not_found' })
    expect(complaints()).toEqual([])
  })

  it('of what documents were', async () => {
    const id = await ada.create('one')
    const versions = async (): Promise<number[]> =>
      (await me.versions(id, { limit: 10 })).items.map(({ v }) => v)
    await until('there is a version', async () => (await versions()).length > 0)
    const [v = 0] = await versions()
    await me.append(id, 'two')
    await me.version(id, v)
    await me.compareVersion(id, v)
    await me.compareVersion(id, v, v)
    await me.restoreVersion(id, v)
    await me.authorship(id)
    await me.purge(id)
    await expect(me.version(id, v)).rejects.toMatchObject({ code: 'not_found' })
    expect(complaints()).toEqual([])
  })

  it('of links', async () => {
    const id = await ada.create('text')
    const link = await me.createLink(id, { role: 'edit', audience: 'anyone', label: 'For all' })
    const locked = await me.createLink(id, { role: 'view', audience: 'anyone', password: 'secret' })
    await me.links(id, { limit: 1 })
    const { token } = await clientOf().openLink(link.token)
    await clientOf(token).document(id)
    await clientOf(token).append(id, 'by a guest')
    const open = (which: string, body: object): Promise<Answer> =>
      call('POST', `/api/v1/links/${which}`, { body })
    expect((await open(locked.token, {})).status).toBe(403)
    expect((await open(locked.token, { password: 'guess' })).status).toBe(403)
    await me.revokeLink(id, link.id)
    expect((await open(link.token, {})).status).toBe(410)
    expect((await open('none', {})).status).toBe(404)
    expect(complaints()).toEqual([])
  })

  it('of cards and chats, for the bot', async () => {
    const id = await ada.create('text')
    await me.card(id)
    await me.cardImage(id, { theme: 'light', scale: '1' })
    const placement = await bot.as(ada.id).createPlacement(id, PLACE)
    await bot.placements(id)
    await bot.stalePlacements()
    await bot.putMembership({
      userId: ada.id,
      channel: CHANNEL,
      access: 'edit',
      roles: [],
      managesGuild: true,
    })
    await bot.as(ada.id).stickPlacement(placement.id)
    await bot.stuckPlacements()
    await bot.as(ada.id).unstickPlacement(placement.id)
    const settings = { create: null, edit: ['600000000000000001'], stick: null }
    await bot.as(ada.id).putGuildSettings(GUILD, settings)
    await bot.as(ada.id).guildSettings(GUILD)
    await bot.changePlacement(placement.id, { shownHash: 'y', shownSeq: 1 })
    await bot.movePlacement(placement.id, { messageId: '300000000000000098', shownHash: 'z' })
    await bot.deletePlacement(placement.id)
    await bot.putIdentity('300000000000000002', 'Grace')
    await bot
      .as(ada.id)
      .putIntent({ documentId: id, channelId: '200000000000000001', instanceId: 'i' })
    await me.putPresence('i', { documentId: id })
    await bot.putMembership({ userId: ada.id, channel: CHANNEL, access: 'edit', roles: [] })
    expect(complaints()).toEqual([])
  })

  it('of the server itself, and of events that go on', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics', '/.well-known/jwks.json'])
      await call('GET', path)
    await call('GET', '/api/v1/openapi.json')
    expect(await firstEvents()).toContain('"document.merged"')
    expect(complaints()).toEqual([])
  })

  /** What the feed says until a document has been merged. */
  const firstEvents = async (): Promise<string> => {
    const stop = new AbortController()
    const path = '/api/v1/events'
    const { status, headers, body } = await fetch(`${server.url}${path}`, {
      headers: { authorization: `Bearer ${SERVICE_TOKEN}` },
      signal: stop.signal,
    })
    await ada.create('text')
    const decoder = new TextDecoder()
    let text = ''
    for await (const chunk of body ?? []) {
      text += decoder.decode(chunk, { stream: true })
      if (/document\.merged.*\n\n/.test(text)) break
    }
    stop.abort()
    wrong.push(
      ...description.complaints({ method: 'GET', path, sent: undefined, status, headers, text }),
    )
    note('GET', path, status)
    return text
  }

  it('of pages that links show', async () => {
    const link = await me.createLink(await ada.create('text'), { role: 'view', audience: 'anyone' })
    const page = await call('GET', link.url)
    const same = { 'if-none-match': page.headers.get('etag') ?? '', 'cache-control': 'max-age=0' }
    expect((await call('GET', link.url, { headers: same })).status).toBe(304)
    await call('GET', `${link.url}/card.png?theme=light&scale=1&v=x`)
    await call('GET', `/oembed?url=${encodeURIComponent(server.url + link.url)}&maxwidth=10`)
    expect((await call('GET', '/l/none')).headers.get('etag')).toBeNull()
    expect((await call('GET', '/l/none/card.png')).status).toBe(404)
    expect((await call('GET', '/oembed?url=x')).status).toBe(404)
    const asXml = await call('GET', '/oembed?url=x&format=xml')
    expect([asXml.status, fieldsOf(asXml)]).toEqual([400, ['format']])
  })

  const big = JSON.stringify({ text: 'x'.repeat(3_000_000) })
  const asJson = { 'content-type': 'application/json' }
  const someone = { token: stranger.session.token }

  it.each(operations)(
    '$method $template refuses as it says, whoever calls with whatever',
    async ({ method, template, operation }) => {
      const hopeless: Asking[] = [
        { token: 'none' },
        { token: SERVICE_TOKEN, acting: 'nobody' },
        { token: SERVICE_TOKEN, acting: randomUUID() },
        ...(operation.requestBody === undefined
          ? []
          : [
              { ...someone, body: '{"', headers: asJson },
              { ...someone, body: [], headers: asJson },
              {
                ...someone,
                body: '{}',
                headers: { 'content-type': 'application/json; charset=x' },
              },
              { ...someone, body: big, headers: asJson },
            ]),
      ]
      const statuses: number[] = []
      for (const asking of hopeless) {
        // events would go on and on
        if (template.endsWith('/events') && asking.token === SERVICE_TOKEN) continue
        statuses.push((await call(method, nowhere(template), asking)).status)
      }
      if (template.includes('{'))
        statuses.push((await call(method, template.replaceAll(/\{\w+\}/g, 'x'), someone)).status)
      expect(statuses.filter((status) => status >= 500)).toEqual([])
    },
  )

  it('every route was seen to answer: add calls of a new one above', () => {
    const unseen = operations.map(keyOf).filter((key) => !answered.has(key))
    expect(unseen).toEqual([])
  })
})
