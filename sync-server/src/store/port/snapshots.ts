import type { Author } from './author.ts'

/** Somebody who wrote in a document, and when last (ms since 1970). */
export type Contributor = { author: Author; at: number }

/** The log up to and including `coversSeq`, merged. */
export type Snapshot = {
  coversSeq: number
  /** Yjs V1 update of the whole document, garbage collected. */
  update: Uint8Array
  /** Encoded state vector of `update`. */
  stateVector: Uint8Array
  /** Encoded deleted ranges (`store/deleted.ts`). */
  deleted: Uint8Array
  /** Which author owns which client id (R13). */
  authors: readonly (readonly [client: number, author: Author])[]
  contributors: Contributor[]
  /** The document's text: markdown. */
  text: string
  at: number
}

export interface Snapshots {
  latest(document: string): Promise<Snapshot | null>
  /** The newest of those kept that covers no more than `seq`. */
  upTo(document: string, seq: number): Promise<Snapshot | null>
  /**
   * Stores a snapshot if the newest one still covers `previous` (0: none yet), together with the event that
   * announces it. False when another merge was first: nothing is stored then. Keeps the second newest and, of a document
   * whose log was trimmed, the newest that is an hour old: so what it was since can be put together again. What is new in
   * it, and by whom, is kept in mind for the next version ({@link History.due}). With a `generation`, false also when
   * the document has another one by now: what was merged may never have been, for this store (R65).
   */
  put(document: string, previous: number, snapshot: Snapshot, generation?: string): Promise<boolean>
  /** Documents whose log has entries that no snapshot covers, the ones waiting longest first. */
  behind(limit: number): Promise<string[]>
}
