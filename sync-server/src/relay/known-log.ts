import type { Author, Entry, Head, Log } from '../store/types.ts'
import type { Delivery } from './broadcast.ts'
import { inspect } from './inspect.ts'
import { Knowledge } from './knowledge.ts'
import type { Served } from './recent-snapshots.ts'

/** What a room begins with: a snapshot, and all entries after it up to the head. */
export type Beginning = { head: Head; snapshot: Served | null; tail: Entry[] }

export type KnownLogOptions = {
  document: string
  log: Log
  loaded: Beginning
  /** Everybody gets what lies between `prev` and the head. */
  pass: (prev: number, deliveries: readonly Delivery[]) => void
  /** The log was trimmed beyond what has been passed on: everybody has to begin with a snapshot. */
  onHole: () => void
  onError: (error: unknown) => void
}

/** What is read from the log at once. */
const PAGE = { entries: 500, bytes: 4 * 1024 * 1024 }

/**
 * What a room knows of its document's log. `head.seq` is the entry up to which it has passed on everything;
 * `knowledge` is ahead of it only by what is in the one batch in flight (R10). At rest it knows nothing but its head
 * and whether a replica is the same: everything else is in the log, and is learnt from there again.
 */
export class KnownLog {
  readonly #options: Omit<KnownLogOptions, 'loaded'>
  /** Null at rest. */
  #knowledge: Knowledge | null = null
  #head: Head
  #sure = true
  /** Since the last {@link rest}. */
  #asked = true
  /** At rest: what a replica at `head.seq` has to have, if anybody has asked before. */
  #fingerprint: Uint8Array | null = null

  constructor({ loaded, ...options }: KnownLogOptions) {
    // what was loaded is not kept: a room lives for long, and its text may be large
    this.#options = options
    this.#head = loaded.head
    this.#learn(loaded)
  }

  get head(): Head {
    return this.#head
  }

  /** Not at rest: see {@link sure}. */
  get knowledge(): Knowledge {
    if (this.#knowledge === null) throw new Error('a room at rest was asked what it knows')
    this.#asked = true
    return this.#knowledge
  }

  /** False at rest, and while `knowledge` may claim what the log lacks: it has to be learnt again before it is used. */
  get sure(): boolean {
    return this.#sure && this.#knowledge !== null
  }

  get resting(): boolean {
    return this.#knowledge === null
  }

  /** Forgets what is known if nobody has asked since the last call. Not while a batch is in flight. */
  rest(): void {
    if (this.#asked) this.#asked = false
    else if (this.#knowledge !== null) {
      this.#fingerprint = this.#knowledge.knownFingerprint
      this.#knowledge = null
    }
  }

  /** At rest: true when a replica at the head is known to have to be this one (R63). */
  recognises(fingerprint: Uint8Array): boolean {
    return this.#fingerprint !== null && Buffer.compare(fingerprint, this.#fingerprint) === 0
  }

  /** The batch in flight did not get into the log. */
  doubt(): void {
    this.#sure = false
  }

  /** Rights were checked under this epoch. */
  enter(epoch: number): void {
    this.#head = { ...this.#head, epoch }
  }

  /** The head is at `seq` now; passes on what came between. */
  advance(seq: number, deliveries: readonly Delivery[]): void {
    const { seq: prev } = this.#head
    this.#head = { ...this.#head, seq }
    this.#options.pass(prev, deliveries)
  }

  /** What is in the log has passed inspection; if it does not pass any more, what is known of it is incomplete. */
  learnFrom(update: Uint8Array, author: Author): void {
    const { knowledge } = this
    const inspected = inspect(update, knowledge)
    if (inspected.kind === 'change') knowledge.advance(inspected, author)
    if (inspected.kind !== 'refused') return
    this.#options.onError(new Error(`an entry of the log cannot be understood: ${inspected.text}`))
  }

  /** Forgets what was known, learns it from the store, and passes on what is new. False: the document is gone. */
  async relearn(): Promise<boolean> {
    const loaded = await this.#load()
    if (loaded === null) return false
    await this.#passOn(loaded.head.seq)
    return true
  }

  /** Learns from the store and stands at its head, without passing on: everybody starts afresh (R62). */
  async startAfresh(): Promise<boolean> {
    const loaded = await this.#load()
    if (loaded === null) return false
    this.#head = { ...loaded.head, epoch: this.#head.epoch }
    return true
  }

  /** Reads the log up to `seq`, learns, and passes on. */
  follow(seq: number): Promise<void> {
    return this.#passOn(seq, ({ update, author }) => this.learnFrom(update, author))
  }

  async #load(): Promise<Beginning | null> {
    const { log, document } = this.#options
    const loaded = await log.load(document)
    if (loaded === null) return null
    this.#learn(loaded)
    this.#sure = true
    return loaded
  }

  #learn({ head, snapshot, tail }: Beginning): void {
    this.#knowledge = Knowledge.of(snapshot)
    this.#fingerprint = null
    this.#asked = true
    for (const { update, author } of tail) this.learnFrom(update, author)
    const { seq, epoch } = this.#head
    this.#head = { ...head, seq, epoch }
  }

  /** Up to `seq`, though quarantine may have left holes. */
  async #passOn(seq: number, learn: (entry: Entry) => void = () => {}): Promise<void> {
    const { log, document } = this.#options
    while (this.#head.seq < seq) {
      const page = await log.read(document, this.#head.seq, PAGE)
      const head = await log.head(document)
      if (head !== null && head.trimmed > this.#head.seq) {
        if (await this.startAfresh()) this.#options.onHole()
        return
      }
      const entries = page.entries.filter((entry) => entry.seq <= seq)
      for (const entry of entries) learn(entry)
      this.advance(
        page.more ? (entries.at(-1)?.seq ?? seq) : seq,
        entries.map(({ seq, update }) => ({ seq, update, from: null })),
      )
    }
  }
}
