import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeEach, expect, test } from 'vitest'
import { newStore, newWorld } from '../../../test/stage/store.ts'
import { storeContract } from '../contract.ts'
import { snapshot, START } from '../contract/world.ts'
import type { World } from '../contract/world.ts'
import type { Store } from '../types.ts'
import { Connection } from './open.ts'
import { openSqlite } from './sqlite.ts'

storeContract('SQLite', newStore)

let path: string
let store: Store
let world: World

beforeEach(async () => {
  ;({ path, store, world } = await newWorld())
})

test('C2: keeps the second newest snapshot and no older one', async () => {
  const document = await world.document()
  await world.write(document, 'a', 'b', 'c')
  for (const seq of [1, 2, 3]) await store.snapshots.put(document, seq - 1, snapshot(seq))
  const raw = new Database(path, { readonly: true })
  const kept = raw.prepare('SELECT covers_seq FROM snapshots ORDER BY covers_seq').pluck().all()
  raw.close()
  expect(kept).toEqual([2, 3])
})

test('C1: a commit is on the disk when it is answered: write-ahead log, synchronous FULL, full fsync', () => {
  const connection = new Connection(path)
  const values = ['journal_mode', 'synchronous', 'fullfsync'].map((name) =>
    connection.db.pragma(name, { simple: true }),
  )
  connection.close()
  expect(values).toEqual(['wal', 2, 1])
})

test('C3: a write waits while the other process holds the file, then it is there', async () => {
  const document = await world.document()
  const append = await world.next(document, 'waited')
  const other = new Database(path)
  other.exec('BEGIN IMMEDIATE')
  const appending = store.log.append([append])
  const pause = new Promise((done) => setTimeout(done, 30, 'still waits'))
  expect(await Promise.race([appending, pause])).toBe('still waits')
  // reads go on meanwhile
  expect(await world.read(document)).toEqual([])
  other.exec('COMMIT')
  other.close()
  expect(await appending).toEqual([{ kind: 'appended', seq: 1 }])
})

test('C3: a second process opens the file while the first one writes', async () => {
  const other = new Database(path)
  other.exec('BEGIN IMMEDIATE')
  const opening = openSqlite(path)
  await new Promise((done) => setTimeout(done, 20))
  other.exec('COMMIT')
  other.close()
  const second = await opening
  expect(await second.events.newest()).toBe(0)
  await second.close()
})

test('R21: two processes write one document at the same time; nobody fails or loses', async () => {
  const document = await world.document()
  const each = 100
  const program = join(import.meta.dirname, 'fixtures/writer.ts')
  const other = fork(program, [path, document, String(each)], { execArgv: ['--import', 'tsx'] })
  const ended = once(other, 'exit')
  await once(other, 'message')
  for (let written = 0; written < each;) {
    const [result] = await store.log.append([await world.next(document, 'ours')])
    if (result?.kind === 'appended') written += 1
    await new Promise(setImmediate)
  }
  expect(await ended).toEqual([0, null])
  const entries = await world.entries(document)
  expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 2 * each }, (_, i) => i + 1))
  expect(entries.filter(({ author }) => author === 'user:other')).toHaveLength(each)
})

test('F61: a key takes a row of less than four times its bytes', async () => {
  const document = await world.document()
  const head = await world.head(document)
  const entries = Array.from({ length: 5_000 }, (_, i) => ({
    author: 'user:00000000-0000-7000-8000-000000000001',
    clients: [{ client: 3_000_000_000, from: i, to: i + 1 }],
    at: START,
    update: new Uint8Array(24),
  }))
  await store.log.append([{ document, expected: head.seq, epoch: head.epoch, entries }])
  const raw = new Database(path, { readonly: true })
  const sql = `SELECT sum(pgsize) FROM dbstat WHERE aggregate = TRUE AND name = 'log'`
  const bytes = raw.prepare<[], number>(sql).pluck().get() ?? NaN
  raw.close()
  expect(bytes / entries.length / 24).toBeLessThan(4)
})
