import type { Author } from './author.ts'
import type { Snapshot } from './snapshots.ts'

/** Clocks `from` (inclusive) to `to` (exclusive) of one Yjs client. */
export type ClientRange = { client: number; from: number; to: number }

/** One update of one document as it goes into the log. `at` is ms since 1970. */
export type NewEntry = { author: Author; clients: ClientRange[]; at: number; update: Uint8Array }
export type Entry = NewEntry & { seq: number }

/**
 * `generation` changes when the store is restored from a backup or the document is purged, `epoch` with every change of rights,
 * `seq` is that of the newest entry (0: none). Entries up to `trimmed` are in snapshots only.
 */
export type Head = { generation: string; seq: number; epoch: number; trimmed: number }

/** Entries for one document, to be written only if its head still is as expected (R21). */
export type Append = { document: string; expected: number; epoch: number; entries: NewEntry[] }

/** `stale`: somebody else wrote first. `epoch`: rights have changed. `gone`: no such document, or deleted. */
export type Appended =
  | { kind: 'appended'; seq: number }
  | { kind: 'stale' }
  | { kind: 'epoch'; epoch: number }
  | { kind: 'gone' }

/** What is read of a log at once: so many entries, and bytes of updates. */
export type PageSize = { entries: number; bytes: number }

/** `more`: there is at least one entry after these. */
export type Page = { entries: Entry[]; more: boolean }

export interface Log {
  /**
   * One durable commit for all of `batch`; the answer has one result for each, in order. A document that is
   * stale, gone or of another epoch is left out without failing the others (R10, R21, R31).
   */
  append(batch: readonly Append[]): Promise<Appended[]>
  /** The head of a document that is not deleted, else null. */
  head(document: string): Promise<Head | null>
  /** Entries after `after` in seq order, up to what `most` allows, but one at least. */
  read(document: string, after: number, most: PageSize): Promise<Page>
  /** Head, newest snapshot and the entries after it, in one consistent read; null when there is no such document. */
  load(document: string): Promise<Loaded | null>
  /**
   * Entries that no document can take (R62): kept, but neither {@link read} nor {@link load} gives them out any
   * more. Their seqs stay.
   */
  quarantine(document: string, seqs: readonly number[]): Promise<void>
  /**
   * Forgets at most `limit` entries, the oldest first, that the second newest snapshot covers and that were
   * written before `before` (ms since 1970). Answers with how many it forgot. Short: it never holds up appends.
   */
  trim(document: string, before: number, limit: number): Promise<number>
  /**
   * The update store (F61): entries with clocks of `client` from `from` to `to` (exclusive), after seq `after`, up to
   * what `most` allows, but one at least.
   */
  find(document: string, query: EntryQuery, most: PageSize): Promise<Page>
}

export type EntryQuery = {
  client: number | null
  from: number
  to: number
  after: number
}

export type Loaded = { head: Head; snapshot: Snapshot | null; tail: Entry[] }
