import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newStore, newWorld, readHere } from '../../../test/stage/store.ts'
import { snapshot, START, World } from '../contract/world.ts'
import type { Store } from '../types.ts'
import { backUpSqlite } from './backup.ts'
import { openSqlite } from './sqlite.ts'

let path: string
let store: Store
let world: World

beforeEach(async () => {
  ;({ path, store, world } = await newWorld())
})

// several: ids differ, and with them which pages are split
test.each([1, 2, 3])(
  'F28: after a purge no page and no journal has anything of the deleted text (%i)',
  async () => {
    const [document, other] = [await world.document(), await world.document()]
    // of all sizes, in between each other, so that pages are split, joined, freed and used again
    for (let round = 0; round < 12; round += 1) {
      for (const [id, word] of [
        [document, 'secret'],
        [other, 'public'],
      ] as const) {
        const texts = Array.from({ length: 25 }, (_, i) =>
          `${word} `.repeat(1 + ((i * 37) % 101) ** 2 / 9),
        )
        await world.write(id, ...texts)
        const { seq } = await world.head(id)
        const text = `${word} `.repeat(40 * round)
        await store.snapshots.put(id, seq - 25, snapshot(seq, { text, update: Buffer.from(text) }))
        const version = { seq, text, authorship: { authors: [], runs: [] } }
        await store.history.add(id, version)
        if (round % 3 === 2) await store.log.trim(id, START + 1, 40)
      }
    }
    await world.write(document, 'the last')
    const { seq, epoch } = await world.head(document)
    await store.snapshots.put(document, seq - 1, snapshot(seq, { text: 'what stays' }))
    const bytes = (): Buffer => Buffer.concat(['', '-wal'].map((end) => readFileSync(path + end)))
    expect(bytes().includes('secret')).toBe(true)
    expect(await store.history.purge(document, { seq, epoch, generation: 'g2' })).toBe(true)
    await store.scrub()
    expect(bytes().includes('secret')).toBe(false)
    expect(bytes().includes('public')).toBe(true)
    expect(bytes().includes('what stays')).toBe(true)
  },
)

test('C3 F28: a purge that somebody still reads an older state of says so; repeated, it is done', async () => {
  const document = await world.document()
  await world.write(document, 'secret')
  await store.snapshots.put(document, 0, snapshot(1, { text: 'what stays' }))
  const reader = new Database(path, { readonly: true })
  reader.exec('BEGIN')
  reader.prepare('SELECT * FROM log').all()
  const { seq, epoch } = await world.head(document)
  const at = { seq, epoch, generation: 'g2' }
  expect(await store.history.purge(document, at)).toBe(true)
  await expect(store.scrub()).rejects.toMatchObject({ code: 'unavailable' })
  reader.close()
  expect(await store.history.purge(document, { ...at, generation: 'g3' })).toBe(true)
  await store.scrub()
  expect(readFileSync(path).includes('secret')).toBe(false)
})

describe('a file that is too large to be written anew', () => {
  let opened: Awaited<ReturnType<typeof newStore>>

  beforeEach(async () => {
    opened = await newStore((path) => openSqlite(path, { read: readHere(), scrubLimit: 0 }))
    ;({ path, store } = opened)
    world = new World(opened)
  })
  afterEach(() => opened.close())

  /** Ada's, with a word that its text had, among documents with other words. */
  const withPast = async (me: string): Promise<string> => {
    const texts = ['xylosecret plan', 'public plan']
    const document = await world.document({ owner: me })
    for (const [i, text] of texts.entries()) {
      await world.write(document, text)
      await store.snapshots.put(document, i, snapshot(i + 1, { text }))
    }
    const other = await world.document({ owner: me })
    await store.snapshots.put(other, 0, snapshot(1, { text: 'another public plan' }))
    return document
  }
  const backupOf = (name: string): Buffer => {
    const file = join(opened.folder, name)
    backUpSqlite(path, file)
    return readFileSync(file)
  }
  /** What search finds by a word, how many. */
  const found = async (me: string, text: string): Promise<number> => {
    const reach = new Map([[`user:${me}`, 'own']] as const)
    const filter = { userId: me, reach, createdBy: null, sharedBy: null, sharedWith: null }
    const page = { sort: 'relevance', order: 'desc', limit: 10, after: null } as const
    return (await store.search.find({ ...filter, ...page, text })).length
  }

  test('F28: a purge leaves no word of the past with search, nor in a backup; what is there is found still', async () => {
    const me = await world.user()
    const document = await withPast(me)
    expect(backupOf('before').includes('xylosecret')).toBe(true)
    const { seq, epoch } = await world.head(document)
    expect(await store.history.purge(document, { seq, epoch, generation: 'g2' })).toBe(true)
    expect(backupOf('between').includes('losecret')).toBe(true)
    await store.scrub()
    expect(backupOf('after').includes('losecret')).toBe(false)
    expect(await found(me, 'public')).toBe(2)
    expect(await found(me, 'ublic')).toBe(2)
  })

  test('F28 F42: so does deleting for ever, the second time, too', async () => {
    const me = await world.user()
    for (const name of ['first', 'second']) {
      await store.documents.erase(await withPast(me), START)
      await store.scrub()
      expect(backupOf(name).includes('losecret')).toBe(false)
    }
    expect(await found(me, 'another')).toBe(2)
  })

  test('F28: the index is written anew in parts, while others add to it', async () => {
    const me = await world.user()
    const words = Array.from({ length: 12_000 }, (_, i) => `w${i.toString(36)}${i % 97}`)
    for (let i = 0; i < 6; i += 1) {
      const text = words.slice(i * 2_000, (i + 1) * 2_000).join(' ')
      const document = await world.document({ owner: me })
      await store.snapshots.put(document, 0, snapshot(1, { text }))
    }
    await store.documents.erase(await withPast(me), START)
    const state = { done: false }
    const scrubbing = store.scrub().finally(() => {
      state.done = true
    })
    let added = 0
    while (!state.done) {
      const document = await world.document({ owner: me })
      await store.snapshots.put(document, 0, snapshot(1, { text: `meanwhile ${(added += 1)}` }))
      await turn()
    }
    await scrubbing
    expect(added).toBeGreaterThan(5)
    expect(backupOf('after').includes('losecret')).toBe(false)
  })
})
