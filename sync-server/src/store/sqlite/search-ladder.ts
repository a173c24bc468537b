import { LADDER } from '../search/ladder.ts'
import type { Rung } from '../search/ladder.ts'
import type { SearchPosition, SearchQuery } from '../types.ts'
import type { Connection } from './open.ts'
import { onRung } from './search-match.ts'
import type { Pages, Place, Step, Task } from './search-task.ts'
import { all } from './search-tokens.ts'
import type { Sieve } from './search-sieve.ts'
import type { Walk } from './search-walk.ts'

/** Rungs that a good part of all documents may stand on for one and the same query. */
const WALKED: ReadonlySet<Rung | undefined> = new Set<Rung>(['beginning', 'inside'])

/** `shortWork`: questions to the index up to this length need no looking around. */
type Ways = { walk: Walk; sieve: Sieve; shortWork: number }

/** By relevance: rung by rung, on each the newest document first; or all of it backwards. */
export const searchLadder = (connection: Connection, { walk, sieve, shortWork }: Ways): Pages => {
  const stepOf = stepFinder(connection)
  const next = { desc: steps(connection, '<', 'DESC'), asc: steps(connection, '>', 'ASC') }

  /** The next on a rung, of documents looked at; null: those are too few. */
  const bySight =
    (task: Task, fromOf: FromOf) =>
    (rung: number, missing: number): Step[] | null => {
      const wanted = { enough: missing, best: rung, worst: rung }
      const from = fromOf(rung)
      const seen =
        sieve(task, from, wanted) ??
        (WALKED.has(LADDER[rung]) ? walk(task, { key: from }, wanted) : null)
      return seen !== null && (seen.places.length >= missing || seen.all) ? seen.places : null
    }
  const byIndex =
    ({ query: { order }, rights }: Task, fromOf: FromOf) =>
    (rung: number, missing: number, match: string): Step[] => {
      const ids = next[order].all(all([rights, match]), fromOf(rung), missing)
      return ids.map((id) => ({ id, rung }))
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
    const top = order === 'desc' ? Infinity : 0
    const fromOf: FromOf = (rung) => (start?.rung === rung ? start.id : top)
    const [see, ask] = [bySight(task, fromOf), byIndex(task, fromOf)]
    const page: Step[] = []
    for (const rung of rungsFrom(start, order)) {
      const missing = limit - page.length
      const match = onRung(rung, task.terms)
      if (match === null) continue
      const seen = match.length > shortWork ? see(rung, missing) : null
      page.push(...(seen ?? ask(rung, missing, match)))
      if (page.length === limit) break
    }
    return page.map(asPlace)
  }
  return { page, pageOf }
}

const asPlace = (step: Step): Place => ({ ...step, key: null })

/** Behind which document a rung begins. */
type FromOf = (rung: number) => number

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
