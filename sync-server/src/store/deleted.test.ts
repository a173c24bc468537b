import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Deleted } from './deleted.ts'

const range = fc.record({
  client: fc.nat(1),
  from: fc.nat(60),
  length: fc.integer({ min: 1, max: 12 }),
})

const stateOf = (deleted: Deleted): unknown => {
  const entries = new Map(deleted.entries())
  const pairs = [...entries.values()].reduce((sum, { length }) => sum + length, 0)
  expect(deleted.ranges).toBe(pairs / 2)
  return [deleted.total, entries]
}

it('R17: deleted ranges are the set of their clocks, however they were added', () => {
  fc.assert(
    fc.property(fc.array(range, { maxLength: 25 }), range, (ranges, asked) => {
      const deleted = new Deleted()
      const clocks = new Set<string>()
      for (const { client, from, length } of ranges) {
        deleted.add(client, from, from + length)
        for (let clock = from; clock < from + length; clock += 1) clocks.add(`${client} ${clock}`)
      }
      expect(deleted.total).toBe(clocks.size)
      const { client, from, length } = asked
      const all = Array.from({ length }, (_, i) => clocks.has(`${client} ${from + i}`)).every(
        Boolean,
      )
      expect(deleted.covers(client, from, from + length)).toBe(all)
      const atOnce = new Deleted()
      for (const half of [ranges.slice(0, 9), ranges.slice(9)])
        for (const one of [0, 1]) {
          const own = half.filter((each) => each.client === one)
          const added = own.map((each) => ({ from: each.from, to: each.from + each.length }))
          if (added.length > 0) atOnce.addAll(one, added)
        }
      expect(stateOf(atOnce)).toEqual(stateOf(deleted))
      const again = Deleted.decode(deleted.encode())
      expect(again.total).toBe(deleted.total)
      expect(again.encode()).toEqual(deleted.encode())
    }),
    { numRuns: 500 },
  )
})
