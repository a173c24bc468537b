import { StickyError } from '@sticky/shared/errors'
import type { Bus, Requests } from '../bus/types.ts'
import type { Store } from '../store/types.ts'
import { compact } from './compact.ts'
import { makeEdit, makeSeed } from './edit.ts'

export type WorkerOptions = {
  store: Store
  bus: Bus
  onError: (error: unknown, document: string) => void
  /** A document is merged this long after its last edit, ms … */
  pause: number
  /** … and at the latest this long after its first. */
  patience: number
  /** How often the store is searched for documents whose signal was lost, ms. */
  sweepEvery: number
}

/** How often an edit starts again when others write at the same time. */
const ATTEMPTS = 20
const SWEEP_PAGE = 100

type Waiting = { timer: NodeJS.Timeout; since: number }

/**
 * The cold path: takes documents whose log has grown, one at a time, after a pause. Holds nothing between two
 * of them, so it can be killed at any instant; whatever it had not written yet, the next sweep finds.
 */
export class MergeWorker {
  readonly #options: WorkerOptions
  readonly #waiting = new Map<string, Waiting>()
  /** What runs, one after the other; edits come first since somebody waits for them. */
  #last: Promise<unknown> = Promise.resolve()
  readonly #stops: (() => void)[]

  constructor(options: WorkerOptions) {
    this.#options = options
    const { bus, sweepEvery } = options
    const sweeping = setInterval(() => void this.#sweep(), sweepEvery)
    this.#stops = [
      bus.subscribe('document.dirty', ({ document }) => this.#postpone(document)),
      bus.respond('merge.fold', ({ document }) => this.#next(() => this.#fold(document))),
      bus.respond('merge.edit', (request) => this.#next(() => this.#edit(request))),
      bus.respond('merge.seed', async (request) => this.#seed(request)),
      () => clearInterval(sweeping),
    ]
    void this.#sweep()
  }

  /** Ends what runs, then stops. */
  async close(): Promise<void> {
    for (const stop of this.#stops) stop()
    for (const { timer } of this.#waiting.values()) clearTimeout(timer)
    await this.#last.catch(() => {})
  }

  #postpone(document: string): void {
    const { pause, patience } = this.#options
    const waiting = this.#waiting.get(document)
    const since = waiting?.since ?? Date.now()
    clearTimeout(waiting?.timer)
    const delay = Math.max(0, Math.min(pause, since + patience - Date.now()))
    this.#waiting.set(document, { since, timer: setTimeout(() => this.#due(document), delay) })
  }

  #due(document: string): void {
    this.#waiting.delete(document)
    this.#next(() => this.#fold(document)).catch((error: unknown) =>
      this.#options.onError(error, document),
    )
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work, work)
    this.#last = result.catch(() => {})
    return result
  }

  /** Snapshot of everything there is; answers with what the newest snapshot covers. */
  async #fold(document: string): Promise<{ seq: number }> {
    const { store, bus } = this.#options
    const loaded = await store.log.load(document)
    if (loaded === null) throw new StickyError('not_found')
    const covered = loaded.snapshot?.coversSeq ?? 0
    if (loaded.tail.length === 0) return { seq: covered }
    const snapshot = compact(loaded, Date.now())
    if (await store.snapshots.put(document, covered, snapshot)) {
      bus.publish('document.merged', { document, seq: snapshot.coversSeq })
      return { seq: snapshot.coversSeq }
    }
    // another merger was first: its snapshot counts
    return this.#fold(document)
  }

  async #edit(request: Requests['merge.edit']['in']): Promise<{ seq: number }> {
    const { store, bus } = this.#options
    const { document, author, epoch, edit } = request
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const loaded = await store.log.load(document)
      if (loaded === null) throw new StickyError('not_found')
      const made = makeEdit(loaded, document, author, edit)
      if (made === null) return { seq: loaded.head.seq }
      const { update, client, from, length } = made
      const clients = length === 0 ? [] : [{ client, from, to: from + length }]
      const entry = { author, clients, at: Date.now(), update }
      const [result] = await store.log.append([
        { document, expected: loaded.head.seq, epoch, entries: [entry] },
      ])
      if (result?.kind === 'appended') {
        bus.publish('log.appended', { document, seq: result.seq })
        this.#postpone(document)
        return { seq: result.seq }
      }
      if (result?.kind === 'gone') throw new StickyError('not_found')
      if (result?.kind === 'epoch')
        throw new StickyError('conflict', 'Rights in this document have just changed. Retry.')
    }
    throw new StickyError(
      'unavailable',
      'Too many people write here right now. Retry in a few seconds.',
    )
  }

  #seed({ document, author, text }: Requests['merge.seed']['in']): Requests['merge.seed']['out'] {
    const made = makeSeed(document, author, text)
    if (made === null) throw new StickyError('invalid_request', 'The text is empty.')
    const { update, client, length } = made
    return { update, client, length }
  }

  /** Finds what no signal told: after a crash, or when one was lost. */
  async #sweep(): Promise<void> {
    try {
      for (const document of await this.#options.store.snapshots.behind(SWEEP_PAGE)) {
        if (!this.#waiting.has(document)) this.#postpone(document)
      }
    } catch (error) {
      this.#options.onError(error, '')
    }
  }
}
