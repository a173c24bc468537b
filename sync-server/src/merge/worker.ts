import { StickyError } from '@sticky/shared/errors'
import type { Bus, Requests, Task } from '../bus/types.ts'
import type { Store } from '../store/types.ts'
import { ROOT } from '../store/text.ts'
import { compact, openDocument } from './compact.ts'
import { makeEdit, makeSeed } from './edit.ts'
import { htmlToMarkdown } from './html.ts'
import { listTasks } from './tasks.ts'

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
  /** How long merged entries stay in the log, ms: the window of history. */
  keepLogFor: number
  /** UTF-16 units that a document may hold (R50). */
  textLength: number
}

/** How often an edit starts again when others write at the same time. */
const ATTEMPTS = 20
const BUSY = 'Too many people write here right now. Retry in a few seconds.'
const SWEEP_PAGE = 100
/** Words looked at in each sweep, whether some document still has them: all of them in some hours. */
const TIDY_PAGE = 200
/** How long a document without an owner is kept, ms (F40), and how many are forgotten at once. */
const ORPHAN_LIFE = 30 * 24 * 3_600_000
const PURGE_PAGE = 5
/** Entries forgotten in one transaction (well under 5 ms), and the pause after each, ms. */
const TRIM_PAGE = 200
const TRIM_PAUSE = 5

/** After work that was due by itself, so many times as long as it took nothing of its kind begins. */
const REST = 2

type Work = () => Promise<void>
type Waiting = { timer: NodeJS.Timeout; since: number }

/**
 * The cold path: takes documents whose log has grown, one at a time, after a pause. Holds nothing between two
 * of them, so it can be killed at any instant; whatever it had not written yet, the next sweep finds.
 */
export class MergeWorker {
  readonly #options: WorkerOptions
  readonly #waiting = new Map<string, Waiting>()
  /** One document at a time: edits first, then what somebody waits for, then what is due by itself. */
  readonly #edits: Work[] = []
  readonly #asked: Work[] = []
  readonly #due: Work[] = []
  #running: Promise<void> | null = null
  /** Nothing that is due by itself begins before this, ms of `performance.now()`. */
  #restsUntil = 0
  #resting: NodeJS.Timeout | null = null
  readonly #stops: (() => void)[]

  constructor(options: WorkerOptions) {
    this.#options = options
    const { bus, sweepEvery } = options
    const sweeping = setInterval(() => void this.#sweep(), sweepEvery)
    this.#stops = [
      bus.subscribe('documents.dirty', ({ documents }) => {
        for (const document of documents) this.#postpone(document)
      }),
      bus.respond('merge.fold', ({ document }) =>
        this.#in(this.#asked, () => this.#fold(document)),
      ),
      bus.respond('merge.edit', (request) => this.#in(this.#edits, () => this.#edit(request))),
      bus.respond('merge.seed', async (request) => this.#seed(request)),
      bus.respond('merge.tasks', ({ document }) =>
        this.#in(this.#edits, () => this.#tasks(document)),
      ),
      bus.respond('merge.import', async ({ html }) => ({ markdown: htmlToMarkdown(html) })),
      () => clearInterval(sweeping),
    ]
    void this.#sweep()
  }

  /** Ends what runs, then stops. */
  async close(): Promise<void> {
    for (const stop of this.#stops) stop()
    for (const { timer } of this.#waiting.values()) clearTimeout(timer)
    if (this.#resting !== null) clearTimeout(this.#resting)
    for (const lane of [this.#edits, this.#asked, this.#due]) lane.length = 0
    await this.#running
  }

  #postpone(document: string): void {
    const { pause, patience } = this.#options
    const waiting = this.#waiting.get(document)
    const since = waiting?.since ?? Date.now()
    clearTimeout(waiting?.timer)
    const delay = Math.max(0, Math.min(pause, since + patience - Date.now()))
    this.#waiting.set(document, { since, timer: setTimeout(() => this.#dueNow(document), delay) })
  }

  #dueNow(document: string): void {
    this.#waiting.delete(document)
    this.#in(this.#due, () => this.#fold(document)).catch((error: unknown) => {
      // deleted meanwhile: nothing to merge
      if (error instanceof StickyError && error.code === 'not_found') return
      this.#options.onError(error, document)
    })
  }

  /** Runs `work` after what runs now and what was in this lane before. */
  #in<T>(lane: Work[], work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      lane.push(() => work().then(resolve, reject))
      this.#run()
    })
  }

