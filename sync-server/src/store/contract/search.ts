import type { Role } from '@sticky/shared/access'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contentsOf } from '../search/contents.ts'
import { rungOf } from '../search/ladder.ts'
import { distinctWordsOf, queryWordsOf } from '../search/words.ts'
import type { GrantRow, Hit, SearchQuery } from '../types.ts'
import { snapshot, START } from './world.ts'
import type { Stories, World } from './world.ts'

type Asked = Partial<SearchQuery>

const find = (world: World, userId: string, text: string, more: Asked = {}): Promise<Hit[]> =>
  world.store.search.find({
    userId,
    reach: new Map([[`user:${userId}`, 'own']]),
    text,
    createdBy: null,
    sharedBy: null,
    sharedWith: null,
    sort: 'relevance',
    order: 'desc',
    limit: 100,
    after: null,
    ...more,
  })

const titlesOf = (hits: readonly Hit[]): string[] => hits.map(({ row }) => row.title)

const titles = async (world: World, userId: string, text: string, more?: Asked) =>
  titlesOf(await find(world, userId, text, more))

/** Merges a document anew, with this text. */
const write = async (world: World, document: string, text: string): Promise<void> => {
  const covered = (await world.store.snapshots.latest(document))?.coversSeq ?? 0
  await world.store.snapshots.put(document, covered, snapshot(covered + 1, { text }))
}

type Shelf = Record<string, string>

/** One document of `owner` for each title, with its text, in this order. */
const shelve = async (world: World, owner: string, shelf: Shelf, at = START): Promise<string[]> => {
  const ids: string[] = []
  for (const [i, [title, text]] of Object.entries(shelf).entries()) {
    const id = await world.document({ owner, title, at: at + i })
    if (text !== '') await write(world, id, text)
    ids.push(id)
  }
  return ids
}

/** The titles of all pages of two; `between` happens after each. */
const paged = async (
  world: World,
  userId: string,
  text: string,
  more: Asked = {},
  between: () => Promise<void> = async () => {},
): Promise<string[]> => {
  const seen: string[] = []
  let after: SearchQuery['after'] = null
  for (;;) {
    const page = await find(world, userId, text, { ...more, limit: 2, after })
    const last = page.at(-1)
    if (last === undefined || seen.length > 100) return seen
    seen.push(...titlesOf(page))
    after = last.at
    await between()
  }
}

const grant = (document: string, principal: string, role: Role, by: string): GrantRow => ({
  document,
  principal,
  role: role === 'none' ? 'view' : role,
  grantedBy: by,
  createdAt: START,
})

const SORTS = ['relevance', 'created', 'creator', 'modified'] as const
const ORDERS = SORTS.flatMap((sort) => (['asc', 'desc'] as const).map((order) => ({ sort, order })))

