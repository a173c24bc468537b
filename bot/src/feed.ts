import { setTimeout as sleep } from 'node:timers/promises'
import { ServerEvent } from '@sticky/shared/events'
import type { Log } from './log.ts'
import { eventReader } from './sse.ts'
import type { Sent } from './sse.ts'

/**
 * The server says something at least every 15 s (a comment); more than two missed means it is gone.
 */
const SILENCE = 40_000
const FIRST_PAUSE = 500
const LONGEST_PAUSE = 15_000
const WORTH_A_WARNING = 3
/** A restart takes less; after that, what the feed was good for is not true any more. */
const AWAY_AFTER = 30_000

export type FeedOptions = {
  apiUrl: string
  serviceToken: string
  log: Log
  /** Called in the order of the feed; must not throw. */
  onEvent: (event: ServerEvent) => void
  /** Called after each (re)connection: the moment to look for what was missed while away. */
  onOpen: () => void
  /** Called once for each time that nothing was heard for long; `since` when: ms since 1970. */
  onAway: (since: number) => void
}

/**
 * Follows `GET /events` for ever: reconnects with back-off and jitter when the connection closes or
 * is silent for 40 s, and resumes after the last event that had an id.
 */
export class Feed {
  readonly #options: FeedOptions
  readonly #stopped = new AbortController()
  readonly #done: Promise<void>
  #lastId: string | undefined
  #failures = 0
  #heardAt = Date.now()
  #away: NodeJS.Timeout | undefined

  constructor(options: FeedOptions) {
    this.#options = options
    this.#done = this.#run()
  }

  /** Ends the connection; resolves when nothing is called any more. */
  async close(): Promise<void> {
    this.#stopped.abort()
    await this.#done
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      this.#expectSoon()
      await this.#connect().catch((error: unknown) => this.#explain(error))
      await this.#pause()
    }
    clearTimeout(this.#away)
  }

  #expectSoon(): void {
    const silentFor = Date.now() - this.#heardAt
    const tell = () => this.#options.onAway(this.#heardAt)
    this.#away ??= setTimeout(tell, Math.max(0, AWAY_AFTER - silentFor))
  }

  async #connect(): Promise<void> {
    const silent = new AbortController()
    const timer = setTimeout(() => silent.abort(new Error('the feed was silent')), SILENCE)
    try {
      const signal = AbortSignal.any([this.#stopped.signal, silent.signal])
      const body = await this.#open(signal)
      await this.#read(body, () => {
        this.#heardAt = Date.now()
        timer.refresh()
      })
    } finally {
      clearTimeout(timer)
    }
  }

  async #open(signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const { apiUrl, serviceToken, onOpen } = this.#options
    const response = await fetch(`${apiUrl}/api/v1/events`, {
      signal,
      headers: {
        accept: 'text/event-stream',
        authorization: `Bearer ${serviceToken}`,
        ...(this.#lastId === undefined ? {} : { 'last-event-id': this.#lastId }),
      },
    })
    if (!response.ok || response.body === null) {
      await response.body?.cancel()
      throw new Error(`the feed answered ${response.status}`)
    }
    this.#failures = 0
    this.#heardAt = Date.now()
    clearTimeout(this.#away)
    this.#away = undefined
    onOpen()
    return response.body
  }

  async #read(body: ReadableStream<Uint8Array>, heard: () => void): Promise<void> {
    const read = eventReader()
    const decoder = new TextDecoder()
    for await (const bytes of body) {
      heard()
      for (const sent of read(decoder.decode(bytes, { stream: true }))) this.#take(sent)
    }
  }

  #take(sent: Sent): void {
    if (sent.id !== undefined) this.#lastId = sent.id
    const event = parse(sent.data)
    if (event !== null) this.#options.onEvent(event)
    // A newer server may send kinds this bot does not know; that is no reason to stop.
    else this.#options.log.debug({ id: sent.id }, 'passed over an unknown event')
  }

  /** Jitter, so that many bots do not return to a restarted server in the same moment. */
  async #pause(): Promise<void> {
    const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.#failures)
    this.#failures += 1
    await sleep(longest * (0.5 + Math.random() / 2), undefined, {
      signal: this.#stopped.signal,
    }).catch(() => undefined)
  }

  /**
   * A short interruption (a restart, say) is nothing to wake an operator for; said once, not at
   * each try.
   */
  #explain(error: unknown): void {
    const level = this.#failures === WORTH_A_WARNING ? 'warn' : 'debug'
    this.#options.log[level](
      { err: error },
      'The event feed is interrupted; cards follow again once it is back. Check that the server runs ' +
        'at API_URL and that SERVICE_TOKEN is the same on both sides.',
    )
  }
}

const parse = (data: string): ServerEvent | null => {
  try {
    return ServerEvent.parse(JSON.parse(data))
  } catch {
    return null
  }
}
