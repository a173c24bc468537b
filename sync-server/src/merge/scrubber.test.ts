import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Lanes } from './lanes.ts'
import { Scrubber } from './scrubber.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** Each scrub takes a second, or fails. */
const scrubber = (fails: () => boolean = () => false) => {
  const begun: number[] = []
  const scrub = async (): Promise<void> => {
    begun.push(performance.now())
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    if (fails()) throw new Error('somebody reads')
  }
  return { begun, scrubber: new Scrubber({ scrub }, new Lanes()) }
}

it('F28: all who ask before it begins wait for one; who asks later, for the next', async () => {
  const { begun, scrubber: own } = scrubber()
  const first = [own.scrub(), own.scrub(), own.scrub()]
  await vi.advanceTimersByTimeAsync(500)
  expect(begun).toHaveLength(1)
  const late = own.scrub()
  await vi.advanceTimersByTimeAsync(20_000)
  await Promise.all([...first, late])
  expect(begun).toHaveLength(2)
})

it('F28 R50: whoever asks all the time holds others up a tenth of it', async () => {
  const { begun, scrubber: own } = scrubber()
  const asking = setInterval(() => void own.scrub(), 10)
  await vi.advanceTimersByTimeAsync(60_000)
  clearInterval(asking)
  expect(begun.length).toBeGreaterThan(3)
  expect(begun.length).toBeLessThan(8)
})

it('C3 F28: when somebody is in the way, who asked hears of it, and it is done later', async () => {
  let busy = true
  const { begun, scrubber: own } = scrubber(() => busy)
  const asked = own.scrub().catch((error: unknown) => String(error))
  await vi.advanceTimersByTimeAsync(2_000)
  expect(await asked).toContain('somebody reads')
  busy = false
  await vi.advanceTimersByTimeAsync(60_000)
  expect(begun).toHaveLength(2)
})
