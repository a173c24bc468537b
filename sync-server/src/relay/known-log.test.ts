import { expect, it } from 'vitest'
import { letter } from '../../test/stage/forge.ts'
import { never, untouchedLog } from '../../test/stage/log.ts'
import type { Entry, Loaded } from '../store/types.ts'
import { KnownLog } from './known-log.ts'

const entry = (seq: number, update: Uint8Array): Entry => ({
  seq,
  update,
  author: 'user:ada',
  clients: [],
  at: 0,
})

const loadedAt = (seq: number, tail: Entry[], trimmed = 0): Loaded => ({
  head: { generation: 'g', seq, epoch: 0, trimmed },
  snapshot: null,
  tail,
})

it('R62: what cannot be understood in the log is reported, and the rest is known', () => {
  const errors: unknown[] = []
  const known = new KnownLog({
    document: 'd',
    log: untouchedLog,
    loaded: loadedAt(3, [
      entry(1, letter(1, 0)),
      entry(2, Uint8Array.of(9, 9)),
      entry(3, letter(2, 0, [1, 0])),
    ]),
    pass: never,
    onHole: never,
    onError: (error) => errors.push(error),
  })
  expect(errors).toHaveLength(1)
  expect([1, 2].map((client) => known.knowledge.clock(client))).toEqual([1, 1])
})

it('R60: where the log was trimmed beyond what was passed on, nobody is given a log with a hole', async () => {
  const later = loadedAt(9, [entry(9, letter(1, 0))], 8)
  let holes = 0
  const known = new KnownLog({
    document: 'd',
    log: {
      ...untouchedLog,
      head: async () => later.head,
      read: async () => ({ entries: later.tail, more: false }),
      load: async () => later,
    },
    loaded: loadedAt(3, []),
    pass: never,
    onHole: () => (holes += 1),
    onError: never,
  })
  await known.follow(9)
  expect([holes, known.head.seq, known.knowledge.clock(1)]).toEqual([1, 9, 1])
})
