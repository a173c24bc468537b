import { StickyError } from '@sticky/shared/errors'
import { v7 as uuid } from 'uuid'
import type { Bus, Requests, Task } from '../bus/types.ts'
import type { Store } from '../store/types.ts'
import { ROOT } from '../store/text.ts'
import { authorshipOf } from './authorship.ts'
import { authorsOf, compact, openDocument } from './compact.ts'
import { makeSeed } from './edit.ts'
import { BUSY, Editions } from './editions.ts'
import { makeVersion, thinning } from './history.ts'
import { Lanes } from './lanes.ts'
import { Scrubber } from './scrubber.ts'
import { listTasks } from './tasks.ts'
import { comparePieces } from './words.ts'

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
  /** A version is made once nobody has written for so long, ms … */
  versionPause: number
  /** … and at the latest so long after its first edit. */
  versionPatience: number
  /** UTF-16 units that a document may hold (R50). */
  textLength: number
}

/** How often a purge starts again when others write at the same time. */
const ATTEMPTS = 20
const SWEEP_PAGE = 100
/** Words looked at in each sweep, whether some document still has them: all of them in some hours. */
const TIDY_PAGE = 200
/** Documents in each sweep whose versions are thinned. */
const THIN_PAGE = 20
/** How long a document without an owner is kept, ms (F40), and how many are forgotten at once. */
const ORPHAN_LIFE = 30 * 24 * 3_600_000
const PURGE_PAGE = 5
/** Entries forgotten in one transaction (well under 5 ms), and the pause after each, ms. */
const TRIM_PAGE = 200
const TRIM_PAUSE = 5
/** How often versions that are due are looked for, ms; more often when they are to be made sooner. */
const VERSIONS_EVERY = 10_000

/** Texts shorter than this are soon written again, UTF-16 units. */
const WORTH_KEEPING = 200

type Waiting = { timer: NodeJS.Timeout; since: number }

/**
 * The cold path: takes documents whose log has grown, one at a time, after a pause. Holds nothing between two
 * of them, so it can be killed at any instant; whatever it had not written yet, the next sweep finds.
 */
export class MergeWorker {
  readonly #options: WorkerOptions
  readonly #waiting = new Map<string, Waiting>()
  readonly #lanes = new Lanes()
  readonly #editions: Editions
  readonly #scrubber: Scrubber
  /** Documents whose version is among what is due. */
  readonly #versions = new Set<string>()
  readonly #thinSome: ReturnType<typeof thinning>
  readonly #stops: (() => void)[]

