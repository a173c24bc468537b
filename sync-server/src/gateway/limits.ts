/** How much may come in: messages and bytes a second. */
export type Rate = { messagesPerSecond: number; bytesPerSecond: number }

/** A bucket that fills with `rate` tokens a second and holds two seconds' worth: short bursts pass (R50). */
class Bucket {
  readonly #rate: number
  #tokens: number
  #at: number

  constructor(rate: number, now: number) {
    this.#rate = rate
    this.#tokens = rate * 2
    this.#at = now
  }

  /** Takes `cost`, if need be on credit. Answers with how many ms it takes to pay that back; 0: nothing owed. */
  draw(cost: number, now: number): number {
    this.#tokens = Math.min(this.#rate * 2, this.#tokens + ((now - this.#at) / 1000) * this.#rate)
    this.#at = now
    this.#tokens -= cost
    return this.#tokens >= 0 ? 0 : (-this.#tokens / this.#rate) * 1000
  }
}

/** What somebody may send. No timer: it counts when it is asked. `now` is `performance.now()`. */
export class Budget {
  readonly #messages: Bucket
  readonly #bytes: Bucket

  constructor({ messagesPerSecond, bytesPerSecond }: Rate, now = performance.now()) {
    this.#messages = new Bucket(messagesPerSecond, now)
    this.#bytes = new Bucket(bytesPerSecond, now)
  }

  /** Takes one message of so many bytes. Answers with for how many ms nothing more may come; 0: go on. */
  draw(bytes: number, now: number): number {
    return Math.max(this.#messages.draw(1, now), this.#bytes.draw(bytes, now))
  }
}

/** What all sockets of one person, of one link's guests, or in one document, may have and send together (R50). */
export class Shares {
  readonly #limits: Rate & { connections: number }
  readonly #open = new Map<string, { budget: Budget; connections: number }>()

  constructor(limits: Rate & { connections: number }) {
    this.#limits = limits
  }

  /** One more socket. Answers with the budget that it shares; null when there are as many as there may be. */
  take(key: string): Budget | null {
    const shared = this.#open.get(key) ?? { budget: new Budget(this.#limits), connections: 0 }
    if (shared.connections >= this.#limits.connections) return null
    shared.connections += 1
    this.#open.set(key, shared)
    return shared.budget
  }

  /** One socket less. */
  give(key: string): void {
    const shared = this.#open.get(key)
    if (shared === undefined) return
    shared.connections -= 1
    if (shared.connections === 0) this.#open.delete(key)
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
