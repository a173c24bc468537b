import { describe, expect, it } from 'vitest'
import type { Found, SearchDocuments, SearchPage } from '@sticky/shared/api/search'
import { snapshot } from '../src/store/contract/world.ts'
import { ask, codeOf, fieldsOf } from './stage/http.ts'
import type { Answer } from './stage/http.ts'
import type { Person } from './stage/person.ts'
import { SERVICE_TOKEN } from './stage/server.ts'
import { setStage } from './stage/stage.ts'
import { until } from './stage/until.ts'

const GUILD = '100000000000000001'
const CHANNEL = `${GUILD}/200000000000000001`
const ROLE = '300000000000000001'

type Asked = Partial<SearchDocuments>

const { server, ada, grace } = await setStage(['ada', 'grace'])

describe('search over HTTP', () => {
  let people = 0

  const somebody = (): Promise<Person> => server.person(`somebody-${(people += 1)}`)
  const get = (who: Person, query: string): Promise<Answer> => who.ask('GET', `/search?${query}`)
  const find = async (who: Person, q: string, more: Asked = {}): Promise<Found[]> =>
    (await who.api.search({ q, ...more })).items
  const titles = async (who: Person, q: string, more: Asked = {}): Promise<string[]> =>
    (await find(who, q, more)).map(({ title }) => title)
  /** Resolves when the text is merged, and so can be found. */
  const write = async (who: Person, title: string, content: string): Promise<string> => {
    const { id } = await who.api.createDocument({ title, content })
    expect(await who.api.content(id)).toBe(content)
    return id
  }
  const seen = (who: Person, access: 'none' | 'view' | 'edit', roles: string[] = []) =>
    server.service.putMembership({ userId: who.id, channel: CHANNEL, access, roles })
  const shown = (text: string, ranges: [number, number][]): string[] =>
    ranges.map(([from, to]) => text.slice(from, to))

  describe('F46: what is found', () => {
    it('a text as soon as it is merged, by words, parts and typos, with the place', async () => {
      const me = await somebody()
      const { id } = await me.api.createDocument({
        title: 'Quarter 3',
        content: 'First.\n\nThe **Résumé** of our budget meeting.',
      })
      await until('the text is merged', async () => (await find(me, 'budget')).length === 1)
      for (const q of ['BUDGET', 'budg', 'udge', 'bugdet', 'resume meeting', 'quarter budget']) {
        expect([q, (await find(me, q)).map((found) => found.id)]).toEqual([q, [id]])
      }
      const [found] = await find(me, 'resume bugdet quarter')
      expect(found).toMatchObject({
        id,
        title: 'Quarter 3',
        role: 'own',
        createdBy: { id: me.id, displayName: me.session.user.displayName },
        snippet: { text: 'First.  The **Résumé** of our budget meeting.' },
      })
      expect(shown(found?.title ?? '', found?.titleMatches ?? [])).toEqual(['Quarter'])
      const { text = '', matches = [] } = found?.snippet ?? {}
      expect(shown(text, matches)).toEqual(['Résumé', 'budget'])
    })

    it('what live edits have changed, and no more what they have removed', async () => {
      const me = await somebody()
      const id = await write(me, 'Groceries', 'apples')
      await me.api.append(id, 'and pears')
      await until('the edit is merged', async () => (await titles(me, 'pears')).length === 1)
      await me.api.renameDocument(id, 'Fruit')
      expect(await titles(me, 'groceries')).toEqual([])
      expect(await titles(me, 'fruit apples pears')).toEqual(['Fruit'])
    })

    it('the snippet is the part of a long text that has most of it, cut at words', async () => {
      const me = await somebody()
      const filler = 'lorem ipsum dolor sit amet '.repeat(2_000)
      await write(me, 'Long', `${filler}the alpha alone ${filler}the alpha and the omega ${filler}`)
      const [found] = await find(me, 'omega alpha')
      const { text = '', matches = [] } = found?.snippet ?? {}
      expect(shown(text, matches)).toEqual(['alpha', 'omega'])
      expect(text).toMatch(/^…\S.* the alpha and the omega .*\S…$/)
      expect(text.length).toBeLessThan(220)
    })

    it('ideographs: a run is one place', async () => {
      const me = await somebody()
      await write(me, '会議室の予約', '大きな会議室を予約してください。')
      const [found] = await find(me, '会議室')
      expect(shown(found?.title ?? '', found?.titleMatches ?? [])).toEqual(['会議室'])
      const { text = '', matches = [] } = found?.snippet ?? {}
      expect(shown(text, matches)).toEqual(['会議室'])
    })

    it('T11: script stays text, in ranges that lie within it; nothing in it turns the line around', async () => {
      const me = await somebody()
      const content = '<script>alert("needle")</script> \u202Eneedle\u0000 <b>needle</b>'
      await write(me, '<img src=x onerror=needle>', content)
      const answer = await get(me, 'q=needle')
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
      const [found] = (answer.body as SearchPage).items
      expect(found?.title).toBe('<img src=x onerror=needle>')
      expect(shown(found?.title ?? '', found?.titleMatches ?? [])).toEqual(['needle'])
      const { text = '', matches = [] } = found?.snippet ?? {}
      expect(text).toContain('<script>alert("needle")</script>')
      expect(text).not.toMatch(/[\p{Cc}\u202E]/u)
      expect(shown(text, matches)).toEqual(['needle', 'needle', 'needle'])
    })
  })

  it('F46: the better it fits, the higher it stands; all pages together are the whole', async () => {
    const me = await somebody()
    await write(me, 'a typo', 'budgets and milstones')
    await write(me, 'inside', 'overbudgets, milestoneship')
    await write(me, 'text', 'budget, milestone')
    await write(me, 'Budget milestones', '')
    await write(me, 'Milestone of the budget', '')
    await write(me, 'half of it', 'budget')
    const best = ['Milestone of the budget', 'Budget milestones', 'text', 'inside', 'a typo']
    expect(await titles(me, 'budget milestone')).toEqual(best)
    expect(await titles(me, 'budget milestone', { order: 'asc' })).toEqual(best.toReversed())
    const paged: string[] = []
    let cursor: string | null = null
    do {
      const page: SearchPage = await me.api.search({
        q: 'budget milestone',
        limit: 2,
        ...(cursor === null ? {} : { cursor }),
      })
      paged.push(...page.items.map(({ title }) => title))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(paged).toEqual(best)
  })

  it('F46: sorts by creation, change and creator, both ways', async () => {
    const [me, zoe] = [await somebody(), await server.person('zoe')]
    const first = await write(me, 'sorted one', '')
    const theirs = await write(zoe, 'sorted two', '')
    await zoe.grant(theirs, me, 'view')
    await write(me, 'sorted three', '')
    await me.api.renameDocument(first, 'sorted one again')
    const by = (sort: SearchDocuments['sort'], order?: 'asc' | 'desc') =>
      titles(me, 'sorted', { sort, ...(order === undefined ? {} : { order }) })
    const created = ['sorted three', 'sorted two', 'sorted one again']
    expect(await by('created')).toEqual(created)
    expect(await by('created', 'asc')).toEqual(created.toReversed())
    const modified = ['sorted one again', 'sorted three', 'sorted two']
    expect(await by('modified')).toEqual(modified)
    expect(await by('modified', 'asc')).toEqual(modified.toReversed())
    expect((await by('creator')).at(-1)).toBe('sorted two')
    expect(await by('creator', 'desc')).toEqual((await by('creator')).toReversed())
  })

  it('F46: filters by who created it, who shared it, and with whom', async () => {
    const me = await somebody()
    const kept = await write(me, 'filtered kept', '')
    const given = await write(me, 'filtered given', '')
    await me.grant(given, grace, 'view')
    const got = await write(grace, 'filtered got', '')
    await grace.grant(got, me, 'edit')
    await seen(me, 'edit')
    await me.api.putGrant(kept, `channel:${CHANNEL}`, { role: 'view' })
    const filtered = async (more: Asked) => (await titles(me, 'filtered', more)).sort()
    expect(await filtered({ createdBy: me.id })).toEqual(['filtered given', 'filtered kept'])
    expect(await filtered({ createdBy: grace.id })).toEqual(['filtered got'])
    expect(await filtered({ sharedBy: grace.id })).toEqual(['filtered got'])
    expect(await filtered({ sharedBy: me.id })).toEqual(['filtered given', 'filtered kept'])
    expect(await filtered({ sharedWith: me.id })).toEqual(['filtered got'])
    expect(await filtered({ sharedWith: grace.id })).toEqual(['filtered given'])
    expect(await filtered({ sharedWith: `channel:${CHANNEL}` })).toEqual(['filtered kept'])
    expect(await filtered({ sharedWith: grace.id, createdBy: grace.id })).toEqual([])
  })

  describe('T5: only what one may read', () => {
    it.each(['view', 'tick', 'edit', 'own'] as const)(
      'a grant to "%s" lets one find it, until it is withdrawn, at once',
      async (role) => {
        const me = await somebody()
        const id = await write(ada, 'Plan', 'quixotic')
        expect(await find(me, 'quixotic')).toEqual([])
        await ada.grant(id, me, role)
        expect((await find(me, 'quixotic')).map((found) => found.role)).toEqual([role])
        expect((await find(me, 'quixotix')).map((found) => found.role)).toEqual([role])
        await ada.withdraw(id, me)
        expect(await find(me, 'quixotic')).toEqual([])
        expect(await find(me, 'plan')).toEqual([])
      },
    )

    it('F9: a channel lets those in it find it, as far as they may there, and no longer', async () => {
      const me = await somebody()
      await seen(ada, 'edit')
      const id = await write(ada, 'Channel plan', 'zeppelin')
      await ada.api.putGrant(id, `channel:${CHANNEL}`, { role: 'edit' })
      const roles = async () => (await find(me, 'zeppelin')).map(({ role }) => role)
      expect(await roles()).toEqual([])
      await seen(me, 'view')
      expect(await roles()).toEqual(['view'])
      await seen(me, 'edit')
      expect(await roles()).toEqual(['edit'])
      await seen(me, 'none')
      expect(await roles()).toEqual([])
      await ada.api.putGrant(id, `role:${GUILD}/${ROLE}`, { role: 'tick' })
      await seen(me, 'view', [ROLE])
      expect(await roles()).toEqual(['tick'])
      await seen(me, 'view')
      expect(await roles()).toEqual(['view'])
    })

    it('a deleted document is found by nobody, a restored one by those who could before', async () => {
      const me = await somebody()
      const id = await write(ada, 'Deleted', 'yesterdays')
      await ada.grant(id, me, 'view')
      await ada.api.deleteDocument(id)
      expect(await find(ada, 'yesterdays')).toEqual([])
      expect(await find(me, 'deleted')).toEqual([])
      await ada.ask('POST', `/documents/${id}/restore`)
      expect(await titles(ada, 'yesterdays')).toEqual(['Deleted'])
      expect(await titles(me, 'yesterdays')).toEqual(['Deleted'])
    })

    it('nobody without a name finds anything; the service finds what the acting user may', async () => {
      await write(ada, 'Acting', 'wintergreen')
      const path = '/api/v1/search?q=wintergreen'
      expect((await ask(server, 'GET', path)).status).toBe(401)
      expect((await ask(server, 'GET', path, { token: 'x' })).status).toBe(401)
      expect((await ask(server, 'GET', path, { token: SERVICE_TOKEN })).status).toBe(401)
      expect(await titles(grace, 'wintergreen')).toEqual([])
      const by = async (who: Person) =>
        (await server.service.as(who.id).search({ q: 'wintergreen' })).items.length
      expect([await by(ada), await by(grace)]).toEqual([1, 0])
    })

    it('what others have leaves no trace: not in hits, order, snippets, cursors, or totals', async () => {
      const [me, other] = [await somebody(), await somebody()]
      for (const title of ['vermilion one', 'vermilions two', 'three'])
        await write(me, title, 'the vermilion, a vermillion')
      const asked = ['vermilion', 'vermilino', 'vermil', 'milion', 'vermilion a', 'nothing']
      const answers = () =>
        Promise.all(
          asked.flatMap((q) =>
            ['relevance', 'created', 'creator', 'modified'].map(
              async (sort) => (await get(me, `q=${q}&sort=${sort}&limit=2`)).text,
            ),
          ),
        )
      const before = await answers()
      for (let i = 0; i < 5; i += 1)
        await write(other, `vermilion ${i}`, 'vermilion, vermilino, a nothing')
      expect(await answers()).toEqual(before)
      const page = await me.api.search({ q: 'vermilion', limit: 2 })
      expect(Object.keys(page).sort()).toEqual(['items', 'nextCursor'])
      const cursor = Buffer.from(page.nextCursor ?? '', 'base64url').toString()
      expect(JSON.parse(cursor)).toEqual([
        'relevance',
        'desc',
        { rung: 1, key: null, id: page.items[1]?.id },
      ])
    })

    it('filters tell a reader nothing of others’ rights', async () => {
      const [me, third] = [await somebody(), await somebody()]
      const id = await write(ada, 'Discreet', 'ultramarine')
      await ada.grant(id, me, 'edit')
      await ada.grant(id, third, 'view')
      expect(await titles(me, 'ultramarine', { sharedWith: third.id })).toEqual([])
      expect(await titles(me, 'ultramarine', { sharedWith: me.id })).toEqual(['Discreet'])
      expect(await titles(ada, 'ultramarine', { sharedWith: third.id })).toEqual(['Discreet'])
    })
  })

  describe('what is asked wrongly', () => {
    it.each([
      ['sort', 'size'],
      ['order', 'up'],
      ['limit', '0'],
      ['limit', '101'],
      ['limit', 'x'],
      ['createdBy', 'me'],
      ['sharedBy', ''],
      ['sharedWith', 'everybody'],
      ['sharedWith', 'channel:1/2'],
    ])('T19: %s=%s is 400 and named', async (name, value) => {
      const answer = await get(ada, `q=plan&${name}=${encodeURIComponent(value)}`)
      expect([answer.status, fieldsOf(answer)]).toEqual([400, [name]])
    })

    it('T19: no query, two queries, a huge one and an option that there is not are 400', async () => {
      for (const query of ['', 'limit=2', 'q=a&q=b', 'q[]=a', `q=${'x'.repeat(201)}`]) {
        const answer = await get(ada, query)
        expect([query, answer.status]).toEqual([query, 400])
        expect(fieldsOf(answer)).toContain('q')
      }
      const answer = await get(ada, 'q=plan&page=2')
      expect([answer.status, codeOf(answer)]).toEqual([400, 'invalid_request'])
      expect(answer.text).toContain('page')
    })

    it.each([
      '%20',
      '%00',
      '%ED%A0%80',
      '%22',
      '%22plan',
      'plan*',
      'NEAR(a%20b)',
      'a%20AND',
      '-plan',
      'tokens:plan',
      '%25',
      "'%3B--",
      '%F0%9F%8E%89',
      'x'.repeat(200),
      'x%20'.repeat(100),
      '%CC%81'.repeat(100),
    ])('F46: the query %s has an answer', async (q) => {
      const me = await somebody()
      await write(me, 'Plan', 'near and or not')
      const answer = await get(me, `q=${q}`)
      expect(answer.status).toBe(200)
      expect(answer.body).toHaveProperty('items')
    })

    it('a cursor that was not made for this order is 400', async () => {
      const me = await somebody()
      for (const title of ['plan a', 'plan b', 'plan c']) await write(me, title, '')
      const { nextCursor } = await me.api.search({ q: 'plan', limit: 1 })
      expect((await get(me, `q=plan&cursor=${nextCursor}`)).status).toBe(200)
      const made = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
      for (const query of [
        `cursor=${nextCursor}&sort=created`,
        `cursor=${nextCursor}&order=asc`,
        'cursor=nonsense',
        'cursor=',
        `cursor=${made([])}`,
        `cursor=${made(['relevance', 'desc', null])}`,
        `cursor=${made(['relevance', 'desc', { rung: -1, key: null, id: ada.id }])}`,
        `cursor=${made(['relevance', 'desc', { rung: 0, key: {}, id: ada.id }])}`,
      ]) {
        const answer = await get(me, `q=plan&${query}`)
        expect([query, answer.status, codeOf(answer)]).toEqual([query, 400, 'invalid_request'])
      }
      const beyond = made(['relevance', 'desc', { rung: 99, key: null, id: ada.id }])
      expect((await get(me, `q=plan&cursor=${beyond}`)).body).toMatchObject({ items: [] })
    })

    it('T5: a cursor that was made up does not tell whether there is such a document', async () => {
      const me = await somebody()
      await write(me, 'plan before', '')
      const foreign = await write(ada, 'secret', '')
      await write(me, 'plan after', '')
      const unknown = foreign.slice(0, -6) + (foreign.endsWith('000000') ? '111111' : '000000')
      for (const order of ['asc', 'desc'] as const) {
        for (const [sort, key] of [
          ['relevance', null],
          ['created', Date.now()],
          ['creator', 'somebody'],
        ]) {
          const answers = [foreign, unknown].map(async (id) => {
            const made = JSON.stringify([sort, order, { rung: 1, key, id }])
            const cursor = Buffer.from(made).toString('base64url')
            return (await get(me, `q=plan&sort=${sort}&order=${order}&cursor=${cursor}`)).text
          })
          expect(await answers[0]).toBe(await answers[1])
        }
      }
    })
  })

  it('F46: pages show once what stays, while documents come, change and go', async () => {
    const me = await somebody()
    const stay = Array.from({ length: 8 }, (_, i) => `steady ${i}`)
    const fickle: string[] = []
    for (const title of stay) {
      await write(me, title, '')
      fickle.push(await write(me, `fickle, not ${title}`, ''))
    }
    const found: string[] = []
    let cursor: string | null = null
    do {
      const page: SearchPage = await me.api.search({
        q: 'steady',
        limit: 3,
        ...(cursor === null ? {} : { cursor }),
      })
      found.push(...page.items.map(({ title }) => title))
      cursor = page.nextCursor
      await write(me, 'steadily new', 'steady')
      await me.api.deleteDocument(fickle.shift() ?? '')
      await me.api.renameDocument(fickle.at(-1) ?? '', 'changed')
    } while (cursor !== null)
    expect(found.filter((title) => stay.includes(title)).sort()).toEqual(stay)
  })

  it('F46: typing goes on while somebody searches for long', async () => {
    const searcher = await somebody()
    const long = Array.from({ length: 2_500 }, (_, i) => `quarterly${i % 97}`).join(' ')
    for (let i = 0; i < 12; i += 1) {
      const id = await searcher.create()
      await server.store.snapshots.put(id, 0, snapshot(1, { text: `quarterlies ${long}` }))
    }
    // not the first of all: that one waits until there is somebody to search
    await find(searcher, 'nothing')
    const typist = await grace.open(await grace.create())
    let typed = 0
    const ended = new AbortController()
    const search = find(searcher, 'quatrerlies', { limit: 100 }).finally(() => ended.abort())
    for (; !ended.signal.aborted; typed += 1) await typist.type('word ')
    expect(await search).toHaveLength(12)
    // each was saved before the next: where a search holds up the event loop, it is one or two
    expect(typed).toBeGreaterThan(5)
  })
})
