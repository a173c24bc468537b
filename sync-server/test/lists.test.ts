import { describe, expect, it } from 'vitest'
import type { ListDocuments } from '@sticky/shared/api/documents'
import type { Listing } from '@sticky/shared/api/listing'
import { codeOf, fieldsOf } from './stage/http.ts'
import type { Answer } from './stage/http.ts'
import type { Person } from './stage/person.ts'
import { setStage } from './stage/stage.ts'
import { until } from './stage/until.ts'

const GUILD = '100000000000000001'
const CHANNEL = `${GUILD}/200000000000000001`

type Asked = Partial<ListDocuments>

const SORTS = ['created', 'modified', 'title', 'creator'] as const
const ORDERS = SORTS.flatMap((sort) => (['asc', 'desc'] as const).map((order) => ({ sort, order })))

const { server, zoe, grace } = await setStage(['zoe', 'grace'])

describe('lists over HTTP', () => {
  let people = 0

  const somebody = (): Promise<Person> => server.person(`somebody-${(people += 1)}`)
  const create = async (who: Person, title: string): Promise<string> =>
    (await who.api.createDocument({ title })).id
  const get = (who: Person, query: string): Promise<Answer> => who.ask('GET', `/documents?${query}`)
  const titles = async (who: Person, query: Asked): Promise<string[]> =>
    (await who.api.listDocuments(query)).items.map(({ title }) => title)
  const paged = async (
    who: Person,
    query: Asked,
    between: () => Promise<unknown> = async () => {},
  ): Promise<string[]> => {
    const found: string[] = []
    for (let cursor: string | undefined; ;) {
      const { items, nextCursor } = await who.api.listDocuments({ ...query, limit: 2, cursor })
      found.push(...items.map(({ title }) => title))
      if (nextCursor === null) return found
      cursor = nextCursor
      await between()
    }
  }
  const seen = (who: Person, access: 'none' | 'view' | 'edit') =>
    server.service.putMembership({ userId: who.id, channel: CHANNEL, access, roles: [] })

  it('F43: sorts by every key, both ways; names go from A to Z, times from the latest', async () => {
    const me = await somebody()
    const shelf: [Person, string][] = [
      [zoe, 'Über'],
      [grace, 'apple'],
      [zoe, 'Éclair'],
      [grace, 'zoo'],
    ]
    for (const [owner, title] of shelf) {
      const id = await create(owner, title)
      await owner.grant(id, me, 'edit')
    }
    const [first] = (await me.api.listDocuments({ scope: 'shared', sort: 'created', order: 'asc' }))
      .items
    await me.api.renameDocument(first?.id ?? '', 'Übermut')
    const by = (sort: ListDocuments['sort'], order?: 'asc' | 'desc') =>
      titles(me, { scope: 'shared', sort, ...(order === undefined ? {} : { order }) })
    const expected = {
      created: ['zoo', 'Éclair', 'apple', 'Übermut'],
      modified: ['Übermut', 'zoo', 'Éclair', 'apple'],
      title: ['apple', 'Éclair', 'Übermut', 'zoo'],
    }
    for (const [sort, all] of Object.entries(expected)) {
      const key = sort as keyof typeof expected
      expect([sort, await by(key)]).toEqual([sort, all])
      const natural = key === 'title' ? 'asc' : 'desc'
      expect(await by(key, natural)).toEqual(all)
      expect(await by(key, natural === 'asc' ? 'desc' : 'asc')).toEqual(all.toReversed())
    }
    const byCreator = await by('creator')
    expect(new Set(byCreator.slice(0, 2))).toEqual(new Set(['apple', 'zoo']))
    expect(await by('creator', 'desc')).toEqual(byCreator.toReversed())
    for (const sort of SORTS)
      expect(await paged(me, { scope: 'shared', sort })).toEqual(await by(sort))
  })

  it('F42 T4: owners list what is deleted and can be restored; nobody else sees it, nor what is gone for ever', async () => {
    const [me, other] = [await somebody(), await somebody()]
    const id = await create(me, 'Deleted')
    await other.share('text', me, 'view')
    await me.grant(id, other, 'edit')
    await create(me, 'There')
    const erased = await create(me, 'Erased')
    await me.api.deleteDocument(id)
    await me.ask('DELETE', `/documents/${erased}?forever=true`)
    expect(await paged(me, { scope: 'deleted' })).toEqual(['Deleted'])
    expect(await titles(me, { scope: 'deleted', role: 'edit' })).toEqual([])
    expect(await titles(other, { scope: 'deleted' })).toEqual([])
    expect(await titles(me, { scope: 'owned' })).toEqual(['There'])
    const [{ id: found } = { id: '' }] = (await me.api.listDocuments({ scope: 'deleted' })).items
    expect((await me.ask('POST', `/documents/${found}/restore`)).status).toBe(200)
    expect(await titles(me, { scope: 'deleted' })).toEqual([])
    expect(await titles(me, { scope: 'owned', sort: 'title' })).toEqual(['Deleted', 'There'])
  })

  it('F43: filters by creator, by who shared it, and by my role, alone and together', async () => {
    const me = await somebody()
    await create(me, 'kept')
    const given = await create(me, 'given')
    await me.grant(given, grace, 'view')
    const viewed = await create(zoe, 'viewed')
    await zoe.grant(viewed, me, 'view')
    const edited = await create(zoe, 'edited')
    await zoe.grant(edited, grace, 'own')
    await grace.grant(edited, me, 'edit')
    const owned = await create(grace, 'made owner')
    await grace.grant(owned, me, 'own')
    const list = async (query: Asked) => (await titles(me, query)).sort()
    expect(await list({})).toEqual(['given', 'kept', 'made owner'])
    expect(await list({ createdBy: grace.id })).toEqual(['made owner'])
    expect(await list({ sharedBy: me.id })).toEqual(['given'])
    expect(await list({ sharedBy: grace.id, role: 'own' })).toEqual(['made owner'])
    const shared = (query: Asked) => list({ scope: 'shared', ...query })
    expect(await shared({})).toEqual(['edited', 'viewed'])
    expect(await shared({ createdBy: zoe.id })).toEqual(['edited', 'viewed'])
    expect(await shared({ sharedBy: zoe.id })).toEqual(['viewed'])
    expect(await shared({ sharedBy: grace.id })).toEqual(['edited'])
    expect(await shared({ role: 'edit', createdBy: zoe.id })).toEqual(['edited'])
    expect(await shared({ role: 'tick' })).toEqual([])
    expect(await shared({ createdBy: grace.id })).toEqual([])
  })

  it('F9 F43: what a channel opens is shared with those in it, with the role that they have there', async () => {
    const me = await somebody()
    await seen(zoe, 'edit')
    const id = await create(zoe, 'of the channel')
    await zoe.api.putGrant(id, `channel:${CHANNEL}`, { role: 'own' })
    const shared = async (query: Asked = {}) =>
      (await me.api.listDocuments({ scope: 'shared', ...query })).items.map(({ role }) => role)
    expect(await shared()).toEqual([])
    await seen(me, 'view')
    expect(await shared()).toEqual(['view'])
    expect(await shared({ role: 'view', sharedBy: zoe.id })).toEqual(['view'])
    expect(await shared({ role: 'own' })).toEqual([])
    await seen(me, 'edit')
    expect(await shared({ role: 'own' })).toEqual(['own'])
    expect(await titles(me, { scope: 'owned' })).toEqual([])
    await seen(me, 'none')
    expect(await shared()).toEqual([])
  })

  it('F9 F43: a list of one channel has what was granted to it, mine and that of others, for who is in it', async () => {
    const me = await somebody()
    await seen(zoe, 'edit')
    await seen(me, 'edit')
    const share = async (who: Person, title: string) =>
      who.api.putGrant(await create(who, title), `channel:${CHANNEL}`, { role: 'edit' })
    await share(zoe, 'hers here')
    await share(me, 'mine here')
    await create(me, 'elsewhere')
    const here = () => titles(me, { scope: 'any', channel: CHANNEL, createdBy: zoe.id })
    expect(await titles(me, { scope: 'any' })).toContain('elsewhere')
    expect(await titles(me, { scope: 'owned', channel: CHANNEL })).toEqual(['mine here'])
    expect(await here()).toContain('hers here')
    expect(await titles(me, { scope: 'any', channel: CHANNEL })).not.toContain('elsewhere')
    await seen(me, 'none')
    expect(await here()).toEqual([])
    expect(await titles(me, { scope: 'any', channel: CHANNEL })).toEqual(['mine here'])
  })

  it('T5: lists have neither what others own, nor what was withdrawn or deleted, nor hints of it', async () => {
    const me = await somebody()
    const id = await create(zoe, 'withdrawn')
    await zoe.grant(id, me, 'view')
    expect(await titles(me, { scope: 'shared' })).toEqual(['withdrawn'])
    await zoe.withdraw(id, me)
    const gone = await create(zoe, 'gone')
    await zoe.grant(gone, me, 'edit')
    await zoe.api.deleteDocument(gone)
    for (const { sort, order } of ORDERS) {
      for (const scope of ['owned', 'shared'] as const) {
        const answer = await get(me, `scope=${scope}&sort=${sort}&order=${order}&limit=1`)
        expect(answer.body).toEqual({ items: [], nextCursor: null })
      }
    }
    // whom else it was shared with is not mine to know
    const ours = await create(zoe, 'ours')
    await zoe.grant(ours, me, 'edit')
    await zoe.grant(ours, grace, 'own')
    await grace.api.putGrant(ours, `channel:${CHANNEL}`, { role: 'view' }).catch(() => {})
    expect(await titles(me, { scope: 'shared', sharedBy: grace.id })).toEqual([])
  })

  it.each(ORDERS)(
    'F43: pages by $sort $order show once what stays, while documents come, change and go',
    async ({ sort, order }) => {
      const me = await somebody()
      const stay = Array.from({ length: 7 }, (_, i) => `stays ${i}`)
      const fickle: string[] = []
      for (const title of stay) {
        await create(me, title)
        fickle.push(await create(me, `not ${title}`))
      }
      const found = await paged(me, { sort, order }, async () => {
        if (fickle.length < 2) return
        await create(me, 'new')
        await me.api.deleteDocument(fickle.shift() ?? '')
        await me.api.renameDocument(fickle.at(-1) ?? '', 'stays, changed')
      })
      expect(found.filter((title) => stay.includes(title)).sort()).toEqual(stay)
    },
  )

  it.each([
    ['scope', 'all'],
    ['sort', 'relevance'],
    ['order', 'up'],
    ['role', 'none'],
    ['role', 'reader'],
    ['createdBy', 'me'],
    ['sharedBy', 'zoe'],
    ['sharedBy', ''],
    ['channel', 'general'],
    ['channel', '1/2'],
    ['limit', '101'],
    ['limit', '1.5'],
  ])('T19: %s=%s is 400 and named', async (name, value) => {
    const answer = await get(zoe, `${name}=${value}`)
    expect([answer.status, fieldsOf(answer)]).toEqual([400, [name]])
  })

  it('T19: an option that there is not is 400 and named', async () => {
    const answer = await get(zoe, 'sharedWith=x&size=2')
    expect([answer.status, codeOf(answer)]).toEqual([400, 'invalid_request'])
    expect(answer.text).toContain('sharedWith')
    expect(answer.text).toContain('size')
  })

  it('R50: grants and tasks come in pages, each once, whatever goes meanwhile', async () => {
    const me = await somebody()
    const id = await me.create('- [ ] a\n- [x] b\n- [ ] c\n')
    const others = await Promise.all([somebody(), somebody(), somebody()])
    for (const other of others) await me.grant(id, other, 'view')
    const first = await me.api.grants(id, { limit: 2 })
    expect(first.items.map(({ principal }) => principal)).toEqual([
      me.principal,
      others[0]?.principal,
    ])
    // the one where the page ended
    await me.api.deleteGrant(id, others[0]?.principal ?? '')
    const rest = await me.api.grants(id, { limit: 2, cursor: first.nextCursor ?? '' })
    expect(rest.items.map(({ principal }) => principal)).toEqual(
      others.slice(1).map(({ principal }) => principal),
    )
    expect(rest.nextCursor).toBeNull()
    const some = await me.api.tasks(id, { limit: 2 })
    const more = await me.api.tasks(id, { limit: 2, cursor: some.nextCursor ?? '' })
    expect([...some.items, ...more.items].map(({ text }) => text)).toEqual(['a', 'b', 'c'])
    expect(more.nextCursor).toBeNull()
    await expect(me.api.tasks(id, { cursor: first.nextCursor ?? '' })).rejects.toMatchObject({
      code: 'invalid_request',
    })
    expect((await me.ask('GET', `/documents/${id}/grants?limit=101`)).status).toBe(400)
  })

  it('R50 F3: so do the places of cards, and those of stale ones', async () => {
    const me = await somebody()
    const id = await me.create('text')
    await until('it is merged', async () => (await server.store.snapshots.latest(id)) !== null)
    const placed: string[] = []
    for (const i of [1, 2, 3]) {
      const card = { channel: CHANNEL, messageId: `50000000000000000${i}`, shownHash: '' }
      const bot = server.service.as(me.id)
      placed.push((await bot.createPlacement(id, { ...card, shownSeq: -1 })).id)
    }
    const { service } = server
    for (const ask of [
      (listing: Partial<Listing>) => service.placements(id, listing),
      (listing: Partial<Listing>) => service.stalePlacements(listing),
    ]) {
      const first = await ask({ limit: 2 })
      const rest = await ask({ limit: 2, cursor: first.nextCursor ?? '' })
      expect([...first.items, ...rest.items].map((one) => one.id)).toEqual(placed)
      expect([first.items.length, rest.nextCursor]).toEqual([2, null])
    }
  })

  it('a cursor goes with its sort and order only', async () => {
    const me = await somebody()
    for (const title of ['a', 'b', 'c']) await create(me, title)
    const { nextCursor } = await me.api.listDocuments({ sort: 'title', limit: 1 })
    expect((await get(me, `sort=title&cursor=${nextCursor}`)).status).toBe(200)
    for (const query of ['sort=title&order=desc', 'sort=creator', 'sort=created', 'limit=1'])
      expect([query, (await get(me, `${query}&cursor=${nextCursor}`)).status]).toEqual([query, 400])
  })

  it.each(ORDERS)(
    'T5: a cursor by $sort $order that was made up is answered, and tells of no other document',
    async ({ sort, order }) => {
      const me = await somebody()
      await create(me, 'before')
      const foreign = await create(zoe, 'secret')
      await create(me, 'after')
      const unknown = foreign.slice(0, -6) + (foreign.endsWith('000000') ? '111111' : '000000')
      for (const key of ['', 'm', '\n', 'zoe\nx', '{', 0, -1, 1e300]) {
        const [one, other] = await Promise.all(
          [foreign, unknown].map((id) => {
            const made = Buffer.from(JSON.stringify([sort, order, { key, id }]))
            return get(me, `sort=${sort}&order=${order}&cursor=${made.toString('base64url')}`)
          }),
        )
        expect([one?.status, one?.text]).toEqual([200, other?.text])
      }
    },
  )

  it('a title of any letters can be the last of a page', async () => {
    const me = await somebody()
    for (const title of ['ﷺ'.repeat(200), '会'.repeat(200), '😀'.repeat(100)])
      await create(me, title)
    expect((await paged(me, { sort: 'title' })).length).toBe(3)
  })
})
