import { expect, it } from 'vitest'
import { letter } from '../../test/stage/forge.ts'
import type { Entry } from '../store/types.ts'
import { KnownLog } from './known-log.ts'

const entry = (seq: number, update: Uint8Array): Entry => ({
  seq,
  update,
  author: 'user:ada',
  clients: [],
  at: 0,
})

it('R62: what cannot be understood in the log is reported, and the rest is known', () => {
  const errors: unknown[] = []
  const never = (): never => {
    throw new Error('the log is not asked')
  }
  const known = new KnownLog({
    document: 'd',
    log: {
      append: never,
      head: never,
      read: never,
      load: never,
      quarantine: never,
      trim: never,
      find: never,
    },
    loaded: {
      head: { generation: 'g', seq: 3, epoch: 0, trimmed: 0 },
      snapshot: null,
      tail: [entry(1, letter(1, 0)), entry(2, Uint8Array.of(9, 9)), entry(3, letter(2, 0, [1, 0]))],
    },
    pass: never,
    onError: (error) => errors.push(error),
  })
  expect(errors).toHaveLength(1)
  expect([1, 2].map((client) => known.knowledge.clock(client))).toEqual([1, 1])
})
