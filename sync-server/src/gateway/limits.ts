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

/** What a bucket of `rate` tokens a second has after so many seconds more. */
const filled = (tokens: number, rate: number, seconds: number): number =>
  Math.min(rate * BURST, tokens + seconds * rate)

/** Not below what is lent. */
const lent = (tokens: number, rate: number, { seconds }: Credit): number =>
  Math.max(tokens, -rate * seconds)

/** How many ms it takes until nothing is owed. */
const payable = (tokens: number, rate: number): number =>
  tokens >= 0 ? 0 : (-tokens / rate) * 1000

/**
 * What somebody may send: two buckets, of messages and of bytes, that fill by the second. No timer: it counts when it is
 * asked. `now` is `performance.now()`. Every socket has one: it is one small object.
 */
export class Budget {
  readonly #rate: Rate
  readonly #credit: Credit
  #messages: number
  #bytes: number
  #at: number

  constructor(rate: Rate, credit: Credit, now = performance.now()) {
    this.#rate = rate
    this.#credit = credit
    this.#messages = rate.messagesPerSecond * BURST
    this.#bytes = rate.bytesPerSecond * BURST
    this.#at = now
  }

  /**
   * Takes one message of so many bytes, if need be on credit. Answers with for how many ms nothing more may come, until it
   * is paid back; 0: go on; Infinity: too much.
   */
  draw(bytes: number, now: number): number {
    const { messagesPerSecond, bytesPerSecond } = this.#rate
    const seconds = (now - this.#at) / 1000
    const messagesLeft = filled(this.#messages, messagesPerSecond, seconds) - 1
    const bytesLeft = filled(this.#bytes, bytesPerSecond, seconds) - bytes
    this.#at = now
    this.#messages = lent(messagesLeft, messagesPerSecond, this.#credit)
    this.#bytes = lent(bytesLeft, bytesPerSecond, this.#credit)
    const isTooMuch = messagesLeft < this.#messages || bytesLeft < this.#bytes
    if (isTooMuch && this.#credit.strict) return Infinity
    return Math.max(
      payable(this.#messages, messagesPerSecond),
      payable(this.#bytes, bytesPerSecond),
    )
  }
}

/** The budget that all sockets of one key share, and how many they are. */
export class Share extends Budget {
  readonly of: Shares
  readonly key: string
  connections = 0

  constructor(of: Shares, key: string, rate: Rate, credit: Credit, now: number) {
    super(rate, credit, now)
    this.of = of
    this.key = key
  }
}

/** What all sockets of one person, of one link's guests, or in one document, may have and send together (R50). */
export class Shares {
  readonly #limits: Rate & { connections: number }
  readonly #credit: Credit
  readonly #open = new Map<string, Share>()
  /** Those that nobody has a socket in any more, and since when; who comes back finds what they owe. */
  readonly #left = new Map<string, number>()

  constructor(limits: Rate & { connections: number }, credit: Credit) {
    this.#limits = limits
    this.#credit = credit
  }

  /** One more socket. Answers with the budget that it shares; null when there are as many as there may be. */
  take(key: string, now = performance.now()): Share | null {
    const shared = this.#open.get(key) ?? new Share(this, key, this.#limits, this.#credit, now)
    if (shared.connections >= this.#limits.connections) return null
    shared.connections += 1
    this.#open.set(key, shared)
    this.#left.delete(key)
    return shared
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
export const takeSeats = (seats: readonly Seat[]): Share[] | null => {
  const shares = seats.map(({ of, key }) => of.take(key))
  if (shares.every((share) => share !== null)) return shares
  giveSeats(shares.filter((share) => share !== null))
  return null
}

/** One socket less in each. */
export const giveSeats = (shares: readonly Share[]): void => {
  for (const { of, key } of shares) of.give(key)
}
