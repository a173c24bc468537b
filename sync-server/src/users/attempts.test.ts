import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { addressKey } from './address.ts'
import { Attempts } from './attempts.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const wait = (ms: number): unknown => vi.setSystemTime(Date.now() + ms)
const takes = (attempts: Attempts, key: string, times: number): number =>
  Array.from({ length: times }, () => attempts.take(key)).filter(Boolean).length

it('T15: so many wrong guesses for a key, then none until the window is over; other keys are not concerned', () => {
  const attempts = new Attempts(3, 1_000)
  expect(takes(attempts, 'a', 10)).toBe(3)
  expect(takes(attempts, 'b', 10)).toBe(3)
  wait(999)
  expect(attempts.take('a')).toBe(false)
  wait(1)
  expect(takes(attempts, 'a', 10)).toBe(3)
})

it('T15: asking while there are none left does not make the wait longer', () => {
  const attempts = new Attempts(1, 1_000)
  for (let i = 0; i < 10; i += 1) {
    attempts.take('a')
    wait(100)
  }
  expect(attempts.take('a')).toBe(true)
})

it('T15: a guess that was right does not count, and does not forgive the wrong ones', () => {
  const attempts = new Attempts(3, 1_000)
  attempts.take('a')
  for (let i = 0; i < 10; i += 1) {
    expect(attempts.take('a')).toBe(true)
    attempts.giveBack('a')
  }
  expect(takes(attempts, 'a', 10)).toBe(2)
})

it('R50: what costs more leaves less, and it says how long until there is all of it again', () => {
  const attempts = new Attempts(10, 1_000)
  expect(attempts.wait('a')).toBe(0)
  expect([attempts.take('a', 5), attempts.take('a', 5), attempts.take('a')]).toEqual([
    true,
    true,
    false,
  ])
  wait(400)
  expect(attempts.wait('a')).toBe(600)
  wait(600)
  expect(attempts.wait('a')).toBe(0)
  expect(attempts.take('a', 5)).toBe(true)
})

it('T15: floods of keys are bounded, and push out the oldest first', () => {
  const attempts = new Attempts(1, 1_000)
  attempts.take('oldest')
  for (let i = 0; i < 49_999; i += 1) attempts.take(`key ${i}`)
  expect(attempts.take('oldest')).toBe(false)
  attempts.take('one more')
  expect(attempts.take('oldest')).toBe(true)
})

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::1', '0:0:0:0'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['2001:db8::1:2:3:4:5', '2001:db8:0:1'],
  ['2001::', '2001:0:0:0'],
  [undefined, 'unknown'],
])('T15: the address %s counts as %s', (address, key) => {
  expect(addressKey(address)).toBe(key)
})
