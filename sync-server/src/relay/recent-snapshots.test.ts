import { expect, it } from 'vitest'
import { RecentSnapshots } from './recent-snapshots.ts'
import type { Served } from './recent-snapshots.ts'

const MIB = 1024 * 1024

const snapshot = (coversSeq: number, size = 10): Served => ({
  coversSeq,
  update: new Uint8Array(size),
  stateVector: new Uint8Array(0),
  deleted: new Uint8Array(0),
  authors: [],
})

it('R3: keeps what is asked for, and forgets what nobody has asked for between two sweeps', () => {
  const recent = new RecentSnapshots(async () => null)
  recent.put('busy', snapshot(1))
  recent.put('quiet', snapshot(2))
  recent.sweep()
  expect(recent.get('busy')?.coversSeq).toBe(1)
  recent.sweep()
  expect([recent.get('busy')?.coversSeq, recent.get('quiet')]).toEqual([1, null])
})

it('R3: holds a bounded number of bytes; the one that was asked for least lately goes first', () => {
  const recent = new RecentSnapshots(async () => null)
  for (const name of ['a', 'b', 'c']) recent.put(name, snapshot(1, 10 * MIB))
  recent.get('a')
  recent.put('d', snapshot(1, 10 * MIB))
  expect(['a', 'b', 'c', 'd'].map((name) => recent.get(name) !== null)).toEqual([
    true,
    false,
    true,
    true,
  ])
  recent.put('huge', snapshot(1, 33 * MIB))
  expect([recent.get('huge'), recent.get('a') !== null]).toEqual([null, true])
})

it('R3: a newer one replaces an older one', () => {
  const recent = new RecentSnapshots(async () => null)
  recent.put('a', snapshot(1, 20 * MIB))
  recent.put('a', snapshot(2, 20 * MIB))
  expect(recent.get('a')?.coversSeq).toBe(2)
  recent.drop('a')
  expect(recent.get('a')).toBeNull()
})

it('R3: fifty who come at once share one read, and who comes later needs none', async () => {
  let reads = 0
  const recent = new RecentSnapshots(async () => snapshot((reads += 1)))
  const loaded = await Promise.all(Array.from({ length: 50 }, () => recent.load('a')))
  expect(new Set(loaded.map((served) => served?.coversSeq))).toEqual(new Set([1]))
  expect(recent.get('a')?.coversSeq).toBe(1)
  expect((await recent.load('a'))?.coversSeq).toBe(2)
})
