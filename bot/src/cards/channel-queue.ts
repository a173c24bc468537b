import type { Log } from '../log.ts'
import { retryAfterOf } from './edit-error.ts'

/** How fast cards are edited; times in ms. */
export type Pace = {
  /**
   * Discord allows 3 edits in 6 s to those messages of a channel that are older than an hour (error
   * 30046). Counted from the answer to the first to the call of the fourth, it holds however the
   * network delays them.
   */
  edits: number
  window: number
  /**
   * Edits of one channel are spread, so that one that may not wait (a text that has to go) finds a
   * place within 2 s.
   */
  spread: number
  /**
   * One message is edited every 5 s at most: its picture reloads for everybody who sees it. The
   * server already waits for a pause in the typing (about 1 s), so there is no second wait here: a
   * card at rest follows at once, one that is being written in is at most 5 s behind, and only its
   * newest state is ever sent.
   */
  rest: number
  /** Discord allows 50 calls a second; what people press and type must find a place among them. */
  perSecond: number
  /** Pictures are held while they are uploaded; this bounds how many. */
  atOnce: number
}

export const PACE: Pace = {
  edits: 3,
  window: 6_050,
  spread: 2_000,
  rest: 5_000,
  perSecond: 25,
  atOnce: 8,
}

const FIRST_RETRY = 2_000
const LONGEST_RETRY = 60_000
const MAX_TRIES = 6

/**
 * Brings one message up to date, whatever that means by now. `false`: there was nothing to send.
 */
export type Job = () => Promise<boolean>

/** `urgent`: before all others of its channel, and whenever the message was edited last. */
export type Haste = { urgent?: boolean }

type Waiting = { job: Job; urgent: boolean; notBefore: number; tries: number }
type Line = {
  waiting: Map<string, Waiting>
  /** When each message may be edited again. */
  rests: Map<string, number>
  /** When the last edits were answered, the newest last. */
  answered: number[]
  /** When the next edit that has no haste may begin. */
  pacedUntil: number
  /** What Discord itself asked for. */
  pausedUntil: number
  running: boolean
  timer: NodeJS.Timeout | undefined
}

/**
 * Runs jobs in one line per channel, at the pace above. A job that waits is replaced by a newer one
 * for the same message; a job that fails is tried again with growing pauses, or when Discord says,
 * then left to the next change or sweep (C7).
 */
export class ChannelQueue {
  readonly #lines = new Map<string, Line>()
  readonly #blocked = new Set<string>()
  readonly #log: Log
  readonly #pace: Pace
  /** When the last jobs were started, the newest last. */
  #starts: number[] = []
  #timer: NodeJS.Timeout | undefined
  #running = 0
  #closed = false

  constructor(log: Log, pace = PACE) {
    this.#log = log
    this.#pace = pace
  }

  add(channel: string, message: string, job: Job, { urgent = false }: Haste = {}): void {
    if (this.#closed) return
    const line = this.#lines.get(channel) ?? newLine()
    this.#lines.set(channel, line)
    const before = line.waiting.get(message)
    line.waiting.set(message, {
      job,
      urgent: urgent || before?.urgent === true,
      notBefore: before?.notBefore ?? 0,
      tries: before?.tries ?? 0,
    })
    this.#wake(channel, line)
  }

  /** Forgets what waits; a job that runs is not interrupted. */
  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    for (const line of this.#lines.values()) clearTimeout(line.timer)
    this.#lines.clear()
  }

  #wake(channel: string, line: Line): void {
    if (line.running || this.#closed) return
    clearTimeout(line.timer)
    const next = soonest(line, this.#pace)
    if (next === null) return this.#rest(channel, line)
    const wait = next.at - Date.now()
    if (wait > 0) line.timer = setTimeout(() => this.#wake(channel, line), wait)
    else if (this.#isFull()) this.#blocked.add(channel)
    else void this.#run(channel, line, next.message)
  }

  /** Whether nothing more may begin at this moment; who is blocked then is woken when it may. */
  #isFull(): boolean {
    if (this.#running >= this.#pace.atOnce) return true
    const now = Date.now()
    this.#starts = this.#starts.filter((at) => at > now - 1_000)
    const [first] = this.#starts
    if (first === undefined || this.#starts.length < this.#pace.perSecond) return false
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#unblock(), first + 1_000 - now)
    return true
  }

  /** Keeps an idle line until its rests are over, then forgets it. */
  #rest(channel: string, line: Line): void {
    const inWindow = (line.answered.at(-1) ?? 0) + this.#pace.window
    const until = Math.max(line.pausedUntil, line.pacedUntil, inWindow, ...line.rests.values())
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
    const begun = Date.now()
    this.#starts.push(begun)
    const sent = await this.#attempt(line, message, taken)
    this.#running -= 1
    line.running = false
    if (sent) pause(line, message, begun, this.#pace)
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
      const retryAfter = retryAfterOf(error)
      if (retryAfter === null) this.#retry(line, message, taken, error)
      else this.#postpone(line, message, taken, retryAfter)
      return true
    }
  }

  /** Discord has said when: nothing is wrong with the card, and its whole channel waits. */
  #postpone(line: Line, message: string, taken: Waiting, retryAfter: number): void {
    line.pausedUntil = Date.now() + retryAfter
    line.waiting.set(message, { ...taken, ...line.waiting.get(message) })
    this.#log.info({ message, retryAfter }, 'Discord asks to wait with the cards of a channel')
  }

  #retry(line: Line, message: string, taken: Waiting, error: unknown): void {
    const tries = taken.tries + 1
    if (tries >= MAX_TRIES) {
      this.#log.error({ err: error, message, tries }, 'gave a card up until its next change')
      return
    }
    const longest = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** (tries - 1))
    const notBefore = Date.now() + longest * (0.5 + Math.random() / 2)
    const newer = line.waiting.get(message)
    const urgent = taken.urgent || newer?.urgent === true
    line.waiting.set(message, { job: newer?.job ?? taken.job, urgent, notBefore, tries })
    this.#log.warn(
      { err: error, message, tries },
      'could not bring a card up to date; trying again',
    )
  }

  #unblock(): void {
    for (const channel of this.#blocked) {
      if (this.#isFull()) return
      this.#blocked.delete(channel)
      const line = this.#lines.get(channel)
      if (line !== undefined) this.#wake(channel, line)
    }
  }
}

const newLine = (): Line => ({
  waiting: new Map(),
  rests: new Map(),
  answered: [],
  pacedUntil: 0,
  pausedUntil: 0,
  running: false,
  timer: undefined,
})

const pause = (line: Line, message: string, begun: number, pace: Pace): void => {
  const now = Date.now()
  line.answered = [...line.answered, now].slice(-pace.edits)
  line.pacedUntil = begun + pace.spread
  for (const [other, until] of line.rests) if (until <= now) line.rests.delete(other)
  line.rests.set(message, now + pace.rest)
}

/** Whose turn it is and when; of several that are due, who has haste, then who has waited longest. */
const soonest = (line: Line, pace: Pace): { message: string; at: number } | null => {
  let best: { message: string; at: number; urgent: boolean } | null = null
  const now = Date.now()
  const free = line.answered.length < pace.edits ? 0 : (line.answered[0] ?? 0) + pace.window
  for (const [message, { notBefore, urgent }] of line.waiting) {
    const courtesy = urgent ? 0 : Math.max(line.pacedUntil, line.rests.get(message) ?? 0)
    const at = Math.max(now, line.pausedUntil, free, notBefore, courtesy)
    if (best === null || at < best.at || (at === best.at && urgent && !best.urgent))
      best = { message, at, urgent }
  }
  return best
}
