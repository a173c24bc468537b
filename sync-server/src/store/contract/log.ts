import { randomUUID } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { NewEntry } from '../types.ts'
import { ALL, entry, snapshot, textsOf } from './world.ts'
import type { Stories } from './world.ts'

export const logStories: Stories = (world) => {
  describe('the log', () => {
    test('R21: appends to the expected head and numbers without gaps', async () => {
      const document = await world().document()
      const { log } = world().store
      expect(await log.append([await world().next(document, 'a', 'b')])).toEqual([
        { kind: 'appended', seq: 2 },
      ])
      expect(await log.append([await world().next(document, 'c')])).toEqual([
        { kind: 'appended', seq: 3 },
      ])
      const entries = await world().entries(document)
      expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3])
      expect((await world().head(document)).seq).toBe(3)
    })

    test('R21: who was overtaken hears "stale" and nothing of it is written', async () => {
      const document = await world().document()
      const late = await world().next(document, 'late')
      await world().write(document, 'first')
      expect(await world().store.log.append([late])).toEqual([{ kind: 'stale' }])
      expect(await world().read(document)).toEqual(['first'])
    })

    test('R21: who expects more than there is hears "stale"', async () => {
      const document = await world().document()
      const ahead = { ...(await world().next(document, 'ahead')), expected: 5 }
      expect(await world().store.log.append([ahead])).toEqual([{ kind: 'stale' }])
    })

    test('R31: after a change of rights the old epoch writes nothing and hears the new one', async () => {
      const document = await world().document()
      const before = await world().next(document, 'too late')
      await world().store.grants.put({
        document,
        principal: `user:${randomUUID()}`,
        role: 'view',
        grantedBy: null,
        createdAt: 0,
      })
      const { epoch } = await world().head(document)
      expect(epoch).toBe(before.epoch + 1)
      expect(await world().store.log.append([before])).toEqual([{ kind: 'epoch', epoch }])
      expect(await world().read(document)).toEqual([])
    })

    test('R21: a document that is unknown or deleted is "gone", until it is restored', async () => {
      const document = await world().document()
      const append = await world().next(document, 'a')
      await world().store.documents.setDeleted(document, 1)
      const unknown = { ...append, document: randomUUID() }
      expect(await world().store.log.append([append, unknown])).toEqual([
        { kind: 'gone' },
        { kind: 'gone' },
      ])
      expect(await world().store.log.head(document)).toBeNull()
      expect(await world().store.log.load(document)).toBeNull()
      await world().store.documents.setDeleted(document, null)
      await world().write(document, 'b')
      expect(await world().read(document)).toEqual(['b'])
    })

    test('R31: an append from before a delete and restore does not land', async () => {
      const document = await world().document()
      const append = await world().next(document, 'a')
      await world().store.documents.setDeleted(document, 1)
      await world().store.documents.setDeleted(document, null)
      expect(await world().store.log.append([append])).toMatchObject([{ kind: 'epoch' }])
    })

    test('R21: a document that fails does not fail the others of the batch', async () => {
      const fine = await world().document()
      const stale = await world().document()
      const other = await world().document()
      const batch = [
        await world().next(fine, 'a'),
        { ...(await world().next(stale, 'b')), expected: 9 },
        { ...(await world().next(other, 'c')), epoch: 99 },
        { ...(await world().next(other, 'd')), document: randomUUID() },
        await world().next(other, 'e', 'f'),
      ]
      expect(await world().store.log.append(batch)).toEqual([
        { kind: 'appended', seq: 1 },
        { kind: 'stale' },
        { kind: 'epoch', epoch: 1 },
        { kind: 'gone' },
        { kind: 'appended', seq: 2 },
      ])
      expect(await world().read(other)).toEqual(['e', 'f'])
      expect(await world().read(stale)).toEqual([])
    })

    test('R21: of two appends to one head in one batch the second is stale', async () => {
      const document = await world().document()
      const batch = [await world().next(document, 'a'), await world().next(document, 'b')]
      const results = await world().store.log.append(batch)
      expect(results.map(({ kind }) => kind)).toEqual(['appended', 'stale'])
    })

    test('R21: of ten writers at the same head one wins', async () => {
      const document = await world().document()
      const appends = await Promise.all(
        Array.from({ length: 10 }, (_, i) => world().next(document, `writer ${i}`)),
      )
      const results = await Promise.all(appends.map((one) => world().store.log.append([one])))
      const kinds = results.flat().map(({ kind }) => kind)
      expect(kinds.filter((kind) => kind === 'appended')).toHaveLength(1)
      expect(kinds.filter((kind) => kind === 'stale')).toHaveLength(9)
      expect(await world().read(document)).toHaveLength(1)
    })

    test('F61: an entry comes back as it was: author, clocks, time and every byte', async () => {
      const document = await world().document()
      const written = entry('', {
        author: 'link:l',
        clients: [
          { client: 4_294_967_295, from: 3, to: 9 },
          { client: 1, from: 0, to: 2 ** 40 },
        ],
        at: 1_234_567_890_123,
        update: Uint8Array.from({ length: 256 }, (_, i) => i),
      })
      const append = { ...(await world().next(document)), entries: [written] }
      await world().store.log.append([append])
      const [read] = await world().entries(document)
      expect({ ...read, update: [...(read?.update ?? [])] }).toEqual({
        ...written,
        seq: 1,
        update: [...written.update],
      })
    })

    test('R4: reads what is after a seq, no more than asked for, of this document only', async () => {
      const document = await world().document()
      await world().write(document, 'a', 'b', 'c', 'd')
      await world().write(await world().document(), 'another')
      const { log } = world().store
      const page = await log.read(document, 1, { ...ALL, entries: 2 })
      expect(textsOf(page.entries)).toEqual(['b', 'c'])
      expect(page.more).toBe(true)
      expect(await log.read(document, 2, { ...ALL, entries: 2 })).toMatchObject({ more: false })
      expect(await log.read(document, 4, ALL)).toEqual({ entries: [], more: false })
    })

    test('R51: reads no more bytes than asked for, but one entry at least', async () => {
      const document = await world().document()
      const sized = (size: number): NewEntry => entry('', { update: new Uint8Array(size) })
      const entries = [sized(900), sized(100), sized(1), sized(5_000), sized(10)]
      const { log } = world().store
      await log.append([{ ...(await world().next(document)), entries }])
      const pages: number[][] = []
      for (let after = 0; after < 5;) {
        const page = await log.read(document, after, { ...ALL, bytes: 1_000 })
        pages.push(page.entries.map(({ seq }) => seq))
        after = page.entries.at(-1)?.seq ?? Infinity
        expect(page.more).toBe(after < 5)
      }
      expect(pages).toEqual([[1, 2], [3], [4], [5]])
    })

    test('R10: what was acknowledged is there after the program has ended', async () => {
      const document = await world().document({ first: entry('first') })
      await world().write(document, 'second')
      const head = await world().head(document)
      await world().restart()
      expect(await world().head(document)).toEqual(head)
      expect(await world().read(document)).toEqual(['first', 'second'])
    })

    test('R64: the first text is log entry 1', async () => {
      const document = await world().document({ first: entry('hello') })
      expect((await world().head(document)).seq).toBe(1)
      expect(await world().read(document)).toEqual(['hello'])
    })

    test('R2: loads head, newest snapshot and the tail after it', async () => {
      const document = await world().document()
      await world().write(document, 'a', 'b', 'c')
      await world().store.snapshots.put(document, 0, snapshot(2))
      const loaded = await world().store.log.load(document)
      expect(loaded?.head.seq).toBe(3)
      expect(loaded?.snapshot?.coversSeq).toBe(2)
      expect(textsOf(loaded?.tail ?? [])).toEqual(['c'])
    })

    test('R2: while others write and merge, every load is one state without a hole', async () => {
      const document = await world().document()
      const { log, snapshots } = world().store
      const working = (async () => {
        for (let seq = 1; seq <= 30; seq += 1) {
          await world().write(document, `entry ${seq}`)
          if (seq % 3 === 0) await snapshots.put(document, seq - 3, snapshot(seq))
        }
      })()
      for (let seen = 0; seen < 30;) {
        // whoever writes may do so in a thread: its answers come between two turns
        await nextTurn()
        const loaded = await log.load(document)
        const covered = loaded?.snapshot?.coversSeq ?? 0
        seen = loaded?.head.seq ?? 0
        const tail = Array.from({ length: seen - covered }, (_, i) => covered + 1 + i)
        expect(loaded?.tail.map(({ seq }) => seq)).toEqual(tail)
      }
      await working
    })
  })
}
