import type { Connection } from './open.ts'
import { lookAt } from './search-look.ts'
import type { Row, Seen, Wanted } from './search-look.ts'
import { upTo } from './search-match.ts'
import type { Task } from './search-task.ts'
import { tellingOf } from './search-terms.ts'
import { all } from './search-tokens.ts'

/** `from`: the place behind which it begins, by relevance. */
export type Sieve = (task: Task, from: number, wanted: Wanted) => Seen | null

/**
 * Has the index name the documents that the most telling words of a query lead to, and looks at up to `steps` of these,
 * one after the other: a word that stands for hundreds is looked for in a few documents, not everywhere. Null where no
 * word is telling.
 */
export const searchSieve = ({ db }: Connection, steps: number): Sieve => {
  const ask = (compare: '<' | '>', direction: 'ASC' | 'DESC') =>
    db.prepare<[string, number, number], Row>(
      `SELECT c.id, c.id AS key, c.title, c.words
       FROM search_index CROSS JOIN search_contents c ON c.id = search_index.rowid
       WHERE search_index MATCH ? AND search_index.rowid ${compare} ?
       ORDER BY search_index.rowid ${direction} LIMIT ?`,
    )
  const next = { desc: ask('<', 'DESC'), asc: ask('>', 'ASC') }
  return ({ query, words, terms, rights }, from, wanted) => {
    const telling = tellingOf(terms)
    if (telling.length === 0) return null
    const match = all([rights, upTo(wanted.worst, telling)])
    return lookAt(next[query.order].iterate(match, from, steps), words, wanted, steps)
  }
}