  #run(): void {
    if (this.#running !== null) return
    const asked = this.#edits.shift() ?? this.#asked.shift()
    const work = asked ?? this.#nextDue()
    if (work === undefined) return
    const at = performance.now()
    this.#running = work().finally(() => {
      const now = performance.now()
      if (asked === undefined) this.#restsUntil = now + (now - at) * REST
      this.#running = null
      this.#run()
    })
  }

  /** Due work leaves most of the processor and of the store's lock to typing, however much of it there is. */
  #nextDue(): Work | undefined {
    const left = this.#restsUntil - performance.now()
    if (left <= 0 || this.#due.length === 0) return this.#due.shift()
    this.#resting ??= setTimeout(() => {
      this.#resting = null
      this.#run()
    }, left)
    return undefined
  }

  /** Snapshot of everything there is; answers with what the newest snapshot covers. */
  async #fold(document: string): Promise<{ seq: number }> {
    const { store, bus } = this.#options
    const loaded = await store.log.load(document)
    if (loaded === null) throw new StickyError('not_found')
    const covered = loaded.snapshot?.coversSeq ?? 0
    if (loaded.tail.length === 0) return { seq: covered }
    const { snapshot, poison } = compact(loaded, Date.now())
    if (poison.length > 0) await this.#quarantine(document, poison)
    if (await store.snapshots.put(document, covered, snapshot)) {
      bus.publish('document.merged', { document, seq: snapshot.coversSeq })
      await this.#trim(document)
      return { seq: snapshot.coversSeq }
    }
    // another merger was first: its snapshot counts
    return this.#fold(document)
  }

  /** R62: what no document can take is set aside; everybody who may hold it starts afresh. */
  async #quarantine(document: string, seqs: readonly number[]): Promise<void> {
    const { store, bus, onError } = this.#options
    onError(new Error(`entries ${seqs.join(', ')} cannot be merged and are quarantined`), document)
    await store.log.quarantine(document, seqs)
    bus.publish('document.reset', { document, entries: seqs.length })
  }

  /** In small steps with a pause after each, so that nobody's typing waits for it. */
  async #trim(document: string): Promise<void> {
    const { store, keepLogFor } = this.#options
    const before = Date.now() - keepLogFor
    while ((await store.log.trim(document, before, TRIM_PAGE)) === TRIM_PAGE) {
      await new Promise((resolve) => setTimeout(resolve, TRIM_PAUSE))
    }
  }

  async #tasks(document: string): Promise<{ tasks: Task[] }> {
    const loaded = await this.#options.store.log.load(document)
    if (loaded === null) throw new StickyError('not_found')
    const doc = openDocument(loaded)
    try {
      return { tasks: listTasks(doc.getText(ROOT)) }
    } finally {
      doc.destroy()
    }
  }

  async #edit(request: Requests['merge.edit']['in']): Promise<Requests['merge.edit']['out']> {
    const { store, bus } = this.#options
    const { document, author, epoch, edit } = request
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const loaded = await store.log.load(document)
      if (loaded === null) throw new StickyError('not_found')
      const made = makeEdit(loaded, document, author, edit, this.#options.textLength)
      if (made === null) return { seq: loaded.head.seq }
      const { update, client, from, length } = made
      const clients = length === 0 ? [] : [{ client, from, to: from + length }]
      const entry = { author, clients, at: Date.now(), update }
      const [result] = await store.log.append([
        { document, expected: loaded.head.seq, epoch, entries: [entry] },
      ])
      if (result?.kind === 'appended') {
        const { seq: prev } = loaded.head
        bus.publish('log.appended', {
          document,
          relay: null,
          prev,
          seq: result.seq,
          entries: [{ author, update }],
        })
        this.#postpone(document)
        return { seq: result.seq }
      }
      if (result?.kind === 'gone') throw new StickyError('not_found')
      if (result?.kind === 'epoch') return 'epoch'
    }
    throw new StickyError('unavailable', BUSY)
  }

  #seed({ document, author, text }: Requests['merge.seed']['in']): Requests['merge.seed']['out'] {
    if (text.length > this.#options.textLength) throw new StickyError('too_large')
    const made = makeSeed(document, author, text)
    if (made === null) throw new StickyError('invalid_request', 'The text is empty.')
    const { update, client, length } = made
    return { update, client, length }
  }

  /** Finds what no signal told: after a crash, or when one was lost. And tidies up a little. */
  async #sweep(): Promise<void> {
    try {
      for (const document of await this.#options.store.snapshots.behind(SWEEP_PAGE)) {
        if (!this.#waiting.has(document)) this.#postpone(document)
      }
      await this.#options.store.search.tidy(TIDY_PAGE)
      await this.#purge()
    } catch (error) {
      this.#options.onError(error, '')
    }
  }

  async #purge(): Promise<void> {
    const { store, bus } = this.#options
    for (const document of await store.documents.purge(Date.now() - ORPHAN_LIFE, PURGE_PAGE))
      bus.publish('document.changed', { document })
  }
}
