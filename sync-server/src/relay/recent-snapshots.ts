import type { Snapshot } from '../store/types.ts'

/** What newcomers and rooms need of a snapshot, and nothing more. */
export type Served = Pick<Snapshot, 'coversSeq' | 'update' | 'stateVector' | 'deleted' | 'authors'>

/** In all, bytes. */
const CAPACITY = 32 * 1024 * 1024

const sizeOf = ({ update, stateVector, deleted }: Served): number =>
  update.length + stateVector.length + deleted.length

/**
 * Snapshots that newcomers were given lately, so that many who come at once share one read and the same bytes (R3).
 * Bounded, and emptied of what nobody has asked for: a document that is merely open costs nothing here.
 */
export class RecentSnapshots {
  readonly #latest: (document: string) => Promise<Served | null>
  readonly #loading = new Map<string, Promise<Served | null>>()
  /** The one that was asked for least lately is the first. */
  readonly #kept = new Map<string, Served & { generation: string; asked: boolean }>()
  #size = 0

  /** `latest`: the newest in the store. */
  constructor(latest: (document: string) => Promise<Served | null>) {
    this.#latest = latest
  }

  /** The newest in the store; one read for all who ask meanwhile. `generation`: of the head as it was read before. */
  load(document: string, generation: string): Promise<Served | null> {
    const loading = this.#loading.get(document) ?? this.#read(document, generation)
    this.#loading.set(document, loading)
    return loading
  }

  /** That of another generation is of a log that is no more (R4). */
  get(document: string, generation: string): Served | null {
    const kept = this.#kept.get(document)
    if (kept?.generation !== generation) return null
    kept.asked = true
    this.#kept.delete(document)
    this.#kept.set(document, kept)
    return kept
  }

  put(
    document: string,
    generation: string,
    { coversSeq, update, stateVector, deleted, authors }: Served,
  ): void {
    this.#forget(document)
    const kept = { generation, coversSeq, update, stateVector, deleted, authors, asked: true }
    if (sizeOf(kept) > CAPACITY) return
    this.#kept.set(document, kept)
    this.#size += sizeOf(kept)
    for (const oldest of this.#kept.keys()) {
      if (this.#size <= CAPACITY) break
      this.#forget(oldest)
    }
  }

  /** There is a newer one, or this one is not true any more. */
  drop(document: string): void {
    this.#loading.delete(document)
    this.#forget(document)
  }

  #forget(document: string): void {
    const kept = this.#kept.get(document)
    if (kept === undefined) return
    this.#kept.delete(document)
    this.#size -= sizeOf(kept)
  }

  #read(document: string, generation: string): Promise<Served | null> {
    /** False when it was dropped meanwhile: that may be what was read. */
    const wasKept = (): boolean =>
      this.#loading.get(document) === reading && this.#loading.delete(document)
    const reading: Promise<Served | null> = this.#latest(document).then(
      (latest) => {
        if (wasKept() && latest !== null) this.put(document, generation, latest)
        return latest
      },
      (error: unknown) => {
        wasKept()
        throw error
      },
    )
    return reading
  }

  /** Drops what nobody has asked for since the last call. */
  sweep(): void {
    for (const [document, kept] of this.#kept) {
      if (kept.asked) kept.asked = false
      else this.#forget(document)
    }
  }
}
