import type { Role } from '@sticky/shared/access'
import type { GrantRow } from './grants.ts'
import type { NewEntry } from './log.ts'
import type { Written } from './written.ts'

export type DocumentRow = {
  id: string
  title: string
  createdBy: string
  createdAt: number
  modifiedAt: number
  deletedAt: number | null
}

/**
 * Everything through which documents are open to somebody: principals, each with the most that a grant to it can give
 * them. Who decides that is `documents/reach.ts`.
 */
export type Reach = ReadonlyMap<string, Role>

/**
 * What somebody asks for of the documents that they may read. `sharedBy`: by a grant of that user which they may know
 * of, since it opens the document to them or they own it. `sharedWith`: a principal to which somebody has granted the
 * document, and the user may know of that, since it is in their reach or they own the document.
 */
export type DocumentFilter = {
  userId: string
  reach: Reach
  createdBy: string | null
  sharedBy: string | null
  sharedWith: string | null
}

/** Where a page ended: what was sorted by, and the document. */
export type ListPosition = { key: string | number; id: string }

/**
 * `owned`: granted to the user by name as owner. `shared`: whatever else is in reach, also as an owner. `any`: both.
 * `deleted`: what is deleted, but not for ever, and the user owns, also by what is in reach.
 */
export type DocumentQuery = DocumentFilter & {
  scope: 'owned' | 'shared' | 'any' | 'deleted'
  sort: 'created' | 'modified' | 'title' | 'creator'
  order: 'asc' | 'desc'
  limit: number
  after: ListPosition | null
  role: Role | null
}

export type Listed = { row: DocumentRow; role: Role; at: ListPosition }

export type NewDocument = {
  row: DocumentRow
  generation: string
  grants: GrantRow[]
  /** Log entry 1, written in the same transaction (R64). */
  first: NewEntry | null
}

export interface Documents {
  create(document: NewDocument): Promise<void>
  /** Also deleted ones. */
  get(id: string): Promise<DocumentRow | null>
  /** Goes up with every change of rights, and when it is deleted or restored; also of a deleted one. */
  epoch(id: string): Promise<number | null>
  /**
   * One page, with the role that the reach gives. What does not change meanwhile comes on exactly one page. Titles and
   * names are sorted without case.
   */
  list(query: DocumentQuery): Promise<Listed[]>
  /** Also writes the event that tells the cards. */
  rename(id: string, title: string, at: number, epoch?: number): Promise<Written>
  /** Bumps the epoch, so that nothing in flight lands afterwards. Also writes the event. */
  setDeleted(id: string, deletedAt: number | null, epoch?: number): Promise<Written>
  /**
   * Deletes for ever at `at`: text, title, history, grants, links and pictures; {@link Store.scrub} makes the medium
   * forget them. What stays is that there was a document, for cards that show it. Also of a deleted one. Also writes
   * the event.
   */
  erase(id: string, at: number, epoch?: number): Promise<Written>
  /** Forgets all of at most `limit` documents without an owner since before `before` (ms since 1970); answers which. */
  purge(before: number, limit: number): Promise<string[]>
}
