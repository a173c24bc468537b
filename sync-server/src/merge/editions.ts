import { StickyError } from '@sticky/shared/errors'
import type { Bus, Requests } from '../bus/types.ts'
import { etagOf } from '../store/text.ts'
import type { Loaded, Store } from '../store/types.ts'
import { makeEdit } from './edit.ts'
import type { MadeEdit } from './edit.ts'
import { makeVersion } from './history.ts'
import { GONE, textAt } from './past.ts'

export type EditionOptions = {
  store: Store
  bus: Bus
  /** UTF-16 units that a document may hold (R50). */
  textLength: number
  /** Merges everything that is in the log now; answers with the seq up to which that is. */
  fold: (document: string) => Promise<{ seq: number }>
  /** The log has grown. */
  grown: (document: string) => void
}

type Edition = Requests['merge.edit']['in']
type Done = Requests['merge.edit']['out']

/** How often an edit starts again when others write at the same time. */
const ATTEMPTS = 20
/** Enough to know that there is something. */
const ONE = { entries: 1, bytes: 0 }
export const BUSY = 'Too many people write here right now. Retry in a few seconds.'

/** The server's own edits, in somebody's name, on their way into the log (R64, R65). */
export class Editions {
  readonly #options: EditionOptions

  constructor(options: EditionOptions) {
    this.#options = options
  }

  /** Throws `not_found`, what `makeEdit` throws, or `unavailable` when others are faster all the time. */
  edit(request: Edition): Promise<Done> {
    return request.edit.kind === 'restore' ? this.#restore(request) : this.#change(request)
  }

  async #change(request: Edition): Promise<Done> {
    const { store } = this.#options
    const { document } = request
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const loaded = await store.log.load(document)
      if (loaded === null) throw new StickyError('not_found')
      const { seq } = loaded.head
      const made = await this.#make(request, loaded)
      const done = made === null ? { seq } : await this.#append(request, made, seq)
      if (done !== 'stale') return done
    }
    throw new StickyError('unavailable', BUSY)
  }

  async #make({ document, author, edit }: Edition, loaded: Loaded): Promise<MadeEdit | null> {
    const { store, textLength } = this.#options
    if (edit.kind !== 'merge') return makeEdit(loaded, document, author, edit, textLength)
    const base = await textAt(store, document, edit.base)
    // the store may have been restored from a backup since
    if (etagOf(base) !== edit.basedOn) throw new StickyError('precondition_failed', GONE)
    const merged = { kind: 'merged', base, text: edit.text } as const
    return makeEdit(loaded, document, author, merged, textLength)
  }

  /**
   * An edit of somebody who has seen everything up to a version of its own: what they replace can be read there, and
   * what others write meanwhile stays (R65).
   */
  async #restore(request: Edition): Promise<Done> {
    const { store, fold } = this.#options
    const { document } = request
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const { seq } = await fold(document)
      await makeVersion(store, document, Date.now())
      const loaded = await store.log.load(document)
      if (loaded === null) throw new StickyError('not_found')
      if (loaded.snapshot?.coversSeq !== seq) continue
      const made = await this.#make(request, { ...loaded, tail: [] })
      const done = made === null ? { seq } : await this.#appendAfter(request, made, seq)
      if (done !== 'stale') return done
    }
    throw new StickyError('unavailable', BUSY)
  }

  /** At the log's head, wherever it is, unless its client id was written with since `seq`. */
  async #appendAfter(request: Edition, made: MadeEdit, seq: number): Promise<Done | 'stale'> {
    const { log } = this.#options.store
    const { document } = request
    const mine = { client: made.client, from: 0, to: Number.MAX_SAFE_INTEGER, after: seq }
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const head = await log.head(document)
      if (head === null) throw new StickyError('not_found')
      const { entries } = await log.find(document, mine, ONE)
      if (entries.length > 0) break
      const done = await this.#append(request, made, head.seq)
      if (done !== 'stale') return done
    }
    return 'stale'
  }

  async #append(
    { document, author, epoch }: Edition,
    { update, client, from, length }: MadeEdit,
    expected: number,
  ): Promise<Done | 'stale'> {
    const { store, bus, grown } = this.#options
    const clients = length === 0 ? [] : [{ client, from, to: from + length }]
    const entry = { author, clients, at: Date.now(), update }
    const [result] = await store.log.append([{ document, expected, epoch, entries: [entry] }])
    if (result === undefined || result.kind === 'stale') return 'stale'
    if (result.kind === 'gone') throw new StickyError('not_found')
    if (result.kind === 'epoch') return 'epoch'
    const { seq } = result
    const entries = [{ author, update }]
    bus.publish('log.appended', { document, relay: null, prev: expected, seq, entries })
    grown(document)
    return { seq }
  }
}
