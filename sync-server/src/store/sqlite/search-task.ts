import type { SearchQuery } from '../types.ts'
import type { IndexTerm } from './search-terms.ts'

/**
 * A query made ready. `words`: what has to be found; `terms`: the same, with what it may stand for. `rights` is the part
 * of every question to the index that keeps to what may be read.
 */
export type Task = {
  query: SearchQuery
  words: readonly string[]
  terms: readonly IndexTerm[]
  rights: string
}

/** Of words that are looked at for one search, bytes: more are left to the index, so that nobody's search takes long. */
export const MOST_BYTES = 2 * 1024 ** 2

/** A document on its rung; `id` is its place in the order of creation. */
export type Step = { id: number; rung: number }

/** One that is on the page; `key` is what was sorted by, if not by relevance. */
export type Place = Step & { key: string | number | null }

/** How a page is made, in one kind of order. */
export type Pages = {
  page(task: Task): Place[]
  /** Of documents whose rungs are known. */
  pageOf(steps: readonly Step[], query: SearchQuery): Place[]
}
