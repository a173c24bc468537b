import { randomUUID } from 'node:crypto'
import type { CreatedLink, LinkList } from '@sticky/shared/api/links'
import { expect, it } from 'vitest'
import type { Guest } from './stage/guest.ts'
import { askAs, expire, inAnHour, shareTea, VIEW } from './stage/links.ts'
import { setStage } from './stage/stage.ts'
import type { Visitor } from './stage/visitor.ts'

const { server, ada, grace, linus, stranger } = await setStage([
  'ada',
  'grace',
  'linus',
  'stranger',
])

const shared = (): Promise<string> => shareTea(ada, grace, linus)

/** Somebody who came by a link that has ended since. */
const former = async (id: string, end: (link: CreatedLink) => unknown): Promise<Guest> => {
  const link = await ada.makeLink(id, { role: 'edit', expiresAt: inAnHour() })
  const guest = await server.guest(link)
  await end(link)
  return guest
}

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
  'revoked link': (id) => former(id, ({ id: link }) => ada.api.revokeLink(id, link)),
  'expired link': (id) => former(id, (link) => expire(server, link)),
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
    await askAs(server, who, 'GET', path),
    await askAs(server, who, 'POST', path, { body: VIEW }),
    await askAs(server, who, 'DELETE', `${path}/${target.id}`),
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
    (await askAs(server, who, 'POST', `/links/${token}`)).status
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
    const answer = await askAs(server, stranger, 'DELETE', `/documents/${document}/links/${link}`)
    expect(answer.status).toBe(404)
  }
  const cursor = await askAs(
    server,
    stranger,
    'GET',
    `/documents/${mine}/links?cursor=${theirs.id}`,
  )
  expect((cursor.body as LinkList).items.map(({ id }) => id)).not.toContain(theirs.id)
  expect((await askAs(server, stranger, 'GET', `/documents/${id}/links`)).text).toBe(
    (await askAs(server, stranger, 'GET', `/documents/${randomUUID()}/links`)).text,
  )
  for (const link of [theirs, own]) expect((await server.guest(link)).session.role).toBe('view')
})

it('T14: a link is revoked by its id, not by its label or its token', async () => {
  const id = await shared()
  const { token } = await ada.makeLink(id, { label: 'same' })
  await ada.makeLink(id, { label: 'same' })
  for (const name of ['same', token]) {
    const answer = await askAs(server, ada, 'DELETE', `/documents/${id}/links/${name}`)
    expect(answer.status).toBe(400)
  }
  expect((await ada.api.links(id)).items).toHaveLength(2)
})
