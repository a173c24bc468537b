import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newStore, newWorld, readHere } from '../../../test/stage/store.ts'
import { documentStories } from '../contract/documents.ts'
import { searchStories } from '../contract/search.ts'
import { snapshot, START, World } from '../contract/world.ts'
import type { Store } from '../types.ts'
import { openSqlite } from './sqlite.ts'

/** `steps`: how many documents are looked at in the order of the page, before the index is asked. */
describe.each([0, 4, 1_000])('SQLite with more documents than are looked at, but %i', (steps) => {
  let world: World

  const open = (path: string): Promise<Store> =>
    openSqlite(path, { read: readHere(0, 0, steps, 0) })
  beforeEach(async () => {
    world = new World(await newStore(open))
  })
  afterEach(() => world.close())

  if (steps === 0) documentStories(() => world)
  searchStories(() => world)

  test('F46: a word that begins, or is inside, of very many others finds all documents with these', async () => {
    const me = await world.user()
    const words = Array.from({ length: 150 }, (_, i) => `quarter${i}x`)
    const mine: string[] = []
    for (const text of [words.slice(0, 75), words.slice(75), ['other']].map((list) =>
      list.join(' '),
    )) {
      const id = await world.document({ owner: me, at: START + mine.length })
      await world.store.snapshots.put(id, 0, snapshot(1, { text }))
      mine.push(id)
    }
    const filter = { userId: me, reach: new Map([[`user:${me}`, 'own']] as const), createdBy: null }
    const page = { sort: 'relevance', order: 'desc', limit: 10, after: null } as const
    const more = { sharedBy: null, sharedWith: null }
    for (const text of ['quarter', 'quart', 'uarter', 'plan quart', 'quatrer', 'plam uarter']) {
      const hits = await world.store.search.find({ ...filter, ...page, ...more, text })
      expect([text, hits.map(({ row }) => row.id)]).toEqual([
        text,
        text === 'quatrer' ? [] : [mine[1], mine[0]],
      ])
    }
  })
})

describe('SQLite', () => {
  let path: string
  let store: Store
  let world: World

  beforeEach(async () => {
    ;({ path, store, world } = await newWorld())
  })

  test('T5: however many words others write, who may read few documents finds all of theirs', async () => {
    const [me, other] = [await world.user(), await world.user()]
    const foreign = await world.document({ owner: other, title: 'Flood' })
    const letters = 'abcdefghijkl'.split('')
    const flood = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => a + b + c)))
    const text = flood.map((letters) => `lophon${letters}`).join(' ')
    await store.snapshots.put(foreign, 0, snapshot(1, { text }))
    const mine = await world.document({ owner: me, title: 'Xylophonists' })
    const filter = { userId: me, reach: new Map([[`user:${me}`, 'own']] as const), createdBy: null }
    const page = { sort: 'relevance', order: 'desc', limit: 10, after: null } as const
    for (const asked of ['lophon', 'xylophonist', 'xylofhonist']) {
      const query = { ...filter, ...page, text: asked, sharedBy: null, sharedWith: null }
      const hits = await store.search.find(query)
      expect([asked, hits.map(({ row }) => row.id)]).toEqual([asked, [mine]])
    }
  })

  test('F46: words that are in no document now are forgotten, a few at a time', async () => {
    const me = await world.user()
    const document = await world.document({ owner: me, title: 'One' })
    const other = await world.document({ owner: me, title: 'Two' })
    const raw = new Database(path, { readonly: true })
    const words = (): unknown =>
      raw.prepare('SELECT word FROM search_words ORDER BY word').pluck().all()
    const tidied = async (): Promise<unknown> => {
      for (let round = 0; round < 4; round += 1) await store.search.tidy(2)
      return words()
    }
    await store.snapshots.put(document, 0, snapshot(1, { text: 'apples and pears' }))
    await store.snapshots.put(other, 0, snapshot(1, { text: 'pears' }))
    expect(await tidied()).toEqual(['and', 'apples', 'one', 'pears', 'two'])
    await store.snapshots.put(document, 1, snapshot(2, { text: 'apples' }))
    expect(await tidied()).toEqual(['apples', 'one', 'pears', 'two'])
    await store.documents.setDeleted(other, START)
    expect(await tidied()).toEqual(['apples', 'one'])
    await store.documents.setDeleted(other, null)
    expect(await tidied()).toEqual(['apples', 'one', 'pears', 'two'])
    raw.close()
  })
})
