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

/** A document on its rung; `id` is its place in the order of creation. */
export type Step = { id: number; rung: number }

/** One that is on the page; `key` is what was sorted by, if not by relevance. */
export type Place = Step & { key: string | number | null }
