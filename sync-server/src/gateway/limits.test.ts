import { describe, expect, it } from 'vitest'
import { Budget, Shares } from './limits.ts'

const RATE = { messagesPerSecond: 10, bytesPerSecond: 1_000 }

describe('a budget (R50)', () => {
  it('lets bursts of two seconds pass, and no more', () => {
    const budget = new Budget(RATE, 0)
    const rests = Array.from({ length: 21 }, () => budget.draw(1, 0))
    expect(rests.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 0))
    expect(rests[20]).toBeCloseTo(100)
  })

  it('counts bytes too, says how long they take to pay back, and fills again', () => {
    const budget = new Budget(RATE, 0)
    expect(budget.draw(2_000, 0)).toBe(0)
    expect(budget.draw(500, 0)).toBeCloseTo(500)
    expect(budget.draw(0, 499)).toBeCloseTo(1)
    expect(budget.draw(100, 1_000)).toBe(0)
  })
})

describe('what many sockets share (R50)', () => {
  it('is one budget for all of one key, and for others another one', () => {
    const shares = new Shares({ ...RATE, connections: 2 })
    const [first, second] = [shares.take('ada'), shares.take('ada')]
    expect(first).not.toBeNull()
    expect(second).toBe(first)
    expect(shares.take('ada')).toBeNull()
    expect(shares.take('grace')).not.toBe(first)
  })

  it('outlives one of them, and ends with the last', () => {
    const shares = new Shares({ ...RATE, connections: 2 })
    const first = shares.take('ada')
    shares.take('ada')
    shares.give('ada')
    expect(shares.take('ada')).toBe(first)
    shares.give('ada')
    shares.give('ada')
    expect(shares.take('ada')).not.toBe(first)
  })
})
