import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolves } from './order.ts'
import type { Need, Section } from './order.ts'

/** Sections of so many clocks each, in this order, with what they need. */
const sectionsOf = (needs: readonly (readonly Need[])[], end = 100): Map<number, Section> =>
  new Map(
    needs.map((own, client) => [
      client,
      { client, known: 0, start: 0, end, needs: [...own], met: 0, open: false },
    ]),
  )

const allResolve = (sections: Map<number, Section>): boolean =>
  resolves(
    sections,
    [...sections.values()].filter(({ needs }) => needs.length > 0),
  )

/** Goes round and lets everybody go on as far as they can, until nobody can. */
const slowly = (needs: readonly (readonly Need[])[]): boolean => {
  const met = needs.map(() => 0)
  const reached = (client: number): number => needs[client]?.[met[client] ?? 0]?.clock ?? Infinity
  for (let moved = true; moved;) {
    moved = false
    for (const [client, own] of needs.entries()) {
      const next = own[met[client] ?? 0]
      if (next === undefined || reached(next.on) <= next.at) continue
      met[client] = (met[client] ?? 0) + 1
      moved = true
    }
  }
  return needs.every((own, client) => met[client] === own.length)
}

const anyNeeds = fc.array(
  fc
    .array(fc.record({ clock: fc.nat(9), on: fc.nat(5), at: fc.nat(9) }), { maxLength: 5 })
    .map((needs) => needs.sort((a, b) => a.clock - b.clock)),
  { minLength: 6, maxLength: 6 },
)

describe('R12 R14: an order in which everything can be integrated', () => {
  it('is found if there is one, and only then', () => {
    fc.assert(
      fc.property(anyNeeds, (needs) => {
        const others = needs.map((own, client) => own.filter(({ on }) => on !== client))
        expect(allResolve(sectionsOf(others))).toBe(slowly(others))
      }),
      { numRuns: 2_000 },
    )
  })

  it('is found in an update that names its clients in the worst order', () => {
    const count = 100_000
    const chain = Array.from({ length: count }, (_, client): Need[] =>
      client === count - 1 ? [] : [{ clock: 0, on: client + 1, at: 0 }],
    )
    expect(allResolve(sectionsOf(chain))).toBe(true)
    chain[count - 1] = [{ clock: 0, on: 0, at: 0 }]
    expect(allResolve(sectionsOf(chain))).toBe(false)
  })

  it('is found where two take turns and thousands wait for each of the turns', () => {
    const turns = 20_000
    const one: Need[] = Array.from({ length: turns }, (_, i) => ({ clock: i + 1, on: 1, at: i }))
    const two: Need[] = Array.from({ length: turns }, (_, i) => ({ clock: i, on: 0, at: i }))
    const waiting = one.map(({ at }): Need[] => [{ clock: 0, on: 0, at }])
    expect(allResolve(sectionsOf([one, two, ...waiting.toReversed()], turns + 1))).toBe(true)
  })
})
