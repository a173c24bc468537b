import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Heartbeat } from './heartbeat.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('R52: every socket has its turn once in 15 s, and no moment belongs to all of them', () => {
  const heartbeat = new Heartbeat()
  const beats = Array.from({ length: 600 }, () => 0)
  const sockets = beats.map((_, i) => ({ beat: () => void (beats[i] = (beats[i] ?? 0) + 1) }))
  for (const socket of sockets) heartbeat.add(socket)
  expect(heartbeat.size).toBe(600)
  const total = (): number => beats.reduce((sum, count) => sum + count, 0)
  for (let before = 0; before < 600; before = total()) {
    vi.advanceTimersToNextTimer()
    expect(total() - before).toBe(10)
  }
  expect(new Set(beats)).toEqual(new Set([1]))
  vi.advanceTimersByTime(15_000)
  expect(new Set(beats)).toEqual(new Set([2]))
  for (const socket of sockets.slice(1)) heartbeat.remove(socket)
  vi.advanceTimersByTime(15_000)
  expect([heartbeat.size, total()]).toEqual([1, 1_201])
  heartbeat.stop()
  vi.advanceTimersByTime(15_000)
  expect(total()).toBe(1_201)
})
