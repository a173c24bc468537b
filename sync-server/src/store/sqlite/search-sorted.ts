import { FIRST_GUESS, LADDER } from '../search/ladder.ts'
import type { SearchQuery } from '../types.ts'
import type { Connection } from './open.ts'
import { upTo } from './search-match.ts'
import type { Place, Step, Task } from './search-task.ts'
import { all } from './search-tokens.ts'

const KEYS = {
  created: 's.created_at',
  modified: 's.modified_at',
  creator: 'lower(u.display_name)',
} as const

/** By date or creator: of what surely was meant, or, if there is nothing, of what may have been. */
export const searchSorted = ({ db }: Connection) => {
  const any = db.prepare<[string]>('SELECT 1 FROM search_index WHERE search_index MATCH ? LIMIT 1')
  const sql = (query: SearchQuery, source: string): string => {
    const key = KEYS[query.sort === 'relevance' ? 'created' : query.sort]
    const [compare, direction] = query.order === 'asc' ? ['>', 'ASC'] : ['<', 'DESC']
    const page = query.after === null ? '' : `AND (${key}, s.document) ${compare} (@key, @afterId)`
    return `SELECT s.id, ${key} AS key FROM ${source}
      ${query.sort === 'creator' ? 'CROSS JOIN users u ON u.id = s.created_by' : ''}
      WHERE true ${page} ORDER BY key ${direction}, s.document ${direction} LIMIT @limit`
  }
  const OF_INDEX = `(SELECT rowid FROM search_index WHERE search_index MATCH @from) i
    CROSS JOIN search_documents s ON s.id = i.rowid`
  const OF_LIST = 'json_each(@from) j CROSS JOIN search_documents s ON s.id = j.value'
  return ({ query, terms, rights }: Task, ranked: readonly Step[] | null): Place[] => {
    const has = (rung: number): boolean =>
      ranked === null
        ? any.get(all([rights, upTo(rung, terms)])) !== undefined
        : ranked.some((step) => step.rung <= rung)
    const widest = query.after?.rung ?? (has(FIRST_GUESS - 1) ? FIRST_GUESS - 1 : LADDER.length - 1)
    const [source, from] =
      ranked === null
        ? [OF_INDEX, all([rights, upTo(widest, terms)])]
        : [OF_LIST, JSON.stringify(ranked.filter(({ rung }) => rung <= widest).map(({ id }) => id))]
    return db
      .prepare<[Record<string, unknown>], Omit<Place, 'rung'>>(sql(query, source))
      .all({ from, limit: query.limit, key: query.after?.key, afterId: query.after?.id })
      .map((row) => ({ ...row, rung: widest }))
  }
}
