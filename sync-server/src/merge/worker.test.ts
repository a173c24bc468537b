import { beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { newWorld } from '../../test/stage/store.ts'
import { LocalBus } from '../bus/local/local.ts'
import type { World } from '../store/contract/world.ts'
import type { Store } from '../store/types.ts'
import { makeVersion } from './history.ts'
import { MergeWorker } from './worker.ts'

const DAY = 24 * 3_600_000

let world: World
let store: Store
let document: string

beforeEach(async () => {
  ;({ store, world } = await newWorld())
  writer = new Y.Doc()
  document = await world.document()
})

let writer: Y.Doc

/** Somebody types a word; `at` is what their machine's clock said. */
const type = async (word: string, at: number): Promise<void> => {
  const updates: Uint8Array[] = []
  const keep = (update: Uint8Array): number => updates.push(update)
  const from = Y.getState(writer.store, writer.clientID)
  writer.on('update', keep)
  writer.getText('content').insert(writer.getText('content').length, word)
  writer.off('update', keep)
  const clients = [{ client: writer.clientID, from, to: from + word.length }]
  const head = await store.log.head(document)
  const [result] = await store.log.append([
    {
      document,
      expected: head?.seq ?? 0,
      epoch: head?.epoch ?? 0,
      entries: [{ author: 'user:ada', clients, at, update: updates[0] ?? new Uint8Array() }],
    },
  ])
  expect(result?.kind).toBe('appended')
}

/** A merge process of its own, as long as `use` takes; `through` is the store as it sees it. */
const withWorker = async <T>(through: Store, use: (bus: LocalBus) => Promise<T>): Promise<T> => {
  const bus = new LocalBus()
  const worker = new MergeWorker({
    store: through,
    bus,
    onError: () => {},
    pause: 60_000,
    patience: 60_000,
    sweepEvery: 60_000,
    keepLogFor: 0,
    versionPause: 60_000,
    versionPatience: 60_000,
    textLength: 100_000,
  })
  try {
    return await use(bus)
  } finally {
    await worker.close()
  }
}

const merge = (
  through: Store,
  listen: (bus: LocalBus) => void = () => {},
): Promise<{ seq: number }> =>
  withWorker(through, (bus) => {
    listen(bus)
    return bus.request('merge.fold', { document })
  })

/** What the log and the newest snapshot make together, as anybody who joins would get it. */
const textNow = async (): Promise<string> => {
  const loaded = await store.log.load(document)
  const doc = new Y.Doc()
  if (loaded?.snapshot) Y.applyUpdate(doc, loaded.snapshot.update)
  for (const { update } of loaded?.tail ?? []) Y.applyUpdate(doc, update)
  return doc.getText('content').toJSON()
}

describe('a merge process', () => {
  it('R50: checklists are read after what people write, and once for all who wait', async () => {
    await type('- [ ] tea', 1)
    let letGo = (): void => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    let loads = 0
    const load: Store['log']['load'] = async (of) => {
      loads += 1
      await held
      return store.log.load(of)
    }
    const finished: string[] = []
    await withWorker({ ...store, log: { ...store.log, load } }, async (bus) => {
      const asked = [
        bus.request('merge.fold', { document }),
        ...Array.from({ length: 50 }, () =>
          bus.request('merge.tasks', { document }).then(() => finished.push('read')),
        ),
        bus
          .request('merge.edit', {
            document,
            author: 'user:ada',
            epoch: (await store.log.head(document))?.epoch ?? 0,
            edit: { kind: 'append', markdown: 'more' },
          })
          .then(() => finished.push('written')),
      ]
      letGo()
      await Promise.all(asked)
    })
    expect(finished).toEqual(['written', ...Array(50).fill('read')])
    expect(loads).toBeLessThan(10)
  })

  it('C2: killed after the snapshot and before the trim leaves everything readable; the next one goes on', async () => {
    const dying: Store = {
      ...store,
      log: { ...store.log, trim: () => Promise.reject(new Error('killed here')) },
    }
    for (let round = 0; round < 4; round += 1) {
      await type(`${round} `, Date.now() - 10_000)
      await merge(dying).catch(() => {})
      expect(await textNow()).toBe(writer.getText('content').toJSON())
    }
    expect((await store.log.head(document))?.trimmed).toBe(0)
    await type('end', Date.now() - 10_000)
    await merge(store)
    expect((await store.log.head(document))?.trimmed).toBeGreaterThan(0)
    expect(await textNow()).toBe(writer.getText('content').toJSON())
  })

  it('F28: forgets versions that have become too many with age, where nobody edits any more', async () => {
    const then = (Math.floor(Date.now() / DAY) - 60) * DAY
    for (const minute of [0, 1, 2]) {
      await type(`${minute} `, then + minute * 60_000)
      await merge(store)
      await makeVersion(store, document, then + minute * 60_000)
    }
    await vi.waitFor(async () => {
      await merge(store)
      const left = await store.history.of(document, { before: null, limit: 10 })
      expect(left.map(({ seq }) => seq)).toEqual([3])
    })
  })

  it('C2: killed before the snapshot is stored has done nothing', async () => {
    await type('word ', Date.now())
    const dying: Store = {
      ...store,
      snapshots: { ...store.snapshots, put: () => Promise.reject(new Error('killed here')) },
    }
    await expect(merge(dying)).rejects.toThrow(/./)
    expect(await store.snapshots.latest(document)).toBeNull()
    expect(await textNow()).toBe(writer.getText('content').toJSON())
  })

  it('C2: clocks that jump back and forth change neither order nor text', async () => {
    const now = Date.now()
    for (const at of [now, now - 86_400_000, now + 86_400_000, 0, now - 5, now + 5]) {
      await type(`${at} `, at)
      await merge(store)
      expect(await textNow()).toBe(writer.getText('content').toJSON())
    }
    const snapshot = await store.snapshots.latest(document)
    expect(snapshot?.coversSeq).toBe((await store.log.head(document))?.seq)
  })

  it('F40: forgets what has had no owner for 30 days, and tells who has it open', async () => {
    const day = 24 * 3_600_000
    const leave = async (daysAgo: number): Promise<string> => {
      const owner = await world.user()
      const left = await world.document({ owner })
      await store.users.delete(owner, Date.now() - daysAgo * day)
      return left
    }
    const [recently, long] = [await leave(29.9), await leave(30.1)]
    const told: string[] = []
    await merge(store, (bus) => bus.subscribe('document.changed', (of) => told.push(of.document)))
    expect(await store.documents.get(long)).toBeNull()
    expect(await store.documents.get(recently)).not.toBeNull()
    expect(told).toEqual([long])
  })

  it('C2 F62: what somebody waits for goes before what is due by itself, and that rests in between', async () => {
    const order: string[] = []
    const slow: Store = {
      ...store,
      log: {
        ...store.log,
        load: async (of) => {
          order.push(of)
          await new Promise((resolve) => setTimeout(resolve, 20))
          return store.log.load(document)
        },
      },
    }
    const bus = new LocalBus()
    const worker = new MergeWorker({
      store: slow,
      bus,
      onError: () => {},
      pause: 0,
      patience: 0,
      sweepEvery: 60_000,
      keepLogFor: 0,
      versionPause: 60_000,
      versionPatience: 60_000,
      textLength: 100_000,
    })
    const at = performance.now()
    bus.publish('documents.dirty', { documents: ['a', 'b', 'c'] })
    await vi.waitFor(() => expect(order).toEqual(['a']))
    await bus.request('merge.fold', { document: 'asked' })
    await vi.waitFor(() => expect(order).toEqual(['a', 'asked', 'b', 'c']))
    // each of the first two took 20 ms and rested for 40
    expect(performance.now() - at).toBeGreaterThan(100)
    await worker.close()
  })
})