  constructor(options: WorkerOptions) {
    this.#options = options
    const { store, bus, textLength, sweepEvery, versionPause } = options
    this.#editions = new Editions({
      store,
      bus,
      textLength,
      fold: (document) => this.#fold(document),
      grown: (document) => this.#postpone(document),
    })
    this.#thinSome = thinning(store.history)
    this.#scrubber = new Scrubber(store, this.#lanes)
    const sweeping = setInterval(() => void this.#sweep(), sweepEvery)
    const versionsEvery = Math.min(VERSIONS_EVERY, versionPause / 2)
    const looking = setInterval(() => void this.#findVersions(), versionsEvery)
    this.#stops = [
      bus.subscribe('documents.dirty', ({ documents }) => {
        for (const document of documents) this.#postpone(document)
      }),
      bus.respond('merge.fold', ({ document }) =>
        this.#lanes.share('asked', `fold ${document}`, () => this.#fold(document)),
      ),
      bus.respond('merge.edit', (request) =>
        this.#lanes.run('edits', () => this.#editions.edit(request)),
      ),
      bus.respond('merge.seed', async (request) => this.#seed(request)),
      bus.respond('merge.tasks', ({ document }) =>
        this.#lanes.share('asked', `tasks ${document}`, () => this.#tasks(document)),
      ),
      bus.respond('merge.authorship', ({ document }) =>
        this.#lanes.share('asked', `authorship ${document}`, () => this.#authorship(document)),
      ),
      bus.respond('merge.compare', ({ before, after }) =>
        this.#lanes.run('asked', async () => ({ pieces: comparePieces(before, after) })),
      ),
      bus.respond('merge.purge', (request) => this.#lanes.run('asked', () => this.#purge(request))),
      bus.respond('merge.scrub', () => this.#scrubber.scrub()),
      () => clearInterval(sweeping),
      () => clearInterval(looking),
    ]
    void this.#sweep()
  }

  /** Ends what runs, then stops. */
  async close(): Promise<void> {
    for (const stop of this.#stops) stop()
    for (const { timer } of this.#waiting.values()) clearTimeout(timer)
    await this.#lanes.close()
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
    this.#lanes
      .run('due', () => this.#fold(document))
      .catch((error: unknown) => {
        // deleted meanwhile: nothing to merge
        if (error instanceof StickyError && error.code === 'not_found') return
        this.#options.onError(error, document)
      })
  }

  /** Snapshot of everything there is; answers with what the newest snapshot covers. */
  async #fold(document: string): Promise<{ seq: number }> {
    const { store, bus } = this.#options
    const loaded = await store.log.load(document)
    if (loaded === null) throw new StickyError('not_found')
    const covered = loaded.snapshot?.coversSeq ?? 0
    if (covered === loaded.head.seq) return { seq: covered }
    const { snapshot, poison } = compact(loaded, Date.now())
    if (poison.length > 0) await this.#quarantine(document, poison)
    // what somebody deletes in the middle of writing can be read afterwards
    if (isMuchLess(snapshot.text, loaded.snapshot?.text ?? ''))
      await makeVersion(store, document, Date.now())
    if (await store.snapshots.put(document, covered, snapshot, loaded.head.generation)) {
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

  async #authorship(document: string): Promise<Requests['merge.authorship']['out']> {
    const loaded = await this.#options.store.log.load(document)
    if (loaded === null) throw new StickyError('not_found')
    const doc = openDocument(loaded)
    try {
      const text = doc.getText(ROOT).toJSON()
      return { seq: loaded.head.seq, text, ...authorshipOf(doc, authorsOf(loaded)) }
    } finally {
      doc.destroy()
    }
  }

  /** A fresh snapshot has no deleted text in it; then all else is forgotten, and everybody starts afresh (R4). */
  async #purge({
    document,
    epoch,
  }: Requests['merge.purge']['in']): Promise<Requests['merge.purge']['out']> {
    const { store, bus } = this.#options
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const { seq } = await this.#fold(document)
      const head = await store.log.head(document)
      if (head === null) throw new StickyError('not_found')
      if (head.epoch !== epoch) return 'epoch'
      if (head.seq === 0) return { seq }
      if (await store.history.purge(document, { seq, epoch, generation: uuid() })) {
        bus.publish('document.reset', { document, entries: 0 })
        return { seq }
      }
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
      await this.#thinSome(THIN_PAGE, Date.now())
      await this.#purgeOrphans()
    } catch (error) {
      this.#options.onError(error, '')
    }
  }

  async #purgeOrphans(): Promise<void> {
    const { store, bus } = this.#options
    const purged = await store.documents.purge(Date.now() - ORPHAN_LIFE, PURGE_PAGE)
    for (const document of purged) bus.publish('document.changed', { document })
    if (purged.length > 0) await this.#scrubber.scrub()
  }

  /** Finds where a version is due: nothing but the store knows, so that a restart changes nothing. */
  async #findVersions(): Promise<void> {
    const { store, versionPause, versionPatience, onError } = this.#options
    const now = Date.now()
    try {
      const times = { now, rested: now - versionPause, begun: now - versionPatience }
      for (const document of await store.history.due(times, SWEEP_PAGE)) {
        if (!this.#versions.has(document)) this.#version(document)
      }
    } catch (error) {
      onError(error, '')
    }
  }

  #version(document: string): void {
    const { store, onError } = this.#options
    this.#versions.add(document)
    this.#lanes
      .run('due', () => makeVersion(store, document, Date.now()))
      .catch((error: unknown) => onError(error, document))
      .finally(() => this.#versions.delete(document))
  }
}

const isMuchLess = (text: string, before: string): boolean =>
  before.length >= WORTH_KEEPING && text.length < before.length / 2
