/** How much may come in: messages and bytes a second. */
export type Rate = { messagesPerSecond: number; bytesPerSecond: number }

/** How much is lent to who has nothing left, in seconds' worth; more is not given (`strict`), or given and not counted. */
export type Credit = { seconds: number; strict: boolean }

/** Nothing: who sends more is closed. */
export const NO_CREDIT: Credit = { seconds: 0, strict: true }
/** Of one person: time to slow down, but no more than a few seconds of it. */
export const SHORT_CREDIT: Credit = { seconds: 5, strict: true }
/** Of a document, or of one link's guests: others pay no more than this for what one of them has sent. */
export const EASY_CREDIT: Credit = { seconds: 1, strict: false }

/** What a bucket holds, in seconds' worth: short bursts pass (R50). */
const BURST = 2

/** A bucket that fills with `rate` tokens a second. */
class Bucket {
  readonly #rate: number
  readonly #credit: Credit
  #tokens: number
  #at: number

  constructor(rate: number, credit: Credit, now: number) {
    this.#rate = rate
    this.#credit = credit
    this.#tokens = rate * BURST
    this.#at = now
  }

  /** Takes `cost`, if need be on credit. Answers with how many ms it takes to pay that back; 0: nothing owed. */
  draw(cost: number, now: number): number {
    const earned = ((now - this.#at) / 1000) * this.#rate
    const left = Math.min(this.#rate * BURST, this.#tokens + earned) - cost
    this.#at = now
    this.#tokens = Math.max(left, -this.#rate * this.#credit.seconds)
    if (left < this.#tokens && this.#credit.strict) return Infinity
    return this.#tokens >= 0 ? 0 : (-this.#tokens / this.#rate) * 1000
  }
}

/** What somebody may send. No timer: it counts when it is asked. `now` is `performance.now()`. */
export class Budget {
  readonly #messages: Bucket
  readonly #bytes: Bucket

  constructor(
    { messagesPerSecond, bytesPerSecond }: Rate,
    credit: Credit,
    now = performance.now(),
  ) {
    this.#messages = new Bucket(messagesPerSecond, credit, now)
    this.#bytes = new Bucket(bytesPerSecond, credit, now)
  }

  /** Takes one message of so many bytes. Answers with for how many ms nothing more may come; 0: go on; Infinity: too much. */
  draw(bytes: number, now: number): number {
    return Math.max(this.#messages.draw(1, now), this.#bytes.draw(bytes, now))
  }
}

/** What all sockets of one person, of one link's guests, or in one document, may have and send together (R50). */
export class Shares {
  readonly #limits: Rate & { connections: number }
  readonly #credit: Credit
  readonly #open = new Map<string, { budget: Budget; connections: number }>()
  /** Those that nobody has a socket in any more, and since when; who comes back finds what they owe. */
  readonly #left = new Map<string, number>()

  constructor(limits: Rate & { connections: number }, credit: Credit) {
    this.#limits = limits
    this.#credit = credit
  }

  /** One more socket. Answers with the budget that it shares; null when there are as many as there may be. */
  take(key: string, now = performance.now()): Budget | null {
    const { connections: most } = this.#limits
    const shared = this.#open.get(key) ?? {
      budget: new Budget(this.#limits, this.#credit, now),
      connections: 0,
    }
    if (shared.connections >= most) return null
    shared.connections += 1
    this.#open.set(key, shared)
    this.#left.delete(key)
    return shared.budget
  }

  /** One socket less. */
  give(key: string, now = performance.now()): void {
    const shared = this.#open.get(key)
    if (shared === undefined) return
    shared.connections -= 1
    if (shared.connections === 0) this.#left.set(key, now)
    this.#forget(now)
  }

  /** Whatever was owed is paid by now. */
  #forget(now: number): void {
    const paidAfter = (this.#credit.seconds + BURST) * 1000
    for (const [key, since] of this.#left) {
      if (now - since < paidAfter) return
      this.#left.delete(key)
      this.#open.delete(key)
    }
  }
}

/** A place that a socket takes among those that share something. */
export type Seat = { of: Shares; key: string }

/** One more socket in each of them, or, where one has no place left, in none: null then. */
export const takeSeats = (seats: readonly Seat[]): Budget[] | null => {
  const budgets = seats.map(({ of, key }) => of.take(key))
  const taken = budgets.filter((budget) => budget !== null)
  if (taken.length === seats.length) return taken
  giveSeats(seats.filter((_, i) => budgets[i] !== null))
  return null
}

/** One socket less in each. */
export const giveSeats = (seats: readonly Seat[]): void => {
  for (const { of, key } of seats) of.give(key)
}
