import { readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { beforeEach, expect, test } from 'vitest'
import { newWorld } from '../../../test/stage/store.ts'
import { snapshot, START } from '../contract/world.ts'
import type { World } from '../contract/world.ts'
import type { Store } from '../types.ts'

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
