import { expect, it } from 'vitest'
import * as Y from 'yjs'
import type { Entry, Loaded } from '../store/types.ts'
import { compact } from './compact.ts'

const HEAD = { generation: 'g', epoch: 0, trimmed: 0 }

/** One entry for each key. */
const typed = (text: string): Entry[] => {
  const doc = new Y.Doc()
  const entries: Entry[] = []
  doc.on('update', (update: Uint8Array) =>
    entries.push({ seq: entries.length + 1, author: 'user:ada', clients: [], at: 1, update }),
  )
  for (const [i, key] of text.split('').entries()) doc.getText('content').insert(i, key)
  return entries
}

const loaded = (tail: Entry[]): Loaded => ({
  head: { ...HEAD, seq: tail.at(-1)?.seq ?? 0 },
  snapshot: null,
  tail,
})

it('R62: what cannot be taken is left out by its seq, wherever it stands, and only that', () => {
  const bad = (seq: number): Entry[] =>
    typed('x').map((entry) => ({ ...entry, seq, update: Uint8Array.of(1, 1, 9, 0, 31) }))
  const good = typed('hello!').map((entry) => ({ ...entry, seq: entry.seq + 1 }))
  const { snapshot, poison } = compact(loaded([...bad(1), ...good, ...bad(8)]), 1)
  expect([snapshot.text, snapshot.coversSeq, poison]).toEqual(['hello!', 8, [1, 8]])
})

it('R61: of a snapshot that waits for something that never was no other is made', () => {
  const [, second] = typed('ab')
  const { snapshot } = compact(loaded(typed('a')), 1)
  const broken = { ...snapshot, update: second?.update ?? new Uint8Array() }
  expect(() => compact({ ...loaded([]), snapshot: broken }, 2)).toThrow(/Restore/)
})
