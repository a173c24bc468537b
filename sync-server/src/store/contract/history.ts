import { describe, expect, test } from 'vitest'
import type { Version } from '../types.ts'
import { ALL, entry, snapshot, START } from './world.ts'
import type { Stories, World } from './world.ts'

const MINUTE = 60_000

/** Appends one entry and merges it; answers with its seq. */
const write = async (
  world: World,
  document: string,
  author: string,
  at: number,
): Promise<number> => {
  const append = await world.next(document)
  await world.store.log.append([{ ...append, entries: [entry('x', { author, at })] }])
  await world.store.snapshots.put(document, append.expected, snapshot(append.expected + 1, { at }))
  return append.expected + 1
}

const version = (
  seq: number,
  text = `text ${seq}`,
): Pick<Version, 'seq' | 'text' | 'authorship'> => ({
  seq,
  text,
  authorship: { authors: ['user:a'], runs: [[text.length, 0]] },
})

export const historyStories: Stories = (world) => {
  const due = (times: { rested?: number; begun?: number; now?: number } = {}): Promise<string[]> =>
    world().store.history.due({ rested: 0, begun: 0, now: START + 99 * MINUTE, ...times }, 10)

  describe('versions', () => {
    test('F28: one is made of what was written since the one before, with who wrote it and when', async () => {
      const document = await world().document()
      const { history } = world().store
      await write(world(), document, 'user:a', START)
      await write(world(), document, 'user:b', START + 5)
      expect(await history.add(document, version(2, 'Ünï 😀'))).toBe(true)
      await write(world(), document, 'link:c', START + 9)
      expect(await history.add(document, version(3))).toBe(true)
      await world().restart()
      const rows = await world().store.history.of(document, { before: null, limit: 10 })
      expect(rows.map(({ authors, ...row }) => ({ ...row, authors: authors.toSorted() }))).toEqual([
        { seq: 3, at: START + 9, authors: ['link:c'], size: 6 },
        { seq: 2, at: START + 5, authors: ['user:a', 'user:b'], size: 10 },
      ])
      expect(await world().store.history.get(document, 2)).toMatchObject({
        text: 'Ünï 😀',
        authorship: { authors: ['user:a'], runs: [[6, 0]] },
      })
    })

    test('F28: none without anything written, none twice, none of a text that is the same', async () => {
      const document = await world().document()
      const { history } = world().store
      expect(await history.add(document, version(0, ''))).toBe(false)
      await write(world(), document, 'user:a', START)
      expect(await history.add(document, version(1, 'same'))).toBe(true)
      expect(await history.add(document, version(1, 'same'))).toBe(false)
      await write(world(), document, 'user:a', START)
      expect(await history.add(document, version(2, 'same'))).toBe(false)
      expect(await due()).toEqual([])
      expect(await history.of(document, { before: null, limit: 10 })).toHaveLength(1)
    })

    test('C2: none while more is merged than it was made of; of two mergers one makes it', async () => {
      const document = await world().document()
      const { history } = world().store
      await write(world(), document, 'user:a', START)
      await write(world(), document, 'user:b', START)
      expect(await history.add(document, version(1))).toBe(false)
      const added = await Promise.all([1, 2].map(() => history.add(document, version(2))))
      expect(added.filter(Boolean)).toHaveLength(1)
    })

    test('C2: a merger that was too late with its snapshot notes nothing', async () => {
      const document = await world().document()
      await write(world(), document, 'user:a', START)
      await world().write(document, 'more')
      const { snapshots, history } = world().store
      expect(await snapshots.put(document, 0, snapshot(2))).toBe(false)
      expect(await history.add(document, version(2))).toBe(false)
      expect(await history.add(document, version(1))).toBe(true)
    })

    test('are listed newest first, in pages, of this document only', async () => {
      const [document, other] = [await world().document(), await world().document()]
      const { history } = world().store
      for (const seq of [1, 2, 3]) {
        await write(world(), document, 'user:a', START)
        await history.add(document, version(seq))
      }
      const seqs = async (before: number | null, limit: number): Promise<number[]> =>
        (await history.of(document, { before, limit })).map(({ seq }) => seq)
      expect(await seqs(null, 2)).toEqual([3, 2])
      expect(await seqs(2, 2)).toEqual([1])
      expect(await seqs(1, 2)).toEqual([])
      expect(await history.of(other, { before: null, limit: 2 })).toEqual([])
      expect(await history.get(other, 3)).toBeNull()
      expect(await history.get(document, 4)).toBeNull()
      await history.drop(document, [1, 3])
      await history.drop(other, [2])
      expect(await seqs(null, 10)).toEqual([2])
    })

    test('F28: the documents that have any are gone through, a few at a time', async () => {
      const { history } = world().store
      const made: string[] = []
      for (const seq of [2, 1, 2]) {
        const document = await world().document()
        for (let i = 1; i <= seq; i += 1) {
          await write(world(), document, 'user:a', START)
          await history.add(document, version(i))
        }
        made.push(document)
      }
      await write(world(), await world().document(), 'user:a', START)
      const [first = '', ...others] = made.toSorted()
      expect(await history.documents('', 1)).toEqual([first])
      expect(await history.documents(first, 10)).toEqual(others)
      expect(await history.documents(others.at(-1) ?? '', 10)).toEqual([])
    })

    test('F28: knows where a version is due: after a pause, after a long time, when the clock was put back', async () => {
      const [rests, goesOn] = [await world().document(), await world().document()]
      await write(world(), rests, 'user:a', START + MINUTE)
      await write(world(), goesOn, 'user:a', START)
      await write(world(), goesOn, 'user:a', START + 9 * MINUTE)
      expect(await due()).toEqual([])
      expect(await due({ rested: START + 2 * MINUTE })).toEqual([rests])
      expect(await due({ begun: START + 1 })).toEqual([goesOn])
      expect(await due({ begun: START + 2 * MINUTE })).toEqual([goesOn, rests])
      expect(await due({ now: START + 5 * MINUTE })).toEqual([goesOn])
      await world().store.documents.setDeleted(rests, START)
      expect(await due({ rested: START + 2 * MINUTE })).toEqual([])
      await world().store.documents.setDeleted(rests, null)
      expect(await due({ rested: START + 2 * MINUTE })).toEqual([rests])
    })
  })

  describe('a purge', () => {
    /** Three entries, two versions, two snapshots, a picture. */
    const written = async (): Promise<string> => {
      const document = await world().document()
      const { history, blobs } = world().store
      for (const seq of [1, 2, 3]) {
        await write(world(), document, 'user:a', START)
        if (seq < 3) await history.add(document, version(seq))
      }
      await blobs.put(document, Uint8Array.of(1), { document, at: START })
      return document
    }

    test('F28: leaves the newest snapshot of that document, under a new generation, and nothing else', async () => {
      const [document, other] = [await written(), await written()]
      const { epoch } = await world().head(document)
      const { history, blobs, log } = world().store
      expect(await history.purge(document, { seq: 3, epoch, generation: 'g2' })).toBe(true)
      expect(await log.load(document)).toMatchObject({
        head: { generation: 'g2', seq: 3, epoch, trimmed: 3 },
        snapshot: { coversSeq: 3, text: 'text 3' },
        tail: [],
      })
      expect((await log.read(document, 0, ALL)).entries).toEqual([])
      expect(await history.of(document, { before: null, limit: 10 })).toEqual([])
      expect(await blobs.get(document)).toBeNull()
      expect((await log.read(other, 0, ALL)).entries).toHaveLength(3)
      expect(await history.of(other, { before: null, limit: 10 })).toHaveLength(2)
      expect(await blobs.get(other)).not.toBeNull()
      await world().write(document, 'goes on')
      expect((await log.load(document))?.tail.map(({ seq }) => seq)).toEqual([4])
    })

    test('F28: what is left becomes the first version of the history to come', async () => {
      const document = await written()
      const { epoch } = await world().head(document)
      const { history } = world().store
      await history.purge(document, { seq: 3, epoch, generation: 'g2' })
      expect(await due({ rested: START + 1 })).toContain(document)
      expect(await history.add(document, version(3))).toBe(true)
    })

    test('C2 R31: nothing is forgotten when somebody has written or rights have changed meanwhile, nor of what is deleted', async () => {
      const document = await written()
      const { epoch } = await world().head(document)
      const { history } = world().store
      const purge = (seq: number, epoch: number) =>
        history.purge(document, { seq, epoch, generation: 'g2' })
      expect(await purge(2, epoch)).toBe(false)
      expect(await purge(3, epoch + 1)).toBe(false)
      await world().write(document, 'not merged yet')
      expect(await purge(3, epoch)).toBe(false)
      expect(await purge(4, epoch)).toBe(false)
      await world().store.documents.setDeleted(document, START)
      expect(await purge(4, epoch + 1)).toBe(false)
      await world().store.documents.setDeleted(document, null)
      expect(await world().read(document)).toHaveLength(4)
      expect(await history.of(document, { before: null, limit: 10 })).toHaveLength(2)
    })
  })

  describe('a document that is erased', () => {
    test('F42 F28: is gone for ever with all that belongs to it; cards hear of it', async () => {
      const [owner, other] = [await world().user(), await world().document()]
      const document = await world().document({ owner, first: entry('secret') })
      const { documents, grants, history, log, snapshots, blobs, chat } = world().store
      const { generation } = await world().head(document)
      await snapshots.put(document, 0, snapshot(1))
      await history.add(document, version(1))
      await blobs.put(document, Uint8Array.of(1), { document, at: START })
      const messageId = '300000000000000001'
      const placement = { id: document, document, channel: '@me/1', messageId, shownHash: 'h' }
      await chat.addPlacement({ ...placement, shownSeq: 1 })
      const told = await world().listen()
      await documents.erase(document, START + 5)
      expect(await documents.get(document)).toMatchObject({
        title: 'Deleted document',
        deletedAt: START + 5,
      })
      expect(await told()).toEqual([{ type: 'document.changed', documentId: document }])
      expect((await chat.stalePlacements(10)).map(({ id }) => id)).toEqual([document])
      // neither does what was being merged meanwhile come back
      expect(await snapshots.put(document, 0, snapshot(1), generation)).toBe(false)
      await documents.setDeleted(document, null)
      expect((await log.read(document, 0, ALL)).entries).toEqual([])
      expect(await snapshots.latest(document)).toBeNull()
      expect(await history.of(document, { before: null, limit: 10 })).toEqual([])
      expect(await blobs.get(document)).toBeNull()
      expect(await grants.of(document)).toEqual([])
      expect(await grants.of(other)).toHaveLength(1)
    })

    test('F42: keeps the time at which it was deleted before', async () => {
      const document = await world().document()
      const { documents } = world().store
      await documents.setDeleted(document, START + 1)
      await documents.erase(document, START + 5)
      expect((await documents.get(document))?.deletedAt).toBe(START + 1)
    })
  })
}
