import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { v7 as uuid } from 'uuid'
import { compact } from '../sync-server/src/merge/compact.ts'
import { openStore } from '../sync-server/src/store/open.ts'
import type { ClientRange, Store } from '../sync-server/src/store/types.ts'
import { inParallel } from './in-parallel.ts'
import { ByteReader } from './load/bytes.ts'
import { readRanges } from './load/update.ts'

const AUTHOR = 'user:00000000-0000-7000-8000-000000000001'
/** Entries in one transaction. */
const PAGE = 1_000
const TRIM_LIMIT = 300_000

/** Runs `work` with Sticky's store in `folder`, whether its server runs or not. */
export const withStore = async <T>(
  folder: string,
  work: (store: Store) => Promise<T>,
): Promise<T> => {
  const store = await openStore({ databasePath: join(folder, 'sticky.db') })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** Discord's number of the person whom the benchmarks give this index. */
export const subjectOf = (index: number): string => String(10n ** 17n + BigInt(index))

/**
 * So many documents of the first person, with `update` as their only entry, merged long ago: what many `POST`s and
 * much time would come to. Answers with their ids. No server may run.
 */
export const layDocuments = (
  folder: string,
  update: Uint8Array,
  count: number,
): Promise<string[]> =>
  withStore(folder, async (store) => {
    const at = Date.now()
    const person = { username: null, displayName: 'Person 0', color: '#15803d', passwordHash: null }
    const { id: owner } = await store.users.identify('discord', subjectOf(0), {
      ...person,
      id: uuid(),
      tokenVersion: 0,
      createdAt: at,
    })
    const author = `user:${owner}`
    const first = { author, clients: rangesOf(update), at, update }
    const head = { generation: uuid(), seq: 1, epoch: 0, trimmed: 0 }
    const { snapshot } = compact({ head, snapshot: null, tail: [{ ...first, seq: 1 }] }, at)
    return inParallel(count, 1, async (i) => {
      const id = uuid()
      const times = { createdAt: at, modifiedAt: at, deletedAt: null }
      await store.documents.create({
        row: { id, title: `Document ${i}`, createdBy: owner, ...times },
        generation: head.generation,
        grants: [{ document: id, principal: author, role: 'own', grantedBy: null, createdAt: at }],
        first,
      })
      await store.snapshots.put(id, 0, snapshot)
      return id
    })
  })

/** Appends an entry for each update, as it is when somebody types at leisure. The server has to have stopped. */
export const appendEach = (
  folder: string,
  document: string,
  updates: readonly Uint8Array[],
): Promise<void> =>
  withStore(folder, async ({ log }) => {
    for (let i = 0; i < updates.length; i += PAGE) {
      const head = await log.head(document)
      if (head === null) throw new Error('the document is gone')
      const at = Date.now()
      const entries = updates
        .slice(i, i + PAGE)
        .map((update) => ({ author: AUTHOR, clients: rangesOf(update), at, update }))
      await log.append([{ document, expected: head.seq, epoch: head.epoch, entries }])
    }
  })

/** Resolves when the log is forgotten up to `seq`. */
export const trimmed = (folder: string, document: string, seq: number): Promise<void> =>
  withStore(folder, async ({ log }) => {
    const until = performance.now() + TRIM_LIMIT
    while (((await log.head(document))?.trimmed ?? 0) < seq) {
      if (performance.now() > until)
        throw new Error(`the log was not trimmed within ${TRIM_LIMIT} ms`)
      await pause(100)
    }
  })

const rangesOf = (update: Uint8Array): ClientRange[] => {
  const reader = new ByteReader()
  const ranges: ClientRange[] = []
  reader.open(update, 0, update.length)
  readRanges(reader, (client, from, to) => ranges.push({ client, from, to }))
  return ranges
}
