import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openStore } from '../sync-server/src/store/open.ts'
import type { ClientRange, Store } from '../sync-server/src/store/types.ts'
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
