import { rungOf } from '../search/ladder.ts'
import type { Contents } from '../search/contents.ts'
import type { SearchQuery } from '../types.ts'
import type { Connection } from './open.ts'
import { filterConditions, filterParameters, IN_REACH, WITH_REACH } from './reach.ts'
import { MOST_BYTES } from './search-task.ts'
import type { Place, Task } from './search-task.ts'
import { isBehind, orderBy, SORTS } from './sort.ts'
import type { Sort } from './sort.ts'

/** Behind which key, and document, a walk begins. */
type Start = { key: string | number | null; id?: string }

/** Documents that answer the query, in the order of the page; `all`: there are no more. */
type Walked = { places: Place[]; all: boolean }

export type Walk = (task: Task, start: Start | null, enough?: number, worst?: number) => Walked

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

type Row = { id: number; key: string | number } & (Contents | { title: null; words: null })

/**
 * Looks at one document after the other in the order of the page, `steps` of them, until `enough` stand on a rung as
 * good as `worst`. What a good part of all documents answers is found here in no time, where the index would gather all
 * of them first. Those out of reach are passed by unseen.
 */
export const searchWalk = ({ db }: Connection, steps: number): Walk => {
  const sql = (query: SearchQuery, start: Start | null): string => {
    const sort = sortOf(query.sort)
    const readable = [IN_REACH, ...filterConditions(query)].join(' AND ')
    return `${WITH_REACH} SELECT s.id, ${sort.key} AS key, c.title, c.words FROM ${sort.from}
      LEFT JOIN search_contents c ON c.id = s.id AND ${readable}
      WHERE d.deleted_at IS NULL ${start === null ? '' : `AND ${isBehind(sort, query.order)}`}
      ${orderBy(sort, query.order)} LIMIT ${steps}`
  }
  return ({ query, words }, start, enough = Infinity, worst = Infinity) => {
    const rows = db.prepare<[Record<string, unknown>], Row>(sql(query, start)).iterate({
      ...filterParameters(query),
      sharedWith: query.sharedWith,
      key: start?.key,
      afterId: start?.id,
    })
    const places: Place[] = []
    let [passed, bytes] = [0, 0]
    for (const { id, key, ...contents } of rows) {
      passed += 1
      if (contents.words === null) continue
      const rung = rungOf(contents, words)
      if (rung !== null && rung <= worst) places.push({ id, key, rung })
      bytes += contents.words.length
      if (places.length >= enough || bytes > MOST_BYTES) return { places, all: false }
    }
    return { places, all: passed < steps }
  }
}
