import { expect, it } from 'vitest'
import { backoff } from './backoff.ts'

it('grows, spreads over the whole interval, and never passes 10 s', () => {
  expect([0, 1, 2].map((attempt) => backoff(attempt, 0.5))).toEqual([250, 500, 1000])
  expect(backoff(0, 0)).toBe(0)
  expect(backoff(60, 0.999)).toBeLessThanOrEqual(10_000)
})
