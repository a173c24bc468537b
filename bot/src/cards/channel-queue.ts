import type { Log } from '../log.ts'

/**
 * Discord allows 3 edits in 6 s to the older messages of a channel (error 30046). With 2.1 s of
 * rest after each edit has been answered, four of them take more than 6.3 s however the network
 * delays them.
 */
export const CHANNEL_REST = 2_100
/**
 * One message is edited every 5 s at most: its picture reloads for everybody who sees it. The
 * server already waits for a pause in the typing (about 1 s), so there is no second wait here: a
 * card at rest follows at once, one that is being written in is at most 5 s behind, and only its
 * newest state is ever sent.
 */
export const MESSAGE_REST = 5_000

const FIRST_RETRY = 2_000
const LONGEST_RETRY = 60_000
const MAX_TRIES = 6
/**
 * Pictures are held while they are uploaded; this bounds how many. Discord's own limit is 50 calls
 * a second.
 */
const MAX_AT_ONCE = 8

/**
 * Brings one message up to date, whatever that means by now. `false`: there was nothing to send.
 */
export type Job = () => Promise<boolean>

type Waiting = { job: Job; notBefore: number; tries: number }
type Line = {
  waiting: Map<string, Waiting>
  /** When each message may be edited again. */
  rests: Map<string, number>
  restsUntil: number
  running: boolean
  timer: NodeJS.Timeout | undefined
}

/**
 * Runs jobs in one line per channel, at the pace above. A job that waits is replaced by a newer one
 * for the same message; a job that fails is tried again with growing pauses, then left to the next
 * change or sweep (C7).
 */
export class ChannelQueue {
  readonly #lines = new Map<string, Line>()
  readonly #blocked = new Set<string>()
  readonly #log: Log
  #running = 0
  #closed = false

  constructor(log: Log) {
    this.#log = log
  }

  add(channel: string, message: string, job: Job): void {
    if (this.#closed) return
    const line = this.#lines.get(channel) ?? newLine()
    this.#lines.set(channel, line)
    const before = line.waiting.get(message)
    line.waiting.set(message, { job, notBefore: before?.notBefore ?? 0, tries: before?.tries ?? 0 })
    this.#wake(channel, line)
  }

  /** Forgets what waits; a job that runs is not interrupted. */
  close(): void {
    this.#closed = true
    for (const line of this.#lines.values()) clearTimeout(line.timer)
    this.#lines.clear()
  }

  #wake(channel: string, line: Line): void {
    if (line.running || this.#closed) return
    clearTimeout(line.timer)
    const next = soonest(line)
    if (next === null) return this.#rest(channel, line)
    const wait = next.at - Date.now()
    if (wait > 0) line.timer = setTimeout(() => this.#wake(channel, line), wait)
    else if (this.#running >= MAX_AT_ONCE) this.#blocked.add(channel)
    else void this.#run(channel, line, next.message)
  }

  /** Keeps an idle line until its rests are over, then forgets it. */
  #rest(channel: string, line: Line): void {
    const until = Math.max(line.restsUntil, ...line.rests.values())
    const wait = until - Date.now()
    if (wait <= 0) this.#lines.delete(channel)
    else line.timer = setTimeout(() => this.#wake(channel, line), wait)
  }

  async #run(channel: string, line: Line, message: string): Promise<void> {
    const taken = line.waiting.get(message)
    if (taken === undefined) return
    line.waiting.delete(message)
    line.running = true
    this.#running += 1
    const sent = await this.#attempt(line, message, taken)
    this.#running -= 1
    line.running = false
    if (sent) pause(line, message)
    this.#wake(channel, line)
    this.#unblock()
  }

  /**
   * Whether Discord may have counted it; a failure counts too, since nobody knows how far it came.
   */
  async #attempt(line: Line, message: string, taken: Waiting): Promise<boolean> {
    try {
      return await taken.job()
    } catch (error) {
      this.#retry(line, message, { ...taken, tries: taken.tries + 1 }, error)
      return true
    }
  }

  #retry(line: Line, message: string, failed: Waiting, error: unknown): void {
    const { tries } = failed
    if (tries >= MAX_TRIES) {
      this.#log.error({ err: error, message, tries }, 'gave a card up until its next change')
      return
    }
    const longest = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** (tries - 1))
    const notBefore = Date.now() + longest * (0.5 + Math.random() / 2)
    const job = line.waiting.get(message)?.job ?? failed.job
    line.waiting.set(message, { job, notBefore, tries })
    this.#log.warn(
      { err: error, message, tries },
      'could not bring a card up to date; trying again',
    )
  }

  #unblock(): void {
    const [channel] = this.#blocked
    if (channel === undefined) return
    this.#blocked.delete(channel)
    const line = this.#lines.get(channel)
    if (line !== undefined) this.#wake(channel, line)
    else this.#unblock()
  }
}

const newLine = (): Line => ({
  waiting: new Map(),
  rests: new Map(),
  restsUntil: 0,
  running: false,
  timer: undefined,
})

const pause = (line: Line, message: string): void => {
  const now = Date.now()
  line.restsUntil = now + CHANNEL_REST
  for (const [other, until] of line.rests) if (until <= now) line.rests.delete(other)
  line.rests.set(message, now + MESSAGE_REST)
}

/** Whose turn it is and when; of several that are due, who has waited longest. */
const soonest = (line: Line): { message: string; at: number } | null => {
  let best: { message: string; at: number } | null = null
  const now = Date.now()
  for (const [message, { notBefore }] of line.waiting) {
    const at = Math.max(now, line.restsUntil, notBefore, line.rests.get(message) ?? 0)
    if (best === null || at < best.at) best = { message, at }
  }
  return best
}
