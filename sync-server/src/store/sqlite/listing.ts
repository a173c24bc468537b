import { rank } from '@sticky/shared/access'
import type { DocumentQuery, Listed } from '../types.ts'
import { asDocument } from './document-row.ts'
import type { DocumentRecord } from './document-row.ts'
import type { Connection } from './open.ts'
import {
  filterParameters,
  IN_REACH,
  OWNED,
  RANK_IN_REACH,
  roleOfRank,
  SHARED_BY,
  WITH_REACH,
} from './reach.ts'

/**
 * Up to so many grants, a list is made from what is granted; with more, documents are looked at in the order of the
 * list until the page is full. Each alone takes 100 ms and more where the other takes two.
 */
const FEW_GRANTS = 1_000

/**
 * `order`: the columns that make it, the last one being the document. `key`: all but the last as one value, and how a
 * page begins after it. Nothing is looked up for a cursor: it would tell whether there is such a document (T5).
 */
type Sort = { key: string; order: readonly string[]; after: string; from: string }

const byDocument = (key: string): Sort => ({
  key,
  order: [key, 'd.id'],
  after: '@key, @afterId',
  from: 'documents d',
})

const SORTS: Record<DocumentQuery['sort'], Sort> = {
  created: byDocument('d.created_at'),
  modified: byDocument('d.modified_at'),
  title: byDocument('d.title_key'),
  // two people may have one name: their documents do not mix
  creator: {
    key: 'lower(u.display_name) || char(10) || u.id',
    order: ['lower(u.display_name)', 'u.id', 'd.id'],
    after: `substr(@key, 1, instr(@key, char(10)) - 1), substr(@key, instr(@key, char(10)) + 1),
      @afterId`,
    from: 'users u CROSS JOIN documents d ON d.created_by = u.id',
  },
}

/** Grants that put a document on a list. */
const GRANTS: Record<DocumentQuery['scope'], string> = {
  owned: `SELECT document FROM grants WHERE principal = 'user:' || @userId AND role = 'own'`,
  shared: `SELECT document FROM grants
      WHERE principal = 'user:' || @userId AND role IN ('view', 'tick', 'edit')
    UNION ALL SELECT g.document FROM reach r CROSS JOIN grants g ON g.principal = r.principal
      WHERE r.principal <> 'user:' || @userId`,
}

const fromGrants = (scope: DocumentQuery['scope']): string =>
  `(SELECT DISTINCT document FROM (${GRANTS[scope]})) granted
   CROSS JOIN documents d ON d.id = granted.document CROSS JOIN users u ON u.id = d.created_by`

const listSql = (query: DocumentQuery, few: boolean): string => {
  const { key, order, after, from } = SORTS[query.sort]
  const [compare, direction] = query.order === 'asc' ? ['>', 'ASC'] : ['<', 'DESC']
  const conditions = [
    'd.deleted_at IS NULL',
    query.scope === 'owned' ? OWNED : `NOT ${OWNED}`,
    ...(few ? [] : [IN_REACH]),
    ...(query.createdBy === null ? [] : ['d.created_by = @createdBy']),
    ...(query.sharedBy === null ? [] : [SHARED_BY]),
    ...(query.role === null ? [] : [`${RANK_IN_REACH} = @role`]),
    ...(query.after === null ? [] : [`(${order.join(', ')}) ${compare} (${after})`]),
  ]
  return `${WITH_REACH} SELECT d.id, ${key} AS key FROM ${few ? fromGrants(query.scope) : from}
    WHERE ${conditions.join(' AND ')} 
    ORDER BY ${order.map((by) => `${by} ${direction}`).join(', ')} LIMIT @limit`
}

type Found = { id: string; key: string | number }

/** One page of the documents that somebody may read. */
export const sqliteListing = (connection: Connection, fewGrants = FEW_GRANTS) => {
  const { db } = connection
  const count = (scope: DocumentQuery['scope']) =>
    db
      .prepare<[Record<string, unknown>], number>(
        `${WITH_REACH} SELECT count(*) FROM (${GRANTS[scope]} LIMIT ${fewGrants + 1})`,
      )
      .pluck()
  const countGrants = { owned: count('owned'), shared: count('shared') }
  const open = db.prepare<[{ id: string; reach: string }], DocumentRecord & { rank: number }>(
    `${WITH_REACH} SELECT d.*, ${RANK_IN_REACH} AS rank FROM documents d WHERE d.id = @id`,
  )
  const list = (query: DocumentQuery): Listed[] => {
    const parameters = filterParameters(query)
    const few = (countGrants[query.scope].get(parameters) ?? 0) <= fewGrants
    return db
      .prepare<[Record<string, unknown>], Found>(listSql(query, few))
      .all({
        ...parameters,
        role: query.role === null ? null : rank(query.role),
        limit: query.limit,
        key: query.after?.key,
        afterId: query.after?.id,
      })
      .flatMap(({ id, key }) => {
        const row = open.get({ id, reach: parameters.reach })
        if (row === undefined) return []
        return [{ row: asDocument(row), role: roleOfRank(row.rank), at: { key, id } }]
      })
  }
  return (query: DocumentQuery): Listed[] => connection.read(() => list(query))
}
