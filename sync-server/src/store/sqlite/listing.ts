import { rank } from '@sticky/shared/access'
import type { DocumentQuery, Listed } from '../types.ts'
import { asDocument } from './document-row.ts'
import type { DocumentRecord } from './document-row.ts'
import type { Connection } from './open.ts'
import {
  filterConditions,
  filterParameters,
  IN_REACH,
  OWNED,
  RANK_IN_REACH,
  roleOfRank,
  WITH_REACH,
} from './reach.ts'
import { isBehind, orderBy, SORTS } from './sort.ts'

/**
 * Up to so many grants, a list is made from what is granted; with more, documents are looked at in the order of the
 * list until the page is full. Each alone takes 100 ms and more where the other takes two.
 */
const FEW_GRANTS = 1_000

/** Grants that put a document on a list. */
const GRANTS: Record<DocumentQuery['scope'], string> = {
  owned: `SELECT document FROM grants WHERE principal = 'user:' || @userId AND role = 'own'`,
  shared: `SELECT document FROM grants
      WHERE principal = 'user:' || @userId AND role IN ('view', 'tick', 'edit')
    UNION ALL SELECT g.document FROM reach r CROSS JOIN grants g ON g.principal = r.principal
      WHERE r.principal <> 'user:' || @userId`,
  any: `SELECT g.document FROM reach r CROSS JOIN grants g ON g.principal = r.principal`,
  deleted: `SELECT g.document FROM reach r CROSS JOIN grants g ON g.principal = r.principal
      WHERE g.role = 'own'`,
}

/** Which documents they are, of those in reach. */
const CONDITIONS: Record<DocumentQuery['scope'], readonly string[]> = {
  owned: ['d.deleted_at IS NULL', OWNED],
  shared: ['d.deleted_at IS NULL', `NOT ${OWNED}`],
  any: ['d.deleted_at IS NULL'],
  deleted: ['d.deleted_at IS NOT NULL', `${RANK_IN_REACH} = ${rank('own')}`],
}

/** Lists of nothing but what the user owns. */
const ONLY_OWNED = new Set<DocumentQuery['scope']>(['owned', 'deleted'])

const fromGrants = (scope: DocumentQuery['scope']): string =>
  `(SELECT DISTINCT document FROM (${GRANTS[scope]})) granted
   CROSS JOIN documents d ON d.id = granted.document CROSS JOIN users u ON u.id = d.created_by`

const listSql = (query: DocumentQuery, few: boolean): string => {
  const sort = SORTS[query.sort]
  const conditions = [
    ...CONDITIONS[query.scope],
    ...(few ? [] : [IN_REACH]),
    ...filterConditions(query),
    ...(query.role === null ? [] : [`${RANK_IN_REACH} = @role`]),
    ...(query.after === null ? [] : [isBehind(sort, query.order)]),
  ]
  return `${WITH_REACH} SELECT d.id, ${sort.key} AS key FROM ${few ? fromGrants(query.scope) : sort.from}
    WHERE ${conditions.join(' AND ')} ${orderBy(sort, query.order)} LIMIT @limit`
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
  const countGrants = {
    owned: count('owned'),
    shared: count('shared'),
    any: count('any'),
    deleted: count('deleted'),
  }
  const open = db.prepare<[{ ids: string; reach: string }], DocumentRecord & { rank: number }>(
    `${WITH_REACH} SELECT d.*, ${RANK_IN_REACH} AS rank
     FROM json_each(@ids) j CROSS JOIN documents d ON d.id = j.value`,
  )
  const list = (query: DocumentQuery): Listed[] => {
    // whoever owns a document has no lesser right to it
    if (ONLY_OWNED.has(query.scope) && (query.role ?? 'own') !== 'own') return []
    const parameters = filterParameters(query)
    const few = (countGrants[query.scope].get(parameters) ?? 0) <= fewGrants
    const found = connection.prepared<[Record<string, unknown>], Found>(listSql(query, few)).all({
      ...parameters,
      role: query.role === null ? null : rank(query.role),
      limit: query.limit,
      key: query.after?.key,
      afterId: query.after?.id,
    })
    const { reach } = parameters
    const ids = JSON.stringify(found.map(({ id }) => id))
    const rows = new Map(open.all({ ids, reach }).map((row) => [row.id, row]))
    return found.flatMap(({ id, key }) => {
      const row = rows.get(id)
      if (row === undefined) return []
      return [{ row: asDocument(row), role: roleOfRank(row.rank), at: { key, id } }]
    })
  }
  return (query: DocumentQuery): Listed[] => connection.read(() => list(query))
}
