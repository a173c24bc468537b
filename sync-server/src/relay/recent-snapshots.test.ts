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
  recent.put('busy', 'g', snapshot(1))
  recent.put('quiet', 'g', snapshot(2))
  recent.sweep()
  expect(recent.get('busy', 'g')?.coversSeq).toBe(1)
  recent.sweep()
  expect([recent.get('busy', 'g')?.coversSeq, recent.get('quiet', 'g')]).toEqual([1, null])
})

it('R3: holds a bounded number of bytes; the one that was asked for least lately goes first', () => {
  const recent = new RecentSnapshots(async () => null)
  const putOften = (name: string): void => {
    recent.put(name, 'g', snapshot(1, 10 * MIB))
    for (let asked = 0; asked < 2; asked += 1) recent.get(name, 'g')
  }
  for (const name of ['a', 'b', 'c']) putOften(name)
  recent.get('a', 'g')
  putOften('d')
  expect(['a', 'b', 'c', 'd'].map((name) => recent.get(name, 'g') !== null)).toEqual([
    true,
    false,
    true,
    true,
  ])
  recent.put('huge', 'g', snapshot(1, 33 * MIB))
  expect([recent.get('huge', 'g'), recent.get('a', 'g') !== null]).toEqual([null, true])
})

it('R3: of what one has asked for, the newest is kept for the second, however large; many of them are no more than a MiB', () => {
  const recent = new RecentSnapshots(async () => null)
  const names = Array.from({ length: 100 }, (_, i) => `document ${i}`)
  for (const name of names) {
    recent.put(name, 'g', snapshot(1, MIB / 4))
    expect(recent.get(name, 'g')).not.toBeNull()
  }
  expect(names.filter((name) => recent.get(name, 'g') !== null)).toEqual(names.slice(-4))
  recent.put('large', 'g', snapshot(1, 20 * MIB))
  for (let asked = 0; asked < 3; asked += 1) expect(recent.get('large', 'g')).not.toBeNull()
})

it('R3: a newer one replaces an older one', () => {
  const recent = new RecentSnapshots(async () => null)
  recent.put('a', 'g', snapshot(1, 20 * MIB))
  recent.put('a', 'g', snapshot(2, 20 * MIB))
  expect(recent.get('a', 'g')?.coversSeq).toBe(2)
  recent.drop('a')
  expect(recent.get('a', 'g')).toBeNull()
})

it('R3: fifty who come at once share one read, and who comes later needs none', async () => {
  let reads = 0
  const recent = new RecentSnapshots(async () => snapshot((reads += 1)))
  const loaded = await Promise.all(Array.from({ length: 50 }, () => recent.load('a', 'g')))
  expect(new Set(loaded.map((served) => served?.coversSeq))).toEqual(new Set([1]))
  expect(recent.get('a', 'g')?.coversSeq).toBe(1)
  expect((await recent.load('a', 'g'))?.coversSeq).toBe(2)
})

it('R4: what is of another generation is not given to anybody', () => {
  const recent = new RecentSnapshots(async () => null)
  recent.put('a', 'before', snapshot(9))
  expect([recent.get('a', 'after'), recent.get('a', 'before')?.coversSeq]).toEqual([null, 9])
})

it('R62: what was read before it was dropped is kept by nobody', async () => {
  const answers: ((served: Served) => void)[] = []
  const recent = new RecentSnapshots(() => new Promise((resolve) => answers.push(resolve)))
  const before = recent.load('a', 'g')
  recent.drop('a')
  const after = recent.load('a', 'g')
  answers[0]?.(snapshot(1))
  expect((await before)?.coversSeq).toBe(1)
  expect(recent.get('a', 'g')).toBeNull()
  answers[1]?.(snapshot(2))
  await after
  expect(recent.get('a', 'g')?.coversSeq).toBe(2)
})
