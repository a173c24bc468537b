import { LADDER } from '../search/ladder.ts'
import { once } from '../search/once.ts'
import type { SearchPosition, SearchQuery } from '../types.ts'
import type { Connection } from './open.ts'
import { onRung } from './search-match.ts'
import type { Pages, Place, Step, Task } from './search-task.ts'
import { all } from './search-tokens.ts'
import type { Walk } from './search-walk.ts'

/** For better rungs the index has a word each. */
const FIRST_WALKED = LADDER.indexOf('beginning')

/** By relevance: rung by rung, on each the newest document first; or all of it backwards. */
export const searchLadder = (connection: Connection, walk: Walk): Pages => {
  const stepOf = stepFinder(connection)
  const next = { desc: steps(connection, '<', 'DESC'), asc: steps(connection, '>', 'ASC') }

  /** The next on a rung, of documents looked at; null: those are too few. */
  const bySight = (task: Task, start: Step | null) => {
    const fromTop = once(() => walk(task, null))
    return (rung: number, missing: number): Step[] | null => {
      const { places, all } = start?.rung === rung ? walk(task, { key: start.id }) : fromTop()
      const here = places.filter((place) => place.rung === rung)
      return here.length >= missing || all ? here.slice(0, missing) : null
    }
  }
  const byIndex = ({ query: { order }, terms, rights }: Task, start: Step | null) => {
    return (rung: number, missing: number): Step[] => {
      const match = onRung(rung, terms)
      if (match === null) return []
      const from = start?.rung === rung ? start.id : order === 'desc' ? Infinity : 0
      const ids = next[order].all(all([rights, match]), from, missing)
      return ids.map((id) => ({ id, rung }))
    }
  }
  const pageOf: Pages['pageOf'] = (steps, { order, after, limit }) => {
    const start = after === null ? null : stepOf(after)
    const sign = order === 'desc' ? 1 : -1
    return steps
      .filter((step) => start === null || sign * compare(step, start) > 0)
      .sort((a, b) => sign * compare(a, b))
      .slice(0, limit)
      .map(asPlace)
  }
  const page: Pages['page'] = (task) => {
    const { order, limit, after } = task.query
    const start = after === null ? null : stepOf(after)
    const [see, ask] = [bySight(task, start), byIndex(task, start)]
    const page: Step[] = []
    for (const rung of rungsFrom(start, order)) {
      const missing = limit - page.length
      const seen = rung < FIRST_WALKED ? null : see(rung, missing)
      page.push(...(seen ?? ask(rung, missing)))
      if (page.length === limit) break
    }
    return page.map(asPlace)
  }
  return { page, pageOf }
}

const asPlace = (step: Step): Place => ({ ...step, key: null })

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
