import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Pacer } from './pacer.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Somebody who asks; `answered`: which questions, and when, in ms. */
const asking = () => {
  const pacer = new Pacer()
  const began = performance.now()
  const answered: [question: number, at: number][] = []
  const ask = (question: number, takes = 0): void =>
    pacer.ask(async () => {
      answered.push([question, performance.now() - began])
      if (takes > 0) await new Promise((resolve) => setTimeout(resolve, takes))
    })
  return { ask, answered }
}

it('R50: three questions are answered at once; after that one in a second, the newest', async () => {
  const { ask, answered } = asking()
  for (let i = 1; i <= 3; i += 1) {
    ask(i)
    await vi.advanceTimersByTimeAsync(0)
  }
  for (let i = 4; i <= 500; i += 1) {
    ask(i)
    await vi.advanceTimersByTimeAsync(2)
  }
  await vi.advanceTimersByTimeAsync(10_000)
  expect(answered.slice(0, 3)).toEqual([1, 2, 3].map((question) => [question, 0]))
  expect(answered.slice(3)).toEqual([[500, 1_000]])
})

it('R50: who goes on asking is answered once a second; who stops has three answers free again', async () => {
  const { ask, answered } = asking()
  for (let at = 0; at < 10_000; at += 100) {
    ask(at)
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(answered.length).toBeLessThanOrEqual(13)
  expect(answered.length).toBeGreaterThanOrEqual(12)
  await vi.advanceTimersByTimeAsync(4_000)
  const before = answered.length
  for (let i = 0; i < 3; i += 1) {
    ask(i)
    await vi.advanceTimersByTimeAsync(0)
  }
  expect(answered.length).toBe(before + 3)
})

it('R50: what is asked while an answer is under way is answered after it', async () => {
  const { ask, answered } = asking()
  ask(1, 500)
  for (let i = 2; i <= 9; i += 1) ask(i)
  await vi.advanceTimersByTimeAsync(499)
  expect(answered).toEqual([[1, 0]])
  await vi.advanceTimersByTimeAsync(1)
  expect(answered).toEqual([
    [1, 0],
    [9, 500],
  ])
})
