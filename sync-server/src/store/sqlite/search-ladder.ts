import { LADDER } from '../search/ladder.ts'
import type { SearchPosition, SearchQuery } from '../types.ts'
import type { Connection } from './open.ts'
import { onRung } from './search-match.ts'
import type { Step, Task } from './search-task.ts'
import { all } from './search-tokens.ts'

/** By relevance: rung by rung, on each the newest document first; or all of it backwards. */
export const searchLadder = (connection: Connection) => {
  const stepOf = stepFinder(connection)
  const next = { desc: steps(connection, '<', 'DESC'), asc: steps(connection, '>', 'ASC') }
  return {
    /** Asks the index for one rung after the other, until the page is full. */
    page: ({ query, terms, rights }: Task): Step[] => {
      const { order, limit } = query
      const start = query.after === null ? null : stepOf(query.after)
      const found: Step[] = []
      for (const rung of rungsFrom(start, order)) {
        const match = onRung(rung, terms)
        if (match === null) continue
        const from = start?.rung === rung ? start.id : order === 'desc' ? Infinity : 0
        const ids = next[order].all(all([rights, match]), from, limit - found.length)
        found.push(...ids.map((id) => ({ id, rung })))
        if (found.length === limit) break
      }
      return found
    },
    /** The same of documents whose rungs are known. */
    pageOf: (steps: readonly Step[], { order, after, limit }: SearchQuery): Step[] => {
      const start = after === null ? null : stepOf(after)
      const sign = order === 'desc' ? 1 : -1
      return steps
        .filter((step) => start === null || sign * compare(step, start) > 0)
        .sort((a, b) => sign * compare(a, b))
        .slice(0, limit)
    },
  }
}

/** Best first. */
const compare = (a: Step, b: Step): number => a.rung - b.rung || b.id - a.id

const rungsFrom = (start: Step | null, order: SearchQuery['order']): number[] => {
  const rungs = LADDER.map((_, rung) => rung)
  return order === 'desc'
    ? rungs.filter((rung) => start === null || rung >= start.rung)
    : rungs.toReversed().filter((rung) => start === null || rung <= start.rung)
}

const steps = ({ db }: Connection, compare: '<' | '>', direction: 'ASC' | 'DESC') =>
  db
    .prepare<[string, number, number], number>(
      `SELECT rowid FROM search_index
       WHERE search_index MATCH ? AND rowid ${compare} ? ORDER BY rowid ${direction} LIMIT ?`,
    )
    .pluck()

/**
 * Where a page ended. A document that there is not, or no more, has the place that the time in its id says: whoever
 * makes a cursor up does not learn from the answer whether there is such a document (T5).
 */
const stepFinder = ({ db }: Connection) => {
  const known = db
    .prepare<[string], number>('SELECT id FROM search_documents WHERE document = ?')
    .pluck()
  const before = db
    .prepare<[number], number>(
      'SELECT id FROM search_documents WHERE created_at <= ? ORDER BY created_at DESC LIMIT 1',
    )
    .pluck()
  return ({ rung, id }: SearchPosition): Step => ({
    rung,
    id: known.get(id) ?? before.get(timeOf(id)) ?? 0,
  })
}

/** When a UUID of version 7 was made, ms since 1970. */
const timeOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
