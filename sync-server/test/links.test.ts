import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CreatedLink, CreateLink, LinkList } from '@sticky/shared/api/links'
import { describe, expect, it, onTestFinished } from 'vitest'
import Database from 'better-sqlite3'
import { Tokens } from '../src/users/tokens.ts'
import { socketUrl } from './stage/address.ts'
import { Guest } from './stage/guest.ts'
import { ask, codeOf, fieldsOf } from './stage/http.ts'
import type { Answer, Asking } from './stage/http.ts'
import type { Person } from './stage/person.ts'
import { startProgram } from './stage/program.ts'
import { knock } from './stage/raw-socket.ts'
import { SERVICE_TOKEN, start } from './stage/server.ts'
import { setStage } from './stage/stage.ts'
import type { Visitor } from './stage/visitor.ts'

const { server, ada, grace, linus, stranger } = await setStage([
  'ada',
  'grace',
  'linus',
  'stranger',
])

/** A document of Ada's that Grace may edit and Linus may read. */
const shared = async (): Promise<string> => {
  const id = await ada.share('- [ ] tea\n', grace, 'edit')
  await ada.grant(id, linus, 'view')
  return id
}

/** One raw call of the API; null: without a token. */
const call = (
  who: Visitor | null,
  method: string,
  path: string,
  asking: Asking = {},
): Promise<Answer> =>
  who === null ? ask(server, method, `/api/v1${path}`, asking) : who.ask(method, path, asking)

const post = (who: Person, id: string, link: unknown): Promise<Answer> =>
  call(who, 'POST', `/documents/${id}/links`, { body: link })

const VIEW = { role: 'view', audience: 'anyone' } as const

type Former = { guest: Guest; link: CreatedLink }

/** Somebody who came by a link that has expired since. */
const expiredGuest = async (id: string): Promise<Former> => {
  const link = await ada.makeLink(id, { role: 'edit', expiresAt: Date.now() + 3_600_000 })
  const guest = await server.guest(link)
  // an hour has passed
  const db = new Database(server.config.databasePath)
  db.prepare('UPDATE links SET expires_at = ? WHERE id = ?').run(Date.now(), link.id)
  db.close()
  return { guest, link }
}

/** Somebody who came by a link that was revoked since. */
const revokedGuest = async (id: string): Promise<Former> => {
  const link = await ada.makeLink(id, { role: 'edit' })
  const guest = await server.guest(link)
  await ada.api.revokeLink(id, link.id)
  return { guest, link }
}

describe('F45: an owner', () => {
  it('makes links, sees the token once, and knows them afterwards by their label and last characters', async () => {
    const id = await shared()
    const expiresAt = Date.now() + 3_600_000
    const made = await ada.makeLink(id, {
      role: 'edit',
      audience: 'granted',
      label: '  Für die Klasse 😀 ',
      expiresAt,
      password: 'swordfish',
    })
    const { token, url, ...link } = made
    expect(link).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      role: 'edit',
      audience: 'granted',
      label: 'Für die Klasse 😀',
      tokenEnd: token.slice(-4),
      expiresAt,
      hasPassword: true,
      createdBy: { id: ada.id, displayName: 'ada' },
      createdAt: expect.any(Number),
      useCount: 0,
      lastUsedAt: null,
    })
    expect(url).toBe(`/l/${token}`)
    expect((await ada.api.links(id)).items).toEqual([link])
  })

  it('sees how often each was used and when last, page by page, and each is revoked on its own', async () => {
    const id = await shared()
    const links = [await ada.makeLink(id), await ada.makeLink(id), await ada.makeLink(id)]
    const before = Date.now()
    for (let i = 0; i < 2; i += 1) await server.guest(links[1] as CreatedLink)
    const one = await ada.api.links(id, { limit: 1 })
    expect(one.items).toMatchObject([{ id: links[0]?.id, useCount: 0, lastUsedAt: null }])
    const [second] = (await ada.api.links(id, { limit: 1, cursor: one.nextCursor ?? '' })).items
    expect(second).toMatchObject({ id: links[1]?.id, useCount: 2 })
    expect(second?.lastUsedAt).toBeGreaterThanOrEqual(before)
    await ada.api.revokeLink(id, second?.id ?? '')
    const rest = await ada.api.links(id)
    expect(rest.items.map((link) => link.id)).toEqual([links[0]?.id, links[2]?.id])
    expect(rest.nextCursor).toBeNull()
    for (const link of [links[0], links[2]] as CreatedLink[])
      expect((await server.guest(link)).session.role).toBe('view')
  })

  it('has a hundred links at most in one document', async () => {
    const id = await shared()
    const [oldest] = await Promise.all(Array.from({ length: 100 }, () => ada.makeLink(id)))
    const answer = await post(ada, id, VIEW)
    expect([answer.status, codeOf(answer)]).toEqual([409, 'conflict'])
    await ada.api.revokeLink(id, oldest?.id ?? '')
    expect((await post(ada, id, VIEW)).status).toBe(201)
  })
})

