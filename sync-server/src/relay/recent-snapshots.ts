import type { Snapshot } from '../store/types.ts'
import { Shelf } from './shelf.ts'
import type { Kept } from './shelf.ts'

/** What newcomers and rooms need of a snapshot, and nothing more. */
export type Served = Pick<Snapshot, 'coversSeq' | 'update' | 'stateVector' | 'deleted' | 'authors'>

/** How many have asked for it. */
type Recent = Kept & { served: Served; generation: string; asks: number }

/** Of what several have asked for, bytes. */
const CAPACITY = 32 * 1024 * 1024
/**
 * Of what one at most has asked for, bytes. Thousands of documents that are opened once are no more than so much at a
 * time: bytes that live longer are collected late, and leave holes among what lives for long.
 */
const ONCE = 1024 * 1024

const sizeOf = ({ update, stateVector, deleted }: Served): number =>
  update.length + stateVector.length + deleted.length

/**
 * Snapshots that newcomers were given lately, so that many who come at once share one read and the same bytes (R3).
 * Bounded, and emptied of what nobody has asked for: a document that is merely open costs nothing here.
 */
export class RecentSnapshots {
  readonly #latest: (document: string) => Promise<Served | null>
  readonly #loading = new Map<string, Promise<Served | null>>()
  readonly #once = new Shelf<Recent>(ONCE)
  /** The one that was asked for least lately goes first. */
  readonly #often = new Shelf<Recent>(CAPACITY)

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
    const recent = this.#once.get(document) ?? this.#often.get(document)
    if (recent?.generation !== generation) return null
    recent.asked = true
    recent.asks += 1
    if (recent.asks > 1) {
      this.#once.drop(document)
      this.#often.put(document, recent)
    }
    return recent.served
  }

  put(
    document: string,
    generation: string,
    { coversSeq, update, stateVector, deleted, authors }: Served,
  ): void {
    this.#forget(document)
    const served = { coversSeq, update, stateVector, deleted, authors }
    const size = sizeOf(served)
    if (size > CAPACITY) return
    this.#once.put(document, { served, size, generation, asks: 0, asked: true })
  }

  /** There is a newer one, or this one is not true any more. */
  drop(document: string): void {
    this.#loading.delete(document)
    this.#forget(document)
  }

  #forget(document: string): void {
    this.#once.drop(document)
    this.#often.drop(document)
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
    this.#once.sweep()
    this.#often.sweep()
  }
}
