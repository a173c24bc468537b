import { describe, expect, it } from 'vitest'
import { Budget, EASY_CREDIT, NO_CREDIT, Shares, SHORT_CREDIT } from './limits.ts'

const RATE = { messagesPerSecond: 10, bytesPerSecond: 1_000 }

/** What so many messages of one byte at this moment are answered with. */
const drawn = (budget: Budget, count: number, now: number): number[] =>
  Array.from({ length: count }, () => budget.draw(1, now))

describe('a budget (R50)', () => {
  it('lets bursts of two seconds pass, and no more', () => {
    const rests = drawn(new Budget(RATE, EASY_CREDIT, 0), 21, 0)
    expect(rests.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 0))
    expect(rests[20]).toBeCloseTo(100)
  })

  it('counts bytes too, says how long they take to pay back, and fills again', () => {
    const budget = new Budget(RATE, EASY_CREDIT, 0)
    expect(budget.draw(2_000, 0)).toBe(0)
    expect(budget.draw(500, 0)).toBeCloseTo(500)
    expect(budget.draw(0, 499)).toBeCloseTo(1)
    expect(budget.draw(100, 1_000)).toBe(0)
  })

  it.each([
    ['of one connection lends nothing', NO_CREDIT, [0, Infinity]],
    [
      'of a person lends five seconds’ worth, for which they are read slower',
      SHORT_CREDIT,
      [5_000, Infinity],
    ],
    [
      'of a document lends as much as it takes, and counts one second’s worth',
      EASY_CREDIT,
      [1_000, 1_000],
    ],
  ])('%s', (_what, credit, [most, then]) => {
    const budget = new Budget(RATE, credit, 0)
    expect(Math.max(...drawn(budget, 20 + credit.seconds * 10, 0))).toBeCloseTo(most ?? 0)
    expect(drawn(budget, 1_000, 0).at(-1)).toBe(then)
    // what was not given is not owed
    expect(budget.draw(1, credit.seconds * 1_000 + 101)).toBe(0)
  })
})

describe('what many sockets share (R50)', () => {
  it('is one budget for all of one key, and for others another one', () => {
    const shares = new Shares({ ...RATE, connections: 2 }, SHORT_CREDIT)
    const [first, second] = [shares.take('ada'), shares.take('ada')]
    expect(first).not.toBeNull()
    expect(second).toBe(first)
    expect(shares.take('ada')).toBeNull()
    expect(shares.take('grace')).not.toBe(first)
  })

  it('outlives one of them, and the last for as long as anything may be owed', () => {
    const shares = new Shares({ ...RATE, connections: 2 }, SHORT_CREDIT)
    const first = shares.take('ada', 0)
    shares.take('ada', 0)
    shares.give('ada', 0)
    expect(shares.take('ada', 0)).toBe(first)
    shares.give('ada', 0)
    shares.give('ada', 0)
    expect(shares.take('ada', 6_000)).toBe(first)
    shares.give('ada', 6_000)
    shares.take('grace', 6_000)
    shares.give('grace', 12_999)
    expect(shares.take('ada', 12_999)).toBe(first)
    shares.give('ada', 12_999)
    shares.give('grace', 20_000)
    expect(shares.take('ada', 20_000)).not.toBe(first)
  })

  const SOCKETS = 100
  const own = { messagesPerSecond: 500, bytesPerSecond: 1e9 }

  /**
   * So many sockets that send 500 messages a second each, all the time; what comes while one is not read comes
   * after that. Who is closed is back at once. Answers with how many messages come through in so many seconds.
   */
  const flood = (seconds: number, shared: (now: number) => Budget | null) => {
    const sockets = Array.from({ length: SOCKETS }, () => ({
      budgets: [new Budget(own, NO_CREDIT, 0), shared(0)],
      waiting: 0,
      restUntil: 0,
    }))
    let passed = 0
    for (let now = 0; now < seconds * 1_000; now += 10) {
      for (const socket of sockets) {
        socket.waiting += 5
        if (now < socket.restUntil) continue
        for (; socket.waiting > 0; socket.waiting -= 1) {
          const rests = socket.budgets.map((budget) => budget?.draw(10, now) ?? 0)
          const rest = Math.max(...rests)
          if (rest === Infinity) {
            socket.budgets = [new Budget(own, NO_CREDIT, now), shared(now)]
            socket.waiting = 0
            break
          }
          passed += 1
          socket.restUntil = Math.max(socket.restUntil, now + Math.min(rest, 1_000))
        }
      }
    }
    return passed
  }

  it('R50: a hundred sockets of one person, who come back as often as they are closed, send little more than one may', () => {
    const rate = { messagesPerSecond: 2_000, bytesPerSecond: 1e9, connections: SOCKETS }
    const shares = new Shares(rate, SHORT_CREDIT)
    let open = 0
    const passed = flood(60, (now) => {
      if (open === SOCKETS) shares.give('eve', now)
      else open += 1
      return shares.take('eve', now)
    })
    expect(passed).toBeGreaterThan(2_000 * 59)
    expect(passed).toBeLessThan(2_000 * 68)
  })

  it('R50: others in a document wait a second at most for what one has sent', () => {
    const shared = new Budget({ messagesPerSecond: 10_000, bytesPerSecond: 1e9 }, EASY_CREDIT, 0)
    flood(10, () => shared)
    expect(shared.draw(10, 10_000)).toBeLessThanOrEqual(1_000)
    expect(shared.draw(10, 11_001)).toBe(0)
  })
})