describe('F45: a link for anyone', () => {
  it('opens its document to who has no account, with its role and nothing more', async () => {
    const id = await shared()
    const viewer = await server.guest(await ada.makeLink(id))
    expect(viewer.session).toEqual({
      document: expect.objectContaining({ id, title: 'Plan', role: 'view', createdBy: null }),
      role: 'view',
      user: {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        username: null,
        displayName: expect.stringMatching(/^Guest \d{4}$/),
        color: expect.stringMatching(/^#[0-9a-f]{6}$/),
      },
      token: expect.any(String),
      expiresAt: expect.any(Number),
    })
    expect(await viewer.api.content(id)).toBe('- [ ] tea\n')
    expect(await viewer.api.createTicket(id)).toMatchObject({ url: `/sync/v1/${id}`, role: 'view' })
    await expect(viewer.api.append(id, 'x')).rejects.toMatchObject({ code: 'forbidden' })
    const editor = await server.guest(await ada.makeLink(id, { role: 'edit' }))
    await editor.api.append(id, 'from a guest')
    const [task] = (await editor.api.tasks(id)).items
    await editor.api.tick(id, task?.anchor ?? '', true)
    expect(await ada.api.content(id)).toBe('- [x] tea\nfrom a guest')
  })

  it.each<[CreateLink['role'], () => Person, string]>([
    ['view', () => stranger, 'view'],
    ['edit', () => stranger, 'edit'],
    ['edit', () => linus, 'edit'],
    ['view', () => grace, 'edit'],
    ['view', () => ada, 'edit'],
  ])(
    'to %s, opened by who is signed in, gives them that or what they may do anyway, but never ownership',
    async (linkRole, who, role) => {
      const id = await shared()
      const link = await ada.makeLink(id, { role: linkRole })
      const { session, api } = await server.guest(link, { as: who() })
      expect([session.role, session.document.role]).toEqual([role, role])
      expect(await api.createTicket(id)).toMatchObject({ role })
    },
  )

  it('R13: what a guest writes is the session’s, on every later page load too; what a user writes is the user’s', async () => {
    const id = await shared()
    const link = await ada.makeLink(id, { role: 'edit' })
    const guest = await server.guest(link)
    const again = await server.guest(link, { as: guest })
    const another = await server.guest(link)
    const user = await server.guest(link, { as: stranger })
    for (const { api } of [guest, again, another, user]) await api.append(id, 'x')
    const { items } = await ada.api.updates(id)
    const [first, second, third, fourth] = items.slice(-4).map(({ author }) => author)
    expect(first).toMatch(/^link:[0-9a-f-]{36}$/)
    expect(second).toBe(first)
    expect(third).toMatch(/^link:/)
    expect(third).not.toBe(first)
    expect(fourth).toBe(`user:${stranger.id}`)
    // coming back is no further use
    expect((await ada.api.links(id)).items[0]?.useCount).toBe(3)
  })

  it('F45: the card calls a guest "Guest" and a number, and counts them', async () => {
    const id = await shared()
    const guest = await server.guest(await ada.makeLink(id, { role: 'edit' }))
    await guest.api.append(id, 'from a guest')
    const card = await ada.api.card(id)
    expect(card.editedBy).toMatch(/^Guest \d{4}$/)
    expect(card.people.map(({ name }) => name)).toEqual([card.editedBy, 'ada'])
  })
})

describe('F45: a link for people the document is shared with', () => {
  it.each<[CreateLink['role'], () => Person | null, number, string | undefined]>([
    ['edit', () => null, 401, 'unauthenticated'],
    ['edit', () => stranger, 403, 'forbidden'],
    ['edit', () => linus, 201, 'view'],
    ['edit', () => grace, 201, 'edit'],
    ['edit', () => ada, 201, 'edit'],
    ['view', () => grace, 201, 'view'],
  ])(
    'to %s lets in who has a right, with no more than both say',
    async (role, who, status, what) => {
      const id = await shared()
      const { token } = await ada.makeLink(id, { role, audience: 'granted' })
      const answer = await call(who(), 'POST', `/links/${token}`)
      expect(answer.status).toBe(status)
      const { role: given } = answer.body as { role?: string }
      expect(given ?? codeOf(answer)).toBe(what)
      expect(answer.text.includes('Plan')).toBe(status === 201)
    },
  )

  it('is worth nothing any more when the document is no longer shared with them', async () => {
    const id = await shared()
    const link = await ada.makeLink(id, { role: 'edit', audience: 'granted' })
    const { api } = await server.guest(link, { as: grace })
    await ada.api.putGrant(id, `user:${grace.id}`, { role: 'view' })
    expect(await api.createTicket(id)).toMatchObject({ role: 'view' })
    await ada.api.deleteGrant(id, `user:${grace.id}`)
    await expect(api.content(id)).rejects.toMatchObject({ code: 'not_found' })
  })
})

it('F45 T9: who is signed in is told by a link session who they are themselves, and nothing more', async () => {
  const { session } = await server.guest(await ada.makeLink(await shared()), { as: linus })
  const { id, color } = linus.session.user
  expect(session.user).toEqual({ id, username: 'linus', displayName: 'linus', color })
})

describe('F45: a link that opens nothing says why, and nothing of the document', () => {
  const open = (token: string, asking: Asking = {}): Promise<Answer> =>
    call(null, 'POST', `/links/${token}`, asking)
  const outcome = (answer: Answer): unknown => [answer.status, codeOf(answer)]

  it('unknown, revoked, expired, of a deleted document, without or with a wrong password', async () => {
    const id = await shared()
    const deleted = await shared()
    const { link: expired } = await expiredGuest(id)
    const { link: revoked } = await revokedGuest(id)
    const { token: gone } = await ada.makeLink(deleted)
    await ada.api.deleteDocument(deleted)
    const { token: locked } = await ada.makeLink(id, { password: 'swordfish' })
    const answers = {
      unknown: await open('A'.repeat(32)),
      strange: await open('%00%F0%9F%92%A9'),
      gone: await open(gone),
      revoked: await open(revoked.token),
      expired: await open(expired.token),
      locked: await open(locked),
      wrong: await open(locked, { body: { password: 'sword fish' } }),
    }
    expect(outcome(answers.unknown)).toEqual([404, 'not_found'])
    expect(answers.strange.text).toBe(answers.unknown.text)
    expect(answers.gone.text).toBe(answers.unknown.text)
    expect(outcome(answers.revoked)).toEqual([410, 'link_revoked'])
    expect(outcome(answers.expired)).toEqual([410, 'link_expired'])
    expect(outcome(answers.locked)).toEqual([403, 'password_required'])
    expect(outcome(answers.wrong)).toEqual([403, 'wrong_password'])
    for (const { text } of Object.values(answers)) {
      for (const secret of ['Plan', id, deleted, ada.id, 'ada']) expect(text).not.toContain(secret)
    }
    const right = await open(locked, { body: { password: 'swordfish' } })
    expect(right.status).toBe(201)
  })

  it('a link of a restored document opens it again', async () => {
    const id = await shared()
    const link = await ada.makeLink(id)
    await ada.api.deleteDocument(id)
    await expect(server.guest(link)).rejects.toMatchObject({ code: 'not_found' })
    await call(ada, 'POST', `/documents/${id}/restore`)
    expect((await server.guest(link)).session.document.id).toBe(id)
  })

  it('T6: a token that counts no more is refused, not taken for nobody; the bot opens links for nobody', async () => {
    const { token } = await ada.makeLink(await shared())
    expect(outcome(await open(token, { token: 'a.b.c' }))).toEqual([401, 'unauthenticated'])
    expect(outcome(await open(token, { headers: { authorization: 'Basic x' } }))).toEqual([
      401,
      'unauthenticated',
    ])
    for (const acting of [{}, { acting: ada.id }]) {
      const answer = await open(token, { token: SERVICE_TOKEN, ...acting })
      expect(outcome(answer)).toEqual([403, 'forbidden'])
    }
  })
})

describe('who may do what', () => {
  type Caller =
    | 'owner'
    | 'editor'
    | 'viewer'
    | 'stranger'
    | 'anonymous'
    | 'link viewer'
    | 'link editor'
    | 'granted link'
    | 'owner by link'
    | 'revoked link'
    | 'expired link'

  const callers: Record<Caller, (id: string) => Promise<Visitor | null>> = {
    owner: async () => ada,
    editor: async () => grace,
    viewer: async () => linus,
    stranger: async () => stranger,
    anonymous: async () => null,
    'link viewer': async (id) => server.guest(await ada.makeLink(id)),
    'link editor': async (id) => server.guest(await ada.makeLink(id, { role: 'edit' })),
    'granted link': async (id) =>
      server.guest(await ada.makeLink(id, { role: 'edit', audience: 'granted' }), {
        as: grace,
      }),
    'owner by link': async (id) =>
      server.guest(await ada.makeLink(id, { role: 'edit' }), { as: ada }),
    'revoked link': async (id) => (await revokedGuest(id)).guest,
    'expired link': async (id) => (await expiredGuest(id)).guest,
  }

  const names = Object.keys(callers) as Caller[]

  /** What each hears of listing, making and revoking links. */
  const managing: Record<Caller, string> = {
    owner: 'yes',
    editor: '403',
    viewer: '403',
    stranger: '404',
    anonymous: '401',
    'link viewer': '403',
    'link editor': '403',
    'granted link': '403',
    'owner by link': '403',
    'revoked link': '403',
    'expired link': '403',
  }

  it.each(names)('T3 T4 T9: managing links, as %s', async (name) => {
    const id = await shared()
    const target = await ada.makeLink(id, { label: 'the target' })
    const who = await callers[name](id)
    const path = `/documents/${id}/links`
    const answers = [
      await call(who, 'GET', path),
      await call(who, 'POST', path, { body: VIEW }),
      await call(who, 'DELETE', `${path}/${target.id}`),
    ]
    const expected = managing[name]
    const statuses = answers.map(({ status }) => status)
    expect(statuses).toEqual(
      expected === 'yes' ? [200, 201, 200] : [expected, expected, expected].map(Number),
    )
    const { revokedAt } = (await server.store.links.get(target.id)) ?? {}
    expect(revokedAt === null).toBe(expected !== 'yes')
    if (expected === 'yes') return
    for (const { text } of answers) expect(text).not.toContain('the target')
  })

  /** What each hears when they open a link for anyone, and one for those the document is shared with. */
  const opening: Record<Caller, [anyone: number, granted: number]> = {
    owner: [201, 201],
    editor: [201, 201],
    viewer: [201, 201],
    stranger: [201, 403],
    anonymous: [201, 401],
    'link viewer': [201, 401],
    'link editor': [201, 401],
    'granted link': [201, 201],
    'owner by link': [201, 201],
    'revoked link': [201, 401],
    'expired link': [201, 401],
  }

  it.each(names)('F45: opening links, as %s', async (name) => {
    const id = await shared()
    const who = await callers[name](id)
    const anyone = await ada.makeLink(id)
    const granted = await ada.makeLink(id, { audience: 'granted' })
    const open = async ({ token }: CreatedLink): Promise<number> =>
      (await call(who, 'POST', `/links/${token}`)).status
    expect([await open(anyone), await open(granted)]).toEqual(opening[name])
  })

  it('T3 T5: ids of my document and of somebody else’s do not mix', async () => {
    const id = await shared()
    const mine = await stranger.create()
    const theirs = await ada.makeLink(id)
    const own = await stranger.makeLink(mine)
    for (const [document, link] of [
      [mine, theirs.id],
      [id, own.id],
      [id, theirs.id],
      [mine, randomUUID()],
    ]) {
      const answer = await call(stranger, 'DELETE', `/documents/${document}/links/${link}`)
      expect(answer.status).toBe(404)
    }
    const cursor = await call(stranger, 'GET', `/documents/${mine}/links?cursor=${theirs.id}`)
    expect((cursor.body as LinkList).items.map(({ id }) => id)).not.toContain(theirs.id)
    expect((await call(stranger, 'GET', `/documents/${id}/links`)).text).toBe(
      (await call(stranger, 'GET', `/documents/${randomUUID()}/links`)).text,
    )
    for (const link of [theirs, own]) expect((await server.guest(link)).session.role).toBe('view')
  })

  it('T14: a link is revoked by its id, not by its label or its token', async () => {
    const id = await shared()
    const { token } = await ada.makeLink(id, { label: 'same' })
    await ada.makeLink(id, { label: 'same' })
    for (const name of ['same', token]) {
      const answer = await call(ada, 'DELETE', `/documents/${id}/links/${name}`)
      expect(answer.status).toBe(400)
    }
    expect((await ada.api.links(id)).items).toHaveLength(2)
  })
})

describe('T6 T7 T13: tokens of links', () => {
  it('T6: forged and mixed-up ones open nothing', async () => {
    const id = await shared()
    const other = await shared()
    const link = await ada.makeLink(id, { role: 'edit' })
    const { session } = await server.guest(link)
    const tokens = await Tokens.open(server.config.keyPath)
    const [, part = ''] = session.token.split('.')
    const claims = JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>
    const { exp: _exp, iat: _iat, iss: _iss, aud: _aud, ...ours } = claims
    const later = Date.now() + 60_000
    const signed = (change: Record<string, unknown>) =>
      tokens.sign('sticky-link', { ...ours, ...change }, later)
    const changed = Buffer.from(JSON.stringify({ ...claims, doc: other })).toString('base64url')
    const status = async (token: string, document = id): Promise<number> =>
      (await call(null, 'GET', `/documents/${document}`, { token })).status
    expect(await status(await signed({}))).toBe(200)
    const refused = {
      'no link': await signed({ link: undefined }),
      'link as a list': await signed({ link: [link.id] }),
      'no document': await signed({ doc: undefined }),
      'no session': await signed({ sub: 'me' }),
      'no word on who': await signed({ login: undefined }),
      'a login of nobody': await signed({ login: { sub: randomUUID(), sid: randomUUID(), tv: 0 } }),
      'a login that has ended': await signed({ login: { sub: ada.id, sid: randomUUID(), tv: 0 } }),
      expired: await tokens.sign('sticky-link', ours, Date.now() - 60_000),
      'signed as a user': await tokens.sign('sticky-api', ours, later),
      'signed as a ticket': await tokens.sign('sticky-sync', ours, later),
      'changed after signing': session.token.replace(part, changed),
    }
    for (const [what, token] of Object.entries(refused))
      expect([what, await status(token)]).toEqual([what, 401])
    const mixed = [await signed({ doc: other }), await signed({ link: randomUUID() })]
    for (const token of mixed) {
      expect(await status(token)).toBe(404)
      expect(await status(token, other)).toBe(404)
    }
    const address = { url: server.url, document: id, ticket: session.token }
    expect(await knock(socketUrl(address))).toBe('http 401')
    const refresh = { body: { refreshToken: session.token } }
    expect((await call(null, 'POST', '/sessions/refresh', refresh)).status).toBe(400)
  })

  it('T1 T6: a session by link of who is signed in ends with the sign-in, and with the account', async () => {
    const hedy = await server.person('hedy')
    const id = await shared()
    const link = await ada.makeLink(id)
    const { api } = await server.guest(link, { as: hedy })
    expect((await api.document(id)).role).toBe('view')
    await hedy.api.endSession()
    await expect(api.document(id)).rejects.toMatchObject({ code: 'unauthenticated' })
    const joan = await server.person('joan')
    const second = await server.guest(link, { as: joan })
    const address = await second.addressOf(id)
    await call(joan, 'DELETE', '/users/me')
    await expect(second.api.document(id)).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(await knock(socketUrl(address))).toBe('closed 4403')
  })

  it('T13: a token is 192 random bits, and the database has only its hash', async () => {
    const id = await shared()
    const links = await Promise.all(Array.from({ length: 20 }, () => ada.makeLink(id)))
    links[0] = await ada.makeLink(id, { password: 'swordfish' })
    for (const { token } of links) expect(token).toMatch(/^[A-Za-z0-9_-]{32}$/)
    expect(new Set(links.map(({ token }) => token.slice(0, 8))).size).toBe(20)
    for (const file of readdirSync(server.config.dataDir)) {
      const bytes = readFileSync(join(server.config.dataDir, file))
      for (const { token } of links) expect(bytes.includes(token)).toBe(false)
      expect(bytes.includes('swordfish')).toBe(false)
    }
  })

  it('T13: neither tokens, tickets nor passwords are logged, at whatever level', async () => {
    let logged = ''
    const program = await startProgram({
      dataDir: server.config.dataDir,
      settings: { LOG_LEVEL: 'trace' },
      hear: (chunk) => {
        logged += chunk.toString()
      },
    })
    onTestFinished(() => program.kill())
    const id = await shared()
    const link = await ada.makeLink(id, { password: 'swordfish' })
    const open = await ada.makeLink(id)
    const guest = await Guest.by(program, link, { password: 'swordfish' })
    const address = await guest.addressOf(id)
    const secrets = [
      link.token,
      open.token,
      guest.session.token,
      address.ticket,
      'swordfish',
      'swordfist',
    ]
    const wrong = Guest.by(program, link, { password: 'swordfist' })
    await expect(wrong).rejects.toMatchObject({ code: 'wrong_password' })
    await ask(program, 'POST', `/api/v1/links/${link.token}`, { body: '{"password":"swordfish' })
    for (const { token } of [link, open]) {
      for (const more of ['', '/open', '/card.png', '/card.png?theme=pink'])
        await ask(program, 'GET', `/l/${token}${more}`)
      await ask(program, 'GET', `/oembed?url=${encodeURIComponent(`${program.url}/l/${token}`)}`)
    }
    await knock(socketUrl(address))
    await knock(socketUrl({ ...address, document: randomUUID() }))
    await program.kill()
    expect(logged).toContain('ready')
    for (const secret of secrets) expect(logged).not.toContain(secret)
  })
})

/** A document that has no link, and never gets one. */
const unlinked = await shared()
const living = await ada.makeLink(await shared())

describe('hostile input', () => {
  const later = Date.now() + 3_600_000
  it.each<[what: string, body: unknown, fields: string[]]>([
    ['nothing', {}, ['audience', 'role']],
    ['no role', { audience: 'anyone' }, ['role']],
    ['ownership', { ...VIEW, role: 'own' }, ['role']],
    ['a role in capitals', { ...VIEW, role: 'VIEW' }, ['role']],
    ['two roles', { ...VIEW, role: ['view', 'edit'] }, ['role']],
    ['an unknown audience', { ...VIEW, audience: 'everyone' }, ['audience']],
    ['an unknown field', { ...VIEW, useCount: -1 }, ['']],
    ['a token of my own', { ...VIEW, token: 'A'.repeat(32) }, ['']],
    ['an expiry in the past', { ...VIEW, expiresAt: 1 }, ['expiresAt']],
    ['a negative expiry', { ...VIEW, expiresAt: -later }, ['expiresAt']],
    ['an expiry as text', { ...VIEW, expiresAt: '2030-01-01' }, ['expiresAt']],
    ['half a millisecond', { ...VIEW, expiresAt: later + 0.5 }, ['expiresAt']],
    ['an expiry in another age', { ...VIEW, expiresAt: 8.64e15 }, ['expiresAt']],
    ['an expiry beyond numbers', { ...VIEW, expiresAt: 1e300 }, ['expiresAt']],
    ['an expiry of null', { ...VIEW, expiresAt: null }, ['expiresAt']],
    ['an empty label', { ...VIEW, label: ' ' }, ['label']],
    ['a huge label', { ...VIEW, label: 'x'.repeat(1_000_000) }, ['label']],
    ['a label of two lines (T11)', { ...VIEW, label: 'a\nb' }, ['label']],
    ['a label that turns round (T11)', { ...VIEW, label: 'a\u202Eb' }, ['label']],
    ['a label with NUL (T11)', { ...VIEW, label: 'a\u0000b' }, ['label']],
    ['half a character (T11)', { ...VIEW, label: 'a\uD800b' }, ['label']],
    ['a short password', { ...VIEW, password: 'abc' }, ['password']],
    ['a huge password', { ...VIEW, password: 'x'.repeat(201) }, ['password']],
    ['a password of another type', { ...VIEW, password: { $ne: '' } }, ['password']],
    ['a list', [VIEW], ['']],
  ])('T19: %s is 400 and named', async (_what, body, fields) => {
    const answer = await post(ada, unlinked, body)
    expect([answer.status, fieldsOf(answer)]).toEqual([400, fields])
    expect((await ada.api.links(unlinked)).items).toEqual([])
  })

  it.each([
    { password: 7 },
    { password: null },
    { password: 'x'.repeat(201) },
    { role: 'edit' },
    [],
    'text',
  ])('T19: opening with %j is 400', async (body) => {
    const headers = { 'content-type': 'application/json' }
    const answer = await call(null, 'POST', `/links/${living.token}`, { body, headers })
    expect([answer.status, codeOf(answer)]).toEqual([400, 'invalid_request'])
  })

  it.each(['limit=0', 'limit=101', 'cursor=x', 'all=true'])(
    'T19: a list with %s is 400',
    async (query) => {
      expect((await call(ada, 'GET', `/documents/${unlinked}/links?${query}`)).status).toBe(400)
    },
  )

  it('R50: who has no account sends a few KB and no more', async () => {
    const answer = await call(null, 'POST', `/links/${living.token}`, {
      body: { password: 'x'.repeat(20_000) },
    })
    expect([answer.status, codeOf(answer)]).toEqual([413, 'too_large'])
  })

  it.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '{{7*7}}',
    'javascript:alert(1)',
  ])(
    'T11: the label %j is data, and comes back as JSON that no browser takes for a page',
    async (label) => {
      const id = await shared()
      await ada.makeLink(id, { label })
      const answer = await call(ada, 'GET', `/documents/${id}/links`)
      expect((answer.body as LinkList).items[0]?.label).toBe(label)
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    },
  )
})

it('T15: guessing a password from one address ends after 20 tries, whatever a forwarding header says', async () => {
  const apart = await start()
  onTestFinished(() => apart.close())
  const owner = await apart.person('owner')
  const id = await owner.create()
  const link = await owner.makeLink(id, { password: 'swordfish' })
  const open = (password: string, i: number): Promise<Answer> =>
    ask(apart, 'POST', `/api/v1/links/${link.token}`, {
      body: { password },
      headers: { 'x-forwarded-for': `192.0.2.${i}`, forwarded: `for=192.0.2.${i}` },
    })
  const tries = await Promise.all(Array.from({ length: 30 }, (_, i) => open(`guess ${i}`, i)))
  expect(tries.filter(({ status }) => status === 403)).toHaveLength(20)
  expect(tries.filter((answer) => codeOf(answer) === 'rate_limited')).toHaveLength(10)
  expect((await open('swordfish', 99)).status).toBe(429)
  // who was in already stays, and who owns it is not concerned
  expect((await owner.api.links(id)).items[0]?.useCount).toBe(0)
  expect((await apart.guest(await owner.makeLink(id))).session.role).toBe('view')
})
