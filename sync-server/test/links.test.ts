import type { CreatedLink, CreateLink } from '@sticky/shared/api/links'
import { describe, expect, it } from 'vitest'
import { codeOf } from './stage/http.ts'
import type { Answer, Asking } from './stage/http.ts'
import { askAs, expire, inAnHour, shareTea, VIEW } from './stage/links.ts'
import type { Person } from './stage/person.ts'
import { SERVICE_TOKEN } from './stage/server.ts'
import { setStage } from './stage/stage.ts'

const { server, ada, grace, linus, stranger } = await setStage([
  'ada',
  'grace',
  'linus',
  'stranger',
])

const shared = (): Promise<string> => shareTea(ada, grace, linus)

describe('F45: an owner', () => {
  it('makes links, sees the token once, and knows them afterwards by their label and last characters', async () => {
    const id = await shared()
    const expiresAt = inAnHour()
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
    const answer = await ada.ask('POST', `/documents/${id}/links`, { body: VIEW })
    expect([answer.status, codeOf(answer)]).toEqual([409, 'conflict'])
    await ada.api.revokeLink(id, oldest?.id ?? '')
    expect((await ada.ask('POST', `/documents/${id}/links`, { body: VIEW })).status).toBe(201)
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
      const answer = await askAs(server, who(), 'POST', `/links/${token}`)
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
    askAs(server, null, 'POST', `/links/${token}`, asking)
  const outcome = (answer: Answer): unknown => [answer.status, codeOf(answer)]

  it('unknown, revoked, expired, of a deleted document, without or with a wrong password', async () => {
    const id = await shared()
    const deleted = await shared()
    const expired = await ada.makeLink(id, { expiresAt: inAnHour() })
    expire(server, expired)
    const revoked = await ada.makeLink(id)
    await ada.api.revokeLink(id, revoked.id)
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
    await askAs(server, ada, 'POST', `/documents/${id}/restore`)
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
