import type { Author } from './author.ts'

/** Whose a text is, from its beginning on: lengths in UTF-16 units, each with an index into `authors` (R13). */
export type Authorship = {
  authors: Author[]
  runs: (readonly [length: number, author: number])[]
}

export type VersionRow = {
  /** The text as it was after this entry of the log; names the version within its document. */
  seq: number
  /** When the last of it was written, ms since 1970. */
  at: number
  /** Who wrote since the version before. */
  authors: Author[]
  /** UTF-8 bytes. */
  size: number
}

export type Version = VersionRow & { text: string; authorship: Authorship }

/** What a purge starts from: nobody has written since `seq`, nor have rights changed since `epoch`. */
export type PurgePoint = { seq: number; epoch: number; generation: string }

/** What a document was (F28). Versions are made and forgotten, never changed. */
export interface History {
  /** Newest first, at most `limit` with a seq below `before` (null: from the newest on). */
  of(document: string, page: { before: number | null; limit: number }): Promise<VersionRow[]>
  get(document: string, seq: number): Promise<Version | null>
  /** Documents with versions, by id, at most `limit` after `after` ('': from the first). */
  documents(after: string, limit: number): Promise<string[]>
  /**
   * Documents with merged text that is in no version yet, in which nobody has written since `rested`, or of which the
   * first was written before `begun`, or the last after `now`: then the clock was put back. Who waits longest first.
   */
  due(times: { rested: number; begun: number; now: number }, limit: number): Promise<string[]>
  /**
   * Makes a version of what was written since the one before, if that is all in the newest snapshot, and that covers
   * `seq`. False when there is none to make: nothing was written, more was written meanwhile, or the text is the same.
   */
  add(document: string, version: Pick<Version, 'seq' | 'text' | 'authorship'>): Promise<boolean>
  drop(document: string, seqs: readonly number[]): Promise<void>
  /**
   * Deletes all but the document's newest snapshot; {@link Store.scrub} makes the medium forget it. Starts the new
   * generation, so that everybody who holds some of it starts afresh (R4). False, and nothing is deleted, when the
   * document is elsewhere than expected, or that snapshot does not cover all of it.
   */
  purge(document: string, at: PurgePoint): Promise<boolean>
}
