import type { SearchQuery } from '../types.ts'
import type { IndexTerm } from './search-vocabulary.ts'

/** A query made ready: `rights` is the part of every question to the index that keeps to what may be read. */
export type Task = { query: SearchQuery; terms: readonly IndexTerm[]; rights: string }

/** A document on its rung; `id` is its place in the order of creation. */
export type Step = { id: number; rung: number }

/** One that is on the page; `key` is what was sorted by, if not by relevance. */
export type Place = Step & { key: string | number | null }
