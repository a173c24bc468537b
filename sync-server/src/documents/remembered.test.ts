import { expect, it, onTestFinished, vi } from 'vitest'
import { Remembered } from './remembered.ts'

const remembered = (most = 100): Remembered<string> =>
  new Remembered({ most, weigh: (value) => value.length, life: 1_000 })

const counted = (value: string) => vi.fn(async () => value)

it('is made once, for those who ask while it is being made, too', async () => {
  const texts = remembered()
  const make = counted('x')
  const asked = [texts.get('a', make), texts.get('a', make)]
  expect(await Promise.all([...asked, texts.get('a', make)])).toEqual(['x', 'x', 'x'])
  expect(make).toHaveBeenCalledTimes(1)
})

it('is made anew when it is too old', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const texts = remembered()
  await texts.get('a', counted('old'))
  vi.advanceTimersByTime(999)
  expect(await texts.get('a', counted('new'))).toBe('old')
  vi.advanceTimersByTime(1)
  expect(await texts.get('a', counted('new'))).toBe('new')
})

it('what fails is tried again', async () => {
  const texts = remembered()
  await expect(texts.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await texts.get('a', counted('x'))).toBe('x')
})

it('R50: no more is kept than there is room for: the oldest goes first, and what is too large at once', async () => {
  const texts = remembered(10)
  await texts.get('a', counted('1234'))
  await texts.get('b', counted('1234'))
  await texts.get('c', counted('1234'))
  const again = { a: counted('x'), b: counted('x'), c: counted('x') }
  expect(await texts.get('c', again.c)).toBe('1234')
  expect(await texts.get('b', again.b)).toBe('1234')
  expect(await texts.get('a', again.a)).toBe('x')
  await texts.get('d', counted('x'.repeat(11)))
  expect(await texts.get('d', counted('new'))).toBe('new')
})
