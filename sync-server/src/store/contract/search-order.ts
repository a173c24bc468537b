import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contentsOf } from '../search/contents.ts'
import { rungOf } from '../search/ladder.ts'
import { distinctWordsOf, queryWordsOf } from '../search/words.ts'
import type { SearchQuery } from '../types.ts'
import { find, ORDERS, paged, shelve, titles, write } from './search-shelf.ts'
import { START } from './world.ts'
import type { Stories } from './world.ts'

/** In which order, and how pages follow each other. */
export const orderStories: Stories = (world) => {
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
