import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Familiar } from './familiar.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const DAY = 24 * 3_600_000
const addresses = (count: number): string[] => Array.from({ length: count }, (_, i) => `at ${i}`)

it('T15: an address is known for the account that came from there, and for no other', () => {
  const familiar = new Familiar()
  familiar.add('ada', 'home')
  expect(familiar.has('ada', 'home')).toBe(true)
  expect(familiar.has('ada', 'elsewhere')).toBe(false)
  expect(familiar.has('grace', 'home')).toBe(false)
})

it('T15: it is known for 30 days after it was last used', () => {
  const familiar = new Familiar()
  familiar.add('ada', 'home')
  vi.setSystemTime(Date.now() + 29 * DAY)
  familiar.add('ada', 'home')
  vi.setSystemTime(Date.now() + 29 * DAY)
  expect(familiar.has('ada', 'home')).toBe(true)
  vi.setSystemTime(Date.now() + DAY)
  expect(familiar.has('ada', 'home')).toBe(false)
})

it('T15 R50: memory is bounded: of one account the newest 8 addresses, of all the newest 20,000 accounts', () => {
  const familiar = new Familiar()
  familiar.add('grace', 'home')
  for (const address of addresses(20_000)) familiar.add('ada', address)
  const known = addresses(20_000).filter((address) => familiar.has('ada', address))
  expect(known).toEqual(addresses(20_000).slice(-8))
  expect(familiar.has('grace', 'home')).toBe(true)
  for (const key of addresses(20_000)) familiar.add(key, 'home')
  expect(familiar.has('grace', 'home')).toBe(false)
  expect(familiar.has('at 0', 'home')).toBe(true)
})
