import type { SearchQuery } from '../types.ts'
import type { Connection } from './open.ts'
import { filterConditions, filterParameters, IN_REACH, WITH_REACH } from './reach.ts'
import { lookAt } from './search-look.ts'
import type { Row, Seen, Wanted } from './search-look.ts'
import type { Task } from './search-task.ts'
import { isBehind, orderBy, SORTS } from './sort.ts'
import type { Sort } from './sort.ts'

/** Behind which key, and document, a walk begins. */
type Start = { key: string | number | null; id?: string }

export type Walk = (task: Task, start: Start | null, wanted: Wanted) => Seen

/** By relevance, those of one rung come in the order of their creation. */
const CREATION: Sort = {
  key: 's.id',
  columns: ['s.id'],
  after: '@key',
  from: 'search_documents s CROSS JOIN documents d ON d.id = s.document',
}

const sortOf = (sort: SearchQuery['sort']): Sort => {
  if (sort === 'relevance') return CREATION
  const { from, ...order } = SORTS[sort]
  return { ...order, from: `${from} CROSS JOIN search_documents s ON s.document = d.id` }
}

/**
 * Looks at one document after the other in the order of the page, `steps` of them, until there are enough, or until that
 * is not to be expected any more. What a good part of all documents answers is found here in no time, where the index
 * would gather all of them first. Those out of reach are passed by unseen.
 */
export const searchWalk = (connection: Connection, steps: number): Walk => {
  const sql = (query: SearchQuery, start: Start | null): string => {
    const sort = sortOf(query.sort)
    const readable = [IN_REACH, ...filterConditions(query)].join(' AND ')
    return `${WITH_REACH} SELECT s.id, ${sort.key} AS key, c.title, c.words FROM ${sort.from}
      LEFT JOIN search_contents c ON c.id = s.id AND ${readable}
      WHERE d.deleted_at IS NULL ${start === null ? '' : `AND ${isBehind(sort, query.order)}`}
      ${orderBy(sort, query.order)} LIMIT ${steps}`
  }
  return ({ query, words }, start, wanted) => {
    const rows = connection.prepared<[Record<string, unknown>], Row>(sql(query, start)).iterate({
      ...filterParameters(query),
      key: start?.key,
      afterId: start?.id,
    })
    return lookAt(rows, words, wanted, steps)
  }
}
