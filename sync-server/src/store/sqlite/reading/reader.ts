import { StickyError } from '@sticky/shared/errors'
import { Thread } from '../thread.ts'
import type { ThreadOptions } from '../thread.ts'
import { Turns } from './turns.ts'

/** How many questions may wait: of all, and of one person. */
type Room = { room: number; roomEach: number }

const FULL = 'Very many people are searching right now. Retry in a few seconds.'
const FULL_OF_ONE = 'You have asked for very much at once. Wait for those answers, then retry.'
const CLOSED = 'The server is stopping. Retry in a few seconds.'

type Waiting<Q, A> = { question: Q; resolve: (answer: A) => void; reject: (error: unknown) => void }

/**
 * Has questions answered in a thread, so that whoever types does not wait for whoever searches. People take turns. The
 * thread is started with the first question, and with the next one after it has ended.
 */
export class Reader<Q extends { userId: string }, A> {
  readonly #options: ThreadOptions & Room
  readonly #turns = new Turns<Waiting<Q, A>>()
  #thread: Thread | null = null
  #isAnswering = false
  #isClosed = false

  constructor(options: ThreadOptions & Room) {
    this.#options = options
  }

  /**
   * Throws what the thread throws; `rate_limited` or `unavailable` when too much waits already, `unavailable` when it
   * takes too long.
   */
  ask(question: Q): Promise<A> {
    return new Promise((resolve, reject) => {
      const refusal = this.#refusal(question)
      if (refusal !== null) return reject(refusal)
      this.#turns.add(question.userId, { question, resolve, reject })
      void this.#answer()
    })
  }

  /** Who still waits is told that the server is stopping. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#thread?.stop(CLOSED)
  }

  #refusal({ userId }: Q): StickyError | null {
    const { room, roomEach } = this.#options
    if (this.#isClosed) return new StickyError('unavailable', CLOSED)
    if (this.#turns.of(userId) >= roomEach) return new StickyError('rate_limited', FULL_OF_ONE)
    return this.#turns.size >= room ? new StickyError('unavailable', FULL) : null
  }

  async #answer(): Promise<void> {
    if (this.#isAnswering) return
    this.#isAnswering = true
    for (let next = this.#turns.take(); next !== undefined; next = this.#turns.take()) {
      const { question, resolve, reject } = next
      await this.#ask(question).then(resolve, reject)
    }
    this.#isAnswering = false
  }

  async #ask(question: Q): Promise<A> {
    if (this.#isClosed) throw new StickyError('unavailable', CLOSED)
    if (this.#thread?.hasEnded !== false) this.#thread = new Thread(this.#options)
    return (await this.#thread.ask(question)) as A
  }
}
