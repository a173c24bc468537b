import type { Excerpt } from '../search/excerpt.ts'
import type { Role } from '@sticky/shared/access'
import type { DocumentFilter, DocumentRow } from './documents.ts'

/**
 * Where a page of hits ended: its rung (`search/ladder.ts`), what was sorted by if not by relevance, and the document.
 */
export type SearchPosition = { rung: number; key: string | number | null; id: string }

/**
 * `text` as it was typed. By relevance, `desc` has the best hit first.
 */
export type SearchQuery = DocumentFilter & {
  text: string
  sort: 'relevance' | 'created' | 'creator' | 'modified'
  order: 'asc' | 'desc'
  limit: number
  after: SearchPosition | null
}

/** `excerpt` is of the text as merged. */
export type Hit = { row: DocumentRow; role: Role; excerpt: Excerpt; at: SearchPosition }

/**
 * Full text of titles and of what is merged. A write is found as soon as it is durable: a title, a snapshot's text, a
 * grant, a deletion.
 */
export interface Search {
  /**
   * One page of the documents in reach that have every word of the text, or what it may have been meant to be; which
   * and in which order, `search/ladder.ts` says. Documents out of reach change nothing about the answer (T5); only of
   * parts and typos that very many words in use have, a driver may leave some out for who may read very much. Nothing in
   * the text is syntax; one without words has no hits.
   */
  find(query: SearchQuery): Promise<Hit[]>
  /**
   * Forgets words that no document has now, of `limit` words that it looks at; the next call looks at the next
   * ones. Short: it never holds up appends.
   */
  tidy(limit: number): Promise<void>
}
