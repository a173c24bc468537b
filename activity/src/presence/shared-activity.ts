import type { Instance, PutPresence } from '@sticky/shared/api/instances'
import { StickyError } from '@sticky/shared/errors'
import { backoff } from '../sync/backoff.ts'
import type { Clock } from '../sync/clock.ts'
import { Listeners } from '../sync/listeners.ts'

/** The Activity that several people are in, and where in Discord it runs. */
export type Place = { instanceId: string; channelId: string | null }

export type SharedActivityOptions = {
  place: Place
  /** The call that says what one looks at; it waits while there is nothing new. */
  put: (instanceId: string, presence: PutPresence) => Promise<Instance>
  clock: Clock
  /** Shows what its user has asked the bot to open. */
  open: (documentId: string) => void
}

/**
 * What the people in one Activity look at, each with a document of their own (F2). Says what its user looks at, and opens
 * what they ask for in the chat while the Activity is open already.
 */
export class SharedActivity {
  readonly #options: SharedActivityOptions
  readonly #listeners = new Listeners()
  #documents: Instance['documents'] = []
  #looksAt: string | null = null
  /** Each change of what is looked at is a turn; answers to an earlier one come too late. */
  #turn = 0
  /** When what was opened last was asked for; null before the first answer. */
  #followed: number | null = null
  #cancelRest = (): void => {}

  constructor(options: SharedActivityOptions) {
    this.#options = options
  }

  /** What is looked at by anybody here, its user included, of what they may view. */
  get documents(): Instance['documents'] {
    return this.#documents
  }

  /** Calls back on every change until the returned function is called. */
  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener)
  }

  looksAt(documentId: string | undefined): void {
    this.#looksAt = documentId ?? null
    void this.#follow()
  }

  close(): void {
    this.#turn += 1
    this.#cancelRest()
    this.#listeners.clear()
  }

  async #follow(): Promise<void> {
    this.#turn += 1
    this.#cancelRest()
    const turn = this.#turn
    let known: string | undefined
    let failures = 0
    while (turn === this.#turn) {
      try {
        const answer = await this.#ask(known)
        if (turn !== this.#turn) return
        known = answer.state
        failures = 0
        this.#take(answer)
      } catch (error) {
        if (isFinal(error)) return
        known = undefined
        failures += 1
        await this.#rest(failures)
      }
    }
  }

  #ask(known: string | undefined): Promise<Instance> {
    const { place, put } = this.#options
    const { instanceId, channelId } = place
    return put(instanceId, {
      documentId: this.#looksAt,
      ...(channelId === null ? {} : { channelId }),
      ...(known === undefined ? {} : { known }),
    })
  }

  #take({ opening, documents }: Instance): void {
    if (JSON.stringify(documents) !== JSON.stringify(this.#documents)) {
      this.#documents = documents
      this.#listeners.tell()
    }
    const isFirst = this.#followed === null
    const isNew = opening !== null && opening.at > (this.#followed ?? 0)
    this.#followed = Math.max(opening?.at ?? 0, this.#followed ?? 0)
    // what the Activity began with was asked for before it
    if (!isNew || (isFirst && this.#looksAt !== null)) return
    if (opening.documentId !== this.#looksAt) this.#options.open(opening.documentId)
  }

  #rest(failures: number): Promise<void> {
    const { clock } = this.#options
    return new Promise((resolve) => {
      const cancel = clock.after(backoff(failures, clock.random()), resolve)
      this.#cancelRest = () => {
        cancel()
        resolve()
      }
    })
  }
}

/** What does not get better by itself; whoever shows the document says so already. */
const isFinal = (error: unknown): boolean =>
  error instanceof StickyError &&
  ['unauthenticated', 'not_found', 'forbidden', 'invalid_request'].includes(error.code)
