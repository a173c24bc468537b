import { FIRST_GUESS, LADDER } from '../search/ladder.ts'
import type { SearchQuery } from '../types.ts'
import type { Connection } from './open.ts'
import { upTo } from './search-match.ts'
import type { Pages, Place, Step, Task } from './search-task.ts'
import { all } from './search-tokens.ts'
import type { Walk } from './search-walk.ts'
import { isBehind, orderBy, SORTS } from './sort.ts'

const SURE = FIRST_GUESS - 1
const WORST = LADDER.length - 1

/** Where what was found comes from. */
const OF_INDEX = '(SELECT rowid AS id FROM search_index WHERE search_index MATCH @from)'
const OF_LIST = '(SELECT value AS id FROM json_each(@from))'

/** By date or creator: of what surely was meant, or, if there is nothing, of what may have been. */
export const searchSorted = (connection: Connection, walk: Walk): Pages => {
  const any = connection.db.prepare<[string]>(
    'SELECT 1 FROM search_index WHERE search_index MATCH ? LIMIT 1',
  )
  const sort = (query: SearchQuery, source: string, from: string): Omit<Place, 'rung'>[] => {
    const sort = SORTS[query.sort === 'relevance' ? 'created' : query.sort]
    return connection
      .prepared<[Record<string, unknown>], Omit<Place, 'rung'>>(
        `SELECT s.id, ${sort.key} AS key FROM ${source} found
         CROSS JOIN search_documents s ON s.id = found.id CROSS JOIN documents d ON d.id = s.document
         CROSS JOIN users u ON u.id = d.created_by
         ${query.after === null ? '' : `WHERE ${isBehind(sort, query.order)}`}
         ${orderBy(sort, query.order)} LIMIT @limit`,
      )
      .all({ from, limit: query.limit, key: query.after?.key, afterId: query.after?.id })
  }
  const pageOf = (steps: readonly Step[], query: SearchQuery): Place[] => {
    const isSure = steps.some(({ rung }) => rung <= SURE)
    const widest = query.after?.rung ?? (isSure ? SURE : WORST)
    const ids = steps.filter(({ rung }) => rung <= widest).map(({ id }) => id)
    return sort(query, OF_LIST, JSON.stringify(ids)).map((place) => ({ ...place, rung: widest }))
  }
  const page = (task: Task): Place[] => {
    const { query, rights, terms } = task
    const rung = query.after?.rung ?? SURE
    const { places, all: seenAll } = walk(task, query.after, {
      enough: query.limit,
      best: 0,
      worst: rung,
    })
    if (places.length === query.limit || (seenAll && places.length > 0))
      return places.map((place) => ({ ...place, rung }))
    const has = (): boolean => any.get(all([rights, upTo(SURE, terms)])) !== undefined
    const widest = query.after !== null || places.length > 0 || has() ? rung : WORST
    return sort(query, OF_INDEX, all([rights, upTo(widest, terms)])).map((place) => ({
      ...place,
      rung: widest,
    }))
  }
  return { page, pageOf }
}
