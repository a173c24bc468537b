import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { setAlarm } from './alarm.ts'

const DAY = 86_400_000

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const alarm = (inMs: number) => {
  const rung: number[] = []
  const start = Date.now()
  const callOff = setAlarm(start + inMs, () => rung.push(Date.now() - start))
  return { rung, callOff }
}

it.each([1, 60_000, 24 * DAY, 26 * DAY, 400 * DAY])(
  'R34: rings once, %i ms from now, however long a timer can wait',
  (inMs) => {
    const { rung } = alarm(inMs)
    vi.advanceTimersByTime(inMs - 1)
    expect(rung).toEqual([])
    vi.advanceTimersByTime(2 * DAY)
    expect(rung).toHaveLength(1)
    expect(rung[0]).toBeGreaterThanOrEqual(inMs)
    expect(rung[0]).toBeLessThanOrEqual(inMs + 1)
  },
)

it('R34: what is past rings at once', () => {
  const { rung } = alarm(-DAY)
  vi.advanceTimersByTime(1)
  expect(rung).toHaveLength(1)
})

it.each([DAY, 60 * DAY])('R34: one of %i ms that is called off never rings', (inMs) => {
  const { rung, callOff } = alarm(inMs)
  vi.advanceTimersByTime(inMs - 1)
  callOff()
  vi.advanceTimersByTime(100 * DAY)
  expect(rung).toEqual([])
  expect(vi.getTimerCount()).toBe(0)
})
