import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { addressKey } from './address.ts'
import { Guesses } from './guesses.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const wait = (ms: number): unknown => vi.setSystemTime(Date.now() + ms)
const takes = (guesses: Guesses, key: string, times: number): number =>
  Array.from({ length: times }, () => guesses.take(key)).filter(Boolean).length

it('T15: so many wrong guesses for a key, then none until the window is over; other keys are not concerned', () => {
  const guesses = new Guesses(3, 1_000)
  expect(takes(guesses, 'a', 10)).toBe(3)
  expect(takes(guesses, 'b', 10)).toBe(3)
  wait(999)
  expect(guesses.take('a')).toBe(false)
  wait(1)
  expect(takes(guesses, 'a', 10)).toBe(3)
})

it('T15: asking while there are none left does not make the wait longer', () => {
  const guesses = new Guesses(1, 1_000)
  for (let i = 0; i < 10; i += 1) {
    guesses.take('a')
    wait(100)
  }
  expect(guesses.take('a')).toBe(true)
})

it('T15: a guess that was right does not count, and does not forgive the wrong ones', () => {
  const guesses = new Guesses(3, 1_000)
  guesses.take('a')
  for (let i = 0; i < 10; i += 1) {
    expect(guesses.take('a')).toBe(true)
    guesses.giveBack('a')
  }
  expect(takes(guesses, 'a', 10)).toBe(2)
})

it('T15: floods of keys are bounded, and push out the oldest first', () => {
  const guesses = new Guesses(1, 1_000)
  guesses.take('oldest')
  for (let i = 0; i < 49_999; i += 1) guesses.take(`key ${i}`)
  expect(guesses.take('oldest')).toBe(false)
  guesses.take('one more')
  expect(guesses.take('oldest')).toBe(true)
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
