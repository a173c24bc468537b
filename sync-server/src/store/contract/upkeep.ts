import { describe, expect, test } from 'vitest'
import type { EntryQuery, PageSize } from '../types.ts'
import { ALL, entry, snapshot, START, textsOf } from './world.ts'
import type { Stories, World } from './world.ts'

/** Four entries a day apart, all of them merged twice over. */
const merged = async (world: World): Promise<string> => {
  const document = await world.document()
  for (const [i, text] of ['a', 'b', 'c', 'd'].entries()) {
    const append = await world.next(document)
    await world.store.log.append([{ ...append, entries: [entry(text, { at: START + i })] }])
  }
  await world.store.snapshots.put(document, 0, snapshot(2))
  await world.store.snapshots.put(document, 2, snapshot(4))
  return document
}

export const upkeepStories: Stories = (world) => {
  describe('trimming', () => {
    test('C2: forgets only what the second newest snapshot covers', async () => {
      const document = await merged(world())
      expect(await world().store.log.trim(document, START + 100, 100)).toBe(2)
      expect(await world().read(document)).toEqual(['c', 'd'])
      expect(await world().head(document)).toMatchObject({ seq: 4, trimmed: 2 })
      expect(await world().store.log.trim(document, START + 100, 100)).toBe(0)
      await world().write(document, 'e')
      expect((await world().head(document)).seq).toBe(5)
    })

    test('keeps what is younger than the history window', async () => {
      const document = await merged(world())
      expect(await world().store.log.trim(document, START + 1, 100)).toBe(1)
      expect(await world().read(document)).toEqual(['b', 'c', 'd'])
    })

    test('works a little at a time', async () => {
      const document = await merged(world())
      expect(await world().store.log.trim(document, START + 100, 1)).toBe(1)
      expect(await world().head(document)).toMatchObject({ trimmed: 1 })
      expect(await world().store.log.trim(document, START + 100, 1)).toBe(1)
      expect(await world().head(document)).toMatchObject({ trimmed: 2 })
    })

    test('C2: with one snapshot only, nothing is forgotten', async () => {
      const document = await world().document()
      await world().write(document, 'a', 'b')
      await world().store.snapshots.put(document, 0, snapshot(2))
      expect(await world().store.log.trim(document, START + 100, 100)).toBe(0)
      expect(await world().read(document)).toEqual(['a', 'b'])
    })
  })

  describe('quarantine', () => {
    test('R62: a quarantined entry is given out no more, its seq stays', async () => {
      const document = await world().document()
      const other = await world().document()
      await world().write(document, 'a', 'poison', 'c')
      await world().write(other, 'a', 'b')
      await world().store.log.quarantine(document, [2])
      await world().restart()
      expect(await world().read(document)).toEqual(['a', 'c'])
      const loaded = await world().store.log.load(document)
      expect(loaded?.tail.map(({ seq }) => seq)).toEqual([1, 3])
      expect(loaded?.head.seq).toBe(3)
      expect(await world().read(other)).toEqual(['a', 'b'])
      await world().write(document, 'd')
      expect((await world().head(document)).seq).toBe(4)
    })
  })

  describe('the update store', () => {
    const page = async (
      document: string,
      query: Partial<EntryQuery>,
      most: Partial<PageSize> = {},
    ): Promise<[texts: string[], more: boolean]> => {
      const everything = { client: null, from: 0, to: Number.MAX_SAFE_INTEGER, after: 0 }
      const asked = { ...everything, ...query }
      const { entries, more } = await world().store.log.find(document, asked, { ...ALL, ...most })
      return [textsOf(entries), more]
    }
    const find = async (document: string, query: Partial<EntryQuery>): Promise<string[]> =>
      (await page(document, query))[0]

    test('F61: is asked by client and clocks, in seq order, in pages', async () => {
      const document = await world().document()
      const of = (text: string, client: number, from: number, to: number) =>
        entry(text, { clients: [{ client, from, to }] })
      const both = entry('both', {
        clients: [
          { client: 1, from: 20, to: 30 },
          { client: 2, from: 10, to: 20 },
        ],
      })
      const append = await world().next(document)
      const entries = [of('one', 1, 0, 10), of('more', 1, 10, 20), of('two', 2, 0, 10), both]
      await world().store.log.append([{ ...append, entries }])
      await world().write(await world().document(), 'of another document')
      expect(await find(document, {})).toEqual(['one', 'more', 'two', 'both'])
      expect(await find(document, { client: 1 })).toEqual(['one', 'more', 'both'])
      expect(await find(document, { client: 2 })).toEqual(['two', 'both'])
      expect(await find(document, { client: 3 })).toEqual([])
      expect(await find(document, { client: 1, from: 10, to: 20 })).toEqual(['more'])
      expect(await find(document, { client: 1, from: 9, to: 11 })).toEqual(['one', 'more'])
      expect(await page(document, { client: 1, after: 1 }, { entries: 1 })).toEqual([
        ['more'],
        true,
      ])
      expect(await page(document, { client: 1, after: 2 }, { entries: 1 })).toEqual([
        ['both'],
        false,
      ])
    })

    test('R50: a page of it ends with so many bytes, but holds one entry at least', async () => {
      const document = await world().document()
      await world().write(document, '12345', '6789', 'a', 'b')
      expect(await page(document, {}, { bytes: 9 })).toEqual([['12345', '6789'], true])
      expect(await page(document, {}, { bytes: 8 })).toEqual([['12345'], true])
      expect(await page(document, {}, { bytes: 1 })).toEqual([['12345'], true])
      expect(await page(document, { after: 1 }, { bytes: 6 })).toEqual([['6789', 'a', 'b'], false])
    })
  })
}
