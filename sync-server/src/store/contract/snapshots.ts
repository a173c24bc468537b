import { describe, expect, test } from 'vitest'
import { entry, snapshot, START } from './world.ts'
import type { Stories, World } from './world.ts'

const bytesOf = (bytes: Uint8Array | undefined): number[] => [...(bytes ?? [])]

const writeAt = async (world: World, document: string, at: number): Promise<void> => {
  const append = await world.next(document)
  await world.store.log.append([{ ...append, entries: [entry('x', { at })] }])
}

export const snapshotStories: Stories = (world) => {
  describe('snapshots', () => {
    test('a snapshot comes back as it was, also after a restart', async () => {
      const document = await world().document()
      await world().write(document, 'a', 'b')
      const written = snapshot(2, {
        update: Uint8Array.from([0, 255, 1]),
        authors: [
          [1, 'user:a'],
          [4_294_967_295, 'link:b'],
        ],
        contributors: [{ author: 'user:a', at: START }],
        text: 'Ünï 😀\n',
      })
      expect(await world().store.snapshots.put(document, 0, written)).toBe(true)
      await world().restart()
      const read = await world().store.snapshots.latest(document)
      expect(bytesOf(read?.update)).toEqual([0, 255, 1])
      expect(bytesOf(read?.stateVector)).toEqual(bytesOf(written.stateVector))
      expect(bytesOf(read?.deleted)).toEqual(bytesOf(written.deleted))
      const { update: _u, stateVector: _s, deleted: _d, ...rest } = written
      expect(read).toMatchObject(rest)
    })

    test('F7: the newest up to an entry is found, as long as it is kept', async () => {
      const document = await world().document()
      await world().write(document, 'a', 'b', 'c')
      const { snapshots } = world().store
      await snapshots.put(document, 0, snapshot(1))
      await snapshots.put(document, 1, snapshot(3))
      const upTo = async (seq: number) => (await snapshots.upTo(document, seq))?.coversSeq ?? null
      expect(await Promise.all([0, 1, 2, 3, 9].map(upTo))).toEqual([null, 1, 1, 3, 3])
    })

    test('F7: of a document whose log was trimmed, also the newest that is an hour old is kept', async () => {
      const minute = 60_000
      const put = async (document: string, seq: number, at: number): Promise<void> => {
        await world().write(document, 'x')
        await world().store.snapshots.put(document, seq - 1, snapshot(seq, { at }))
      }
      const kept = async (trimmed: boolean): Promise<(number | undefined)[]> => {
        const document = await world().document()
        for (const seq of [1, 2]) await put(document, seq, START)
        if (trimmed) await world().store.log.trim(document, START + 1, 100)
        for (const [seq, at] of [
          [3, 70],
          [4, 100],
          [5, 110],
          [6, 125],
          [7, 126],
        ] as const)
          await put(document, seq, START + at * minute)
        const { snapshots } = world().store
        return Promise.all(
          [7, 6, 5, 4, 2].map(async (n) => (await snapshots.upTo(document, n))?.coversSeq),
        )
      }
      expect(await kept(false)).toEqual([7, 6, undefined, undefined, undefined])
      expect(await kept(true)).toEqual([7, 6, 2, 2, 2])
    })

    test('C2: of two mergers that started from the same snapshot the second stores nothing', async () => {
      const document = await world().document()
      await world().write(document, 'a', 'b', 'c')
      const told = await world().listen()
      const { snapshots } = world().store
      expect(await snapshots.put(document, 0, snapshot(2))).toBe(true)
      expect(await snapshots.put(document, 0, snapshot(3))).toBe(false)
      expect((await snapshots.latest(document))?.coversSeq).toBe(2)
      expect(await told()).toHaveLength(1)
      expect(await snapshots.put(document, 2, snapshot(3))).toBe(true)
      expect((await snapshots.latest(document))?.coversSeq).toBe(3)
    })

    test('R65 C2: what was merged of another generation is not stored', async () => {
      const document = await world().document()
      await world().write(document, 'a', 'b')
      const { snapshots } = world().store
      const { generation } = await world().head(document)
      await world().store.renewGenerations('another')
      expect(await snapshots.put(document, 0, snapshot(2), generation)).toBe(false)
      expect(await snapshots.latest(document)).toBeNull()
      expect(await snapshots.put(document, 0, snapshot(2), 'another')).toBe(true)
    })

    test('C2: two mergers at the same instant: one is first', async () => {
      const document = await world().document()
      await world().write(document, 'a', 'b')
      const { snapshots } = world().store
      const results = await Promise.all([1, 2].map((n) => snapshots.put(document, 0, snapshot(n))))
      expect(results.filter(Boolean)).toHaveLength(1)
    })

    test('F3: each snapshot tells the bot what is merged now', async () => {
      const document = await world().document()
      await world().write(document, 'a', 'b')
      const told = await world().listen()
      await world().store.snapshots.put(document, 0, snapshot(1))
      await world().store.snapshots.put(document, 1, snapshot(2))
      expect(await told()).toEqual([
        { type: 'document.merged', documentId: document, seq: 1 },
        { type: 'document.merged', documentId: document, seq: 2 },
      ])
    })

    test('F43: merging moves "modified" to the latest edit, never back', async () => {
      const document = await world().document({ at: START })
      const { snapshots, documents } = world().store
      await world().write(document, 'a', 'b')
      const contributors = (at: number) => ({ contributors: [{ author: 'user:a', at }] })
      await snapshots.put(document, 0, snapshot(1, contributors(START + 50)))
      expect((await documents.get(document))?.modifiedAt).toBe(START + 50)
      await snapshots.put(document, 1, snapshot(2, contributors(START + 20)))
      expect((await documents.get(document))?.modifiedAt).toBe(START + 50)
    })

    test('F62: knows which documents are behind, who waits longest first', async () => {
      const late = await world().document()
      const merged = await world().document()
      const early = await world().document()
      const deleted = await world().document()
      await world().document({ title: 'never written' })
      await writeAt(world(), late, START + 300)
      await writeAt(world(), early, START + 100)
      await writeAt(world(), early, START + 900)
      await writeAt(world(), merged, START)
      await writeAt(world(), deleted, START)
      await world().store.snapshots.put(merged, 0, snapshot(1))
      await world().store.documents.setDeleted(deleted, START)
      expect(await world().store.snapshots.behind(10)).toEqual([early, late])
      expect(await world().store.snapshots.behind(1)).toEqual([early])
      await world().store.snapshots.put(early, 0, snapshot(1))
      expect(await world().store.snapshots.behind(10)).toEqual([late, early])
    })
  })
}
