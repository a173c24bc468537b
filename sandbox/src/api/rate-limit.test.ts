import { describe, expect, it } from 'vitest'
import { RateLimits } from './rate-limit.ts'

const EDIT = 'PATCH /channels/{channel_id}/messages/{message_id}'

describe('limits', () => {
  const limits = () => {
    const clock = { now: 0 }
    return { clock, all: new RateLimits(() => clock.now) }
  }

  it('F70: count from the first request of a window, apart for each channel', () => {
    const { clock, all } = limits()
    const edit = (channel_id: string) => all.takeRoute(EDIT, { channel_id, message_id: '9' })
    expect([1, 2, 3, 4, 5].map(() => edit('1').remaining)).toEqual([4, 3, 2, 1, 0])
    clock.now = 2000
    expect(edit('1')).toEqual({ isRefused: true, limit: 5, remaining: 0, resetAfter: 3 })
    expect(edit('2').isRefused).toBe(false)
    clock.now = 5000
    expect(edit('1')).toEqual({ isRefused: false, limit: 5, remaining: 4, resetAfter: 5 })
  })

  it('F70: let fifty requests of all routes through in a second', () => {
    const { clock, all } = limits()
    const taken = Array.from({ length: 51 }, () => all.takeGlobal().isRefused)
    expect(taken.filter((isRefused) => isRefused)).toHaveLength(1)
    clock.now = 1000
    expect(all.takeGlobal().isRefused).toBe(false)
  })
})
