import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { surplus } from './thinning.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** A Monday, at a full hour. */
const NOW = 1_767_603_600_000

type Kept = { seq: number; at: number }

const thinned = (versions: readonly Kept[], now: number): Kept[] => {
  const drop = new Set(surplus(versions, now))
  return versions.filter(({ seq }) => !drop.has(seq))
}

/** One version every `step` ms, from `age` ago until `until` ago; how many of them are kept. */
const keptOf = (age: number, until: number, step: number): number => {
  const count = (age - until) / step
  const versions = Array.from({ length: count }, (_, i) => ({
    seq: i + 1,
    at: NOW - age + (i + 0.5) * step,
  }))
  return thinned(versions, NOW).length
}

describe('thinning versions with their age', () => {
  it.each([
    ['all of the last hour', HOUR, 0, MINUTE, 59, 60],
    ['one in ten minutes of the last day', DAY, HOUR, MINUTE, 138, 139],
    ['one an hour of the last 30 days', 30 * DAY, DAY, 10 * MINUTE, 29 * 24, 29 * 24 + 1],
    ['one a day of the last year', 365 * DAY, 30 * DAY, 6 * HOUR, 335, 336],
    ['one a week of what was before', 10 * 364 * DAY, 364 * 2 * DAY, DAY, 8 * 52, 8 * 52 + 1],
  ])('F28: %s', (_what, age, until, step, least, most) => {
    const kept = keptOf(age, until, step)
    expect(kept).toBeGreaterThanOrEqual(least)
    expect(kept).toBeLessThanOrEqual(most)
  })

  const versions = fc
    .array(fc.integer({ min: -100, max: 3 * 365 * 24 * 60 }), { maxLength: 80 })
    .map((ages) => ages.map((age, i) => ({ seq: i + 1, at: NOW - age * MINUTE })))

  it('F28: the newest one stays, also when clocks jump', () => {
    fc.assert(
      fc.property(versions, (versions) => {
        expect(thinned(versions, NOW).at(-1)).toEqual(versions.at(-1))
      }),
    )
  })

  it('F28: doing it often comes to the same as doing it once', () => {
    const later = fc.integer({ min: 0, max: 800 * 24 * 60 })
    fc.assert(
      fc.property(versions, later, later, (versions, first, second) => {
        const middle = NOW + Math.min(first, second) * MINUTE
        const end = NOW + Math.max(first, second) * MINUTE
        expect(thinned(thinned(versions, middle), end)).toEqual(thinned(versions, end))
      }),
    )
  })
})