export const searchStories: Stories = (world) => {
  describe('search', () => {
    const found: [why: string, query: string, text: string][] = [
      ['a word', 'budget', 'The budget of 2026.'],
      ['in any case', 'BuDgEt', 'the BUDGET'],
      ['its beginning', 'budg', 'the budget'],
      ['its inside', 'base', 'our databases'],
      ['two letters at its beginning', 'bu', 'the budget'],
      ['a letter by itself', 'x', 'the x axis'],
      ['a number', '2026', 'since 2026'],
      ['without accents', 'resume', 'Résumé'],
      ['with accents that are not there', 'résumé', 'Resume'],
      ['letters that are not taken apart', 'strasse lodz', 'Straße in Łódź'],
      ['the dotless and the dotted i', 'istanbul', 'İSTANBUL'],
      ['full width and ligatures', 'office abc', 'oﬃce ＡＢＣ'],
      ['the final sigma', 'ΣΊΣΥΦΟΣ', 'Σίσυφος'],
      ['Arabic without its points', 'محمد', 'مُحَمَّد'],
      ['an apostrophe', 'dont', 'Don’t panic'],
      ['a hidden hyphen', 'cooperate', 'co\u00ADoperate'],
      ['words apart', 'red green', 'green, and much later red'],
      ['a word in marks', 'bold', 'some **bold** text'],
      ['a part of an address', 'example', 'https://www.example.org/x'],
      ['two ideographs', '会議', '今日は会議です。'],
      ['one ideograph', '議', '今日は会議です。'],
      ['a run of ideographs', '会議室', '大きな会議室を予約'],
      ['kana of any width', 'カタカナ', 'ｶﾀｶﾅ'],
      ['Hangul', '회의', '주간회의록'],
      ['Hangul taken apart', '회의', '주간회의록'.normalize('NFD')],
      ['Thai', 'ภาษา', 'เรียนภาษาไทย'],
      ['an emoji', '🎉', 'party 🎉 today'],
      ['an emoji in another skin', '👍', 'fine 👍🏽'],
      ['a currency', '€', 'costs 5€'],
      ['two letters swapped', 'bugdet', 'the budget'],
      ['a letter too much', 'budgeet', 'the budget'],
      ['a letter missing', 'budgt', 'the budget'],
      ['a wrong letter', 'bidget', 'the budget'],
      ['a wrong first letter', 'nudget', 'the budget'],
      ['two typos in a long word', 'tommorow', 'until tomorrow'],
      ['two typos at its end', 'definitaly', 'definitely so'],
      ['a typo without accent', 'resmué', 'Résumé'],
      ['a typo beside a right word', 'the bugdet', 'the budget'],
      ['a typo in Cyrillic', 'бюджте', 'наш бюджет'],
    ]
    test.each(found)('F46: finds %s: %j in %j', async (_why, query, text) => {
      const me = await world().user()
      await shelve(world(), me, { 'in the text': text, [text]: '', 'something else': 'Nothing.' })
      expect((await titles(world(), me, query)).sort()).toEqual(['in the text', text].sort())
    })

    const missing: [why: string, query: string, text: string][] = [
      ['one of the words is missing', 'red blue', 'red and green'],
      ['a short word has a typo', 'rad', 'red'],
      ['a short word has two', 'bdugte', 'budget'],
      ['a number has one', '2027', 'since 2026'],
      ['a letter begins many words', 'b', 'the budget'],
      ['two letters are inside many', 'dg', 'the budget'],
      ['ideographs stand otherwise', '議会', '今日は会議です。'],
      ['a kana sounds otherwise', 'ハス', 'バスで行く'],
    ]
    test.each(missing)('F46: not when %s: %j in %j', async (_why, query, text) => {
      const me = await world().user()
      await shelve(world(), me, { [text]: text })
      expect(await titles(world(), me, query)).toEqual([])
    })

    test('F46: the ladder: title before text, whole before part, as written before typos, newest first', async () => {
      const me = await world().user()
      await shelve(world(), me, {
        'a list': 'two typos: plannimgs',
        'b list': 'one typo: planninng',
        'c list': 'inside: preplannings',
        'd list': 'beginning: plannings',
        'e list': 'the word: planning',
        'f list': 'the word, later: planning',
        'g plannings': '',
        'h planning': '',
      })
      const ladder = ['h', 'g', 'f', 'e', 'd', 'c', 'b', 'a']
      const initials = async (order: 'asc' | 'desc') =>
        (await titles(world(), me, 'planning', { order })).map(([initial]) => initial)
      expect(await initials('desc')).toEqual(ladder)
      expect(await initials('asc')).toEqual(ladder.toReversed())
      expect(await paged(world(), me, 'planning')).toEqual(await titles(world(), me, 'planning'))
    })

    test('F46: a document is as good as the worst of its words', async () => {
      const me = await world().user()
      await shelve(world(), me, {
        'both words': 'road map',
        'road map': '',
        'a roadside': 'roads and maps',
        'road only': 'a mapp',
        'neither nor': 'nothing',
      })
      expect(await titles(world(), me, 'map road')).toEqual([
        'road map',
        'both words',
        'road only',
        'a roadside',
      ])
    })

    test('F46 F62: what is durable is found: titles at once, text once it is merged, and only what is there now', async () => {
      const me = await world().user()
      const document = await world().document({ owner: me, title: 'Draft' })
      expect(await titles(world(), me, 'draft')).toEqual(['Draft'])
      await write(world(), document, 'apples')
      expect(await titles(world(), me, 'apples')).toEqual(['Draft'])
      await write(world(), document, 'pears')
      expect(await titles(world(), me, 'apples')).toEqual([])
      await world().store.documents.rename(document, 'Fruit', START + 1)
      expect(await titles(world(), me, 'draft')).toEqual([])
      await world().restart()
      expect(await titles(world(), me, 'fruit pears')).toEqual(['Fruit'])
      expect((await find(world(), me, 'fruit'))[0]).toMatchObject({ role: 'own', text: 'pears' })
    })

    test('T5: a deleted document is not found, nor by a typo; a restored one is', async () => {
      const me = await world().user()
      const [id = ''] = await shelve(world(), me, { Secret: 'xylophone' })
      const { documents } = world().store
      await documents.setDeleted(id, START)
      expect(await titles(world(), me, 'xylophone')).toEqual([])
      expect(await titles(world(), me, 'xylophome')).toEqual([])
      await documents.rename(id, 'Renamed', START)
      await write(world(), id, 'xylophone, more')
      expect(await titles(world(), me, 'xylophone')).toEqual([])
      await documents.setDeleted(id, null)
      expect(await titles(world(), me, 'xylophome more')).toEqual(['Renamed'])
    })

    test('T5: only what is in reach is found, from the grant on and until its end', async () => {
      const [owner, me] = [await world().user(), await world().user()]
      const [id = ''] = await shelve(world(), owner, { Plan: 'xylophone' })
      const channel = 'channel:100000000000000001/200000000000000001'
      const role = 'role:100000000000000001/300000000000000001'
      const reach = new Map<string, Role>([
        [`user:${me}`, 'own'],
        [channel, 'view'],
        [role, 'own'],
      ])
      const roles = async () =>
        (await find(world(), me, 'xylophone', { reach })).map(({ role }) => role)
      const { grants } = world().store
      expect(await roles()).toEqual([])
      for (const [principal, granted, has] of [
        [`user:${me}`, 'edit', 'edit'],
        [channel, 'edit', 'view'],
        [role, 'tick', 'tick'],
      ] as const) {
        await grants.put(grant(id, principal, granted, owner))
        expect(await roles()).toEqual([has])
        expect(await titles(world(), me, 'xylophone', { reach: new Map() })).toEqual([])
        await grants.delete(id, principal)
        expect(await roles()).toEqual([])
      }
      expect(await titles(world(), owner, 'xylophone')).toEqual(['Plan'])
    })

    test('T5: what others write changes neither hits nor their order nor where pages end', async () => {
      const me = await world().user()
      await shelve(world(), me, {
        'xylophone one': 'alpha',
        'xylophones two': 'beta',
        three: 'a xylofone',
        four: 'the xylophone',
      })
      const asked = ['xylophone', 'xylophome', 'xylo', 'lopho', 'alpha xylophone', 'zebra']
      const everything = () =>
        Promise.all(
          asked.flatMap((text) =>
            ORDERS.map((order) => find(world(), me, text, { ...order, limit: 2 })),
          ),
        )
      const before = await everything()
      const others = Array.from({ length: 30 }, (_, i): [string, string] => [
        `xylophone ${i}`,
        `xylophone xylofone xylo xylophone${i} alpha zebra`,
      ])
      await shelve(world(), await world().user(), Object.fromEntries(others), START + 1_000)
      expect(await everything()).toEqual(before)
    })

    test.each(ORDERS)(
      'F46: pages by $sort $order have no gap and no duplicate',
      async ({ sort, order }) => {
        const [ada, me] = [await world().user({ displayName: 'ada' }), await world().user()]
        const grants = [{ principal: `user:${me}`, role: 'view' as const }]
        for (const [i, owner] of [me, ada, me, ada, me, ada, me].entries()) {
          const title = i % 2 === 0 ? `plan ${i}` : `list ${i}`
          const id = await world().document({ owner, title, at: START + (i % 3), grants })
          await write(world(), id, i % 3 === 0 ? 'plans' : 'plan')
        }
        const all = await titles(world(), me, 'plan', { sort, order })
        expect(all).toHaveLength(7)
        expect(await paged(world(), me, 'plan', { sort, order })).toEqual(all)
      },
    )

    test.each(ORDERS)(
      'F46: pages by $sort $order have what stays as it is once, whatever comes, changes and goes',
      async ({ sort, order }) => {
        const me = await world().user()
        const stay = Array.from({ length: 9 }, (_, i) => `plan ${i} stays`)
        const fickle: string[] = []
        for (const [i, title] of stay.entries()) {
          await shelve(world(), me, { [title]: '' }, START + i)
          fickle.push(...(await shelve(world(), me, { [`plan ${i} goes`]: '' }, START + i)))
        }
        const upheaval = async (): Promise<void> => {
          await shelve(world(), me, { 'plan comes': 'plan' }, START + 4)
          await world().store.documents.setDeleted(fickle.shift() ?? '', START)
          await write(world(), fickle.at(-1) ?? '', 'other text')
          await world().store.documents.rename(fickle.at(-1) ?? '', 'changes', START + 100)
        }
        const seen = await paged(world(), me, 'plan', { sort, order }, upheaval)
        expect(seen.filter((title) => stay.includes(title)).sort()).toEqual(stay)
      },
    )

    test('F46: sorts by date, creator and change; then guesses count only when there is nothing else', async () => {
      const [zoe, ada] = [
        await world().user({ displayName: 'Zoe' }),
        await world().user({ displayName: 'ada' }),
      ]
      const grants = [{ principal: `user:${ada}`, role: 'view' as const }]
      const make = async (title: string, owner: string, at: number) =>
        world().document({ title, owner, at: START + at, grants: owner === ada ? [] : grants })
      const first = await make('planning first', zoe, 1)
      await make('planning second', ada, 2)
      await make('planning third', zoe, 3)
      await make('plannink', ada, 4)
      await world().store.documents.rename(first, 'planning first again', START + 9)
      const by = (sort: SearchQuery['sort'], order: 'asc' | 'desc', text = 'planning') =>
        titles(world(), ada, text, { sort, order })
      const [one, two, three] = ['planning first again', 'planning second', 'planning third']
      expect(await by('created', 'asc')).toEqual([one, two, three])
      expect(await by('created', 'desc')).toEqual([three, two, one])
      expect(await by('modified', 'desc')).toEqual([one, three, two])
      expect((await by('creator', 'asc'))[0]).toBe(two)
      expect((await by('creator', 'desc'))[2]).toBe(two)
      expect(await by('created', 'asc', 'planninx')).toEqual([one, two, three, 'plannink'])
    })

    test('F46: filters by creator, by who shared it and with whom', async () => {
      const [me, grace, linus] = [await world().user(), await world().user(), await world().user()]
      const mine = `user:${me}`
      const { grants } = world().store
      const [viewed = ''] = await shelve(world(), grace, { 'plan of grace': '' })
      await grants.put(grant(viewed, mine, 'view', grace))
      const [edited = ''] = await shelve(world(), linus, { 'plan of linus': '' })
      await grants.put(grant(edited, mine, 'edit', grace))
      await grants.put(grant(edited, `user:${grace}`, 'edit', linus))
      const [given = ''] = await shelve(world(), me, { 'plan given': '', 'plan kept': '' })
      await grants.put(grant(given, `user:${linus}`, 'view', me))
      const found = async (asked: Asked) => (await titles(world(), me, 'plan', asked)).sort()
      expect(await found({ createdBy: grace })).toEqual(['plan of grace'])
      expect(await found({ createdBy: me })).toEqual(['plan given', 'plan kept'])
      expect(await found({ sharedBy: grace })).toEqual(['plan of grace', 'plan of linus'])
      expect(await found({ sharedBy: me })).toEqual(['plan given'])
      expect(await found({ sharedBy: grace, createdBy: linus })).toEqual(['plan of linus'])
      expect(await found({ sharedWith: mine })).toEqual(['plan of grace', 'plan of linus'])
      expect(await found({ sharedWith: `user:${linus}` })).toEqual(['plan given'])
    })

    test('T5: filters do not tell who else a document is shared with, except to its owner', async () => {
      const [owner, me, other] = [await world().user(), await world().user(), await world().user()]
      const [id = ''] = await shelve(world(), owner, { Plan: '' })
      const { grants } = world().store
      await grants.put(grant(id, `user:${me}`, 'edit', owner))
      await grants.put(grant(id, `user:${other}`, 'edit', me))
      for (const asked of [{ sharedWith: `user:${other}` }, { sharedBy: me }]) {
        expect(await titles(world(), me, 'plan', asked)).toEqual([])
        expect(await titles(world(), owner, 'plan', asked)).toEqual(['Plan'])
      }
    })

    const hostile: [what: string, query: string][] = [
      ['nothing', ''],
      ['white space', ' \n\t\u00a0'],
      ['punctuation', '?!… ()[]{}"\'`,;.'],
      ['NUL', '\u0000'],
      ['half a sign', '\ud800'],
      ['an open quote', '"plan'],
      ['a quoted prefix', 'plan"*'],
      ['an operator without an end', 'plan AND'],
      ['a negation', 'NOT plan'],
      ['a function', 'NEAR(plan, 3)'],
      ['a column', 'tokens:plan'],
      ['columns', '{tokens}:plan'],
      ['an anchor', '^plan'],
      ['a condition', 'plan* OR 1=1 --'],
      ['a quoted condition', "plan' OR ''='"],
      ['wildcards', '% _'],
      ['a token of rights', 'r:user:1'],
      ['a long word', 'x'.repeat(10_000)],
      ['a word many times', 'plan '.repeat(10_000)],
      ['many words', Array.from({ length: 5_000 }, (_, i) => `w${i}`).join(' ')],
      ['marks on nothing', '\u0301'.repeat(500)],
      ['joined emoji', '👨‍👩‍👧‍👦'.repeat(200)],
    ]
    test.each(hostile)('F46 T5: nothing in a query is syntax: %s', async (_what, query) => {
      const [me, other] = [await world().user(), await world().user()]
      await shelve(world(), other, { Plan: 'plan 1 near and or not' })
      expect(await titles(world(), me, query)).toEqual([])
      await shelve(world(), me, { 'My plan': 'text' })
      expect((await titles(world(), me, query)).filter((title) => title !== 'My plan')).toEqual([])
    })

    test('F46 T16: hostile titles and texts are taken, and found by what can be read in them', async () => {
      const me = await world().user()
      const texts = [
        `needle${'x'.repeat(200_000)}`,
        `needle \u0000 \ud800 \ufffd ${'\u0301'.repeat(10_000)}`,
        `needle ${Array.from({ length: 20_000 }, (_, i) => `${i * 7919}abc`).join(' ')}`,
        `needle ${'会'.repeat(50_000)}`,
        `needle "quoted" AND OR NOT NEAR * ^ : - (`,
      ]
      const shelf = Object.fromEntries(texts.map((text, i) => [`Text ${i}`, text]))
      await shelve(world(), me, shelf)
      expect((await titles(world(), me, 'needle')).sort()).toEqual(Object.keys(shelf))
    }, 30_000)

    test('F46: whatever the texts and queries: hits and order are what the ladder says', async () => {
      const me = await world().user()
      const mine = await shelve(world(), me, { a: '', b: '', c: '', d: '', e: '' })
      const words = ['plan', 'plans', 'plam', 'airplane', 'planning', 'lan', '計画', '画', 'x', 'é']
      const phrase = fc
        .array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 })
        .map((list) => list.join(' '))
      const document = fc.record({ title: phrase, text: phrase })
      const shelf = fc.array(document, { minLength: mine.length, maxLength: mine.length })
      await fc.assert(
        fc.asyncProperty(shelf, fc.array(phrase, { minLength: 3 }), async (shelf, queries) => {
          for (const [i, { title, text }] of shelf.entries()) {
            await world().store.documents.rename(mine[i] ?? '', title, START)
            await write(world(), mine[i] ?? '', text)
          }
          for (const query of queries) {
            const hits = await find(world(), me, query)
            expect(hits.map(({ row }) => row.id)).toEqual(expected(mine, shelf, query))
          }
        }),
        { numRuns: 15 },
      )
    })
  })
}

/** What `search/ladder.ts` says, worked out without an index. The documents are in the order of their creation. */
const expected = (
  ids: readonly string[],
  shelf: readonly { title: string; text: string }[],
  query: string,
): string[] => {
  const contents = shelf.map(({ title, text }) =>
    contentsOf(distinctWordsOf(title), distinctWordsOf(text)),
  )
  const words = queryWordsOf(query)
  return contents
    .map((contents, i) => ({ id: ids[i] ?? '', place: i, rung: rungOf(contents, words) }))
    .filter(({ rung }) => rung !== null)
    .sort((a, b) => (a.rung ?? 0) - (b.rung ?? 0) || b.place - a.place)
    .map(({ id }) => id)
}
