import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Placement, PlacementList } from '@sticky/shared/api/cards'
import { ask, codeOf } from './stage/http.ts'
import type { Answer } from './stage/http.ts'
import type { Person } from './stage/person.ts'
import { SERVICE_TOKEN } from './stage/server.ts'
import { setStage } from './stage/stage.ts'

const CHANNEL = '100000000000000001/200000000000000001'
const MESSAGE = '300000000000000001'
const SHOWN = { shownHash: 'picture', shownSeq: 0 }
const cardInChannel = (id: string): string =>
  `/documents/${id}/card?channel=${encodeURIComponent(CHANNEL)}`

const { server, ada, grace } = await setStage(['ada', 'grace'])

describe('the service token', () => {
  let id: string
  beforeEach(async () => {
    id = await ada.create('text')
  })

  const serve = (
    method: string,
    path: string,
    acting?: Person | null,
    body?: unknown,
  ): Promise<Answer> =>
    ask(server, method, `/api/v1${path}`, {
      token: SERVICE_TOKEN,
      ...(acting ? { acting: acting.id } : {}),
      ...(body === undefined ? {} : { body }),
    })
  const place = (acting: Person, messageId = MESSAGE): Promise<Answer> =>
    serve('POST', `/documents/${id}/placements`, acting, { channel: CHANNEL, messageId, ...SHOWN })

  const shareWithChannel = async (): Promise<void> => {
    const membership = { userId: ada.id, channel: CHANNEL, access: 'edit', roles: [] }
    expect((await serve('PUT', '/memberships', null, membership)).status).toBe(204)
    await ada.api.putGrant(id, `channel:${CHANNEL}`, { role: 'edit' })
  }

  it('T22: has the rights of the user it acts for and no more', async () => {
    expect((await serve('GET', `/documents/${id}`, ada)).body).toMatchObject({ role: 'own' })
    for (const [method, path] of [
      ['GET', `/documents/${id}`],
      ['GET', `/documents/${id}/content`],
      ['GET', `/documents/${id}/card`],
      ['DELETE', `/documents/${id}`],
      ['POST', `/documents/${id}/tickets`],
    ] as const) {
      expect([path, (await serve(method, path, grace)).status]).toEqual([path, 404])
    }
    expect((await place(grace)).status).toBe(404)
    await ada.grant(id, grace, 'view')
    expect((await serve('GET', `/documents/${id}`, grace)).body).toMatchObject({ role: 'view' })
    expect((await serve('PATCH', `/documents/${id}`, grace, { title: 'x' })).status).toBe(403)
  })

  it('in nobody’s name reads and writes no document', async () => {
    for (const [method, path, body] of [
      ['GET', '/documents', undefined],
      ['POST', '/documents', { title: 'x' }],
      ['GET', `/documents/${id}`, undefined],
      ['GET', `/documents/${id}/content`, undefined],
      ['POST', `/documents/${id}/append`, { markdown: 'x' }],
      ['GET', `/documents/${id}/grants`, undefined],
      ['POST', `/documents/${id}/tickets`, undefined],
      ['GET', '/users/me', undefined],
      ['DELETE', '/users/me', undefined],
    ] as const) {
      const answer = await serve(method, path, null, body)
      expect([path, answer.status]).toEqual([path, 401])
      expect(answer.text).toContain('Sticky-Acting-User')
    }
  })

  it('acts for people who exist, named by id (T20)', async () => {
    const acting = (acting: string) =>
      ask(server, 'GET', '/api/v1/documents', { token: SERVICE_TOKEN, acting })
    expect((await acting(ada.id)).status).toBe(200)
    expect((await acting(randomUUID())).status).toBe(404)
    const leaver = await server.person('leaver')
    await leaver.ask('DELETE', '/users/me')
    expect((await acting(leaver.id)).status).toBe(404)
    for (const wrong of ['ada', '*', `${ada.id},${grace.id}`]) {
      expect([wrong, (await acting(wrong)).status]).toEqual([wrong, 400])
    }
  })

  it('a user who sends Sticky-Acting-User acts for nobody but themselves', async () => {
    const me = await grace.ask('GET', '/users/me', { acting: ada.id })
    expect(me.body).toMatchObject({ id: grace.id })
    const other = await grace.ask('GET', `/documents/${id}`, { acting: ada.id })
    expect(other.status).toBe(404)
  })

  it('routes of the bot are closed to people, owners too', async () => {
    const routes: [string, string, unknown?][] = [
      ['POST', `/documents/${id}/placements`, { channel: CHANNEL, messageId: MESSAGE, ...SHOWN }],
      ['GET', '/placements?stale=true'],
      ['GET', `/placements?documentId=${id}`],
      ['PATCH', `/placements/${randomUUID()}`, SHOWN],
      ['POST', `/placements/${randomUUID()}/moves`, { messageId: MESSAGE, shownHash: 'x' }],
      ['DELETE', `/placements/${randomUUID()}`],
      ['PUT', '/memberships', { userId: ada.id, channel: CHANNEL, access: 'edit', roles: [] }],
      ['POST', '/intents', { documentId: id, channelId: MESSAGE }],
      ['PUT', '/identities/discord/300000000000000001', { displayName: 'Ada' }],
      ['GET', '/events'],
    ]
    for (const [method, path, body] of routes) {
      const answer = await ada.ask(method, path, { body })
      expect([path, answer.status, codeOf(answer)]).toEqual([path, 403, 'forbidden'])
    }
  })

  it('T13: almost the token is not the token', async () => {
    for (const token of [
      SERVICE_TOKEN.slice(0, -1),
      `${SERVICE_TOKEN}x`,
      SERVICE_TOKEN.toUpperCase(),
    ]) {
      const answer = await ask(server, 'GET', '/api/v1/placements?stale=true', { token })
      expect(answer.status).toBe(401)
    }
  })

  it('F3: a message told twice is one placement, and the answered id is the one that counts', async () => {
    const first = (await place(ada, '300000000000000009')).body as Placement
    const again = (await place(ada, '300000000000000009')).body as Placement
    const { items } = (await serve('GET', `/placements?documentId=${id}`)).body as PlacementList
    expect(items).toEqual([first])
    expect(again).toEqual(first)
    const changed = await serve('PATCH', `/placements/${again.id}`, null, SHOWN)
    expect(changed.status).toBe(200)
  })

  it('T5: in nobody’s name it sees the card of a document only where the document may be shown', async () => {
    const card = () => serve('GET', cardInChannel(id))
    expect((await card()).status).toBe(404)
    await place(ada, '300000000000000010')
    expect((await card()).status).toBe(403)
    await shareWithChannel()
    expect((await card()).body).toMatchObject({ title: 'Plan', excerpt: 'text' })
    await ada.api.deleteGrant(id, `channel:${CHANNEL}`)
    expect((await card()).status).toBe(403)
  })

  it('T5: what it can offer to who types in a chat is the same, whatever others have', async () => {
    const [me, other] = [await server.person('typing'), await server.person('other')]
    for (const title of ['Plan B', 'Plan C', 'Planet'])
      await me.api.createDocument({ title, content: `${title} of mine` })
    const theirs = await other.share('a plan', me, 'view')
    const asked = [
      '/documents?scope=owned&limit=100',
      '/documents?scope=shared&limit=100',
      '/documents?scope=owned&limit=2&sort=title',
      '/documents?scope=shared&limit=1',
      `/documents?scope=shared&createdBy=${other.id}`,
      '/search?q=plan&limit=2',
      '/search?q=plna',
      '/search?q=secret',
      `/search?q=plan&createdBy=${other.id}`,
      `/search?q=plan&sharedBy=${other.id}`,
    ]
    const offered = async (): Promise<string[]> => {
      const answers = await Promise.all(asked.map((path) => serve('GET', path, me)))
      expect(answers.map(({ status }) => status)).toEqual(asked.map(() => 200))
      return answers.map(({ text }) => text)
    }
    const merged = async (who: Person, document: string): Promise<unknown> =>
      who.api.content(document)
    await merged(other, theirs)
    for (const { id: own } of (await me.api.listDocuments({ scope: 'owned' })).items)
      await merged(me, own)
    const before = await offered()
    for (let i = 0; i < 12; i += 1) {
      const content = `secret plan ${i}: plan plan planet`
      const { id: hidden } = await other.api.createDocument({ title: `Plan ${i}`, content })
      await other.grant(hidden, ada, 'edit')
      await merged(other, hidden)
      if (i % 3 === 0) await other.api.deleteDocument(hidden)
    }
    const withdrawn = await other.share('secret plan', me, 'edit')
    await other.withdraw(withdrawn, me)
    expect(await offered()).toEqual(before)
    for (const path of asked) expect((await serve('GET', path)).status).toBe(401)
  })

  it('F3: a deleted document’s card says so, and is done with it', async () => {
    const { id: placement } = (await place(ada, '300000000000000011')).body as Placement
    await serve('GET', `/documents/${id}/content`, ada)
    const stale = async (): Promise<boolean> => {
      const { items } = (await serve('GET', '/placements?stale=true')).body as PlacementList
      return items.some((one) => one.id === placement)
    }
    expect(await stale()).toBe(true)
    await shareWithChannel()
    await ada.api.deleteDocument(id)
    const card = (await serve('GET', cardInChannel(id))).body as {
      deleted: boolean
      hash: string
      seq: number
      excerpt: string
    }
    expect(card).toMatchObject({ deleted: true, excerpt: '' })
    const shown = { shownHash: card.hash, shownSeq: card.seq }
    await serve('PATCH', `/placements/${placement}`, null, shown)
    expect(await stale()).toBe(false)
  })

  it.each([
    ['PUT', '/memberships', { userId: 'me', channel: 'x', access: 'admin', roles: ['r'] }],
    ['PUT', '/identities/discord/12', { displayName: 'Ada' }],
    ['PUT', '/identities/discord/300000000000000001', { displayName: 'a\u202Eb' }],
  ])('T19 T20: wrong input to %s %s is 400', async (method, path, body) => {
    expect((await serve(method, path, null, body)).status).toBe(400)
  })

  it('T19 T20: wrong input for somebody is 400, too', async () => {
    const wrong = { documentId: 'x', channelId: '1' }
    expect((await serve('POST', '/intents', ada, wrong)).status).toBe(400)
  })

  it.each([
    ['GET', '/placements?stale=true'],
    ['PUT', '/identities/discord/300000000000000001', { displayName: 'Ada' }],
    ['GET', '/events'],
  ])(
    'T22: what is its own business it does in nobody’s name: %s %s',
    async (method, path, body?) => {
      const answer = await serve(method, path, ada, body)
      expect([answer.status, codeOf(answer)]).toEqual([403, 'forbidden'])
    },
  )
})
