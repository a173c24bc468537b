import { rank, ROLES } from '@sticky/shared/access'
import type { Role } from '@sticky/shared/access'
import type { DocumentFilter, Reach } from '../types.ts'

/** `@reach` as a table, for the beginning of a statement. */
export const WITH_REACH = `WITH reach (principal, most) AS MATERIALIZED
  (SELECT key, value FROM json_each(@reach))`

const RANK = `CASE g.role ${ROLES.map((role) => `WHEN '${role}' THEN ${rank(role)}`).join(' ')} END`

/** The rank of what document `d` lets those in reach do; NULL where they may not read it. */
export const RANK_IN_REACH = `(SELECT max(min(${RANK}, r.most)) FROM grants g
  CROSS JOIN reach r ON r.principal = g.principal WHERE g.document = d.id)`

export const IN_REACH = `EXISTS (SELECT 1 FROM grants g
  CROSS JOIN reach r ON r.principal = g.principal WHERE g.document = d.id)`

/** Granted to the user by name: not through a channel or role. */
export const OWNED = `EXISTS (SELECT 1 FROM grants o
  WHERE o.document = d.id AND o.principal = 'user:' || @userId AND o.role = 'own')`

/** A grant that the user may know of: of a document that they own, or one that opens it to them. */
const SHARED_BY = `EXISTS (SELECT 1 FROM grants g WHERE g.document = d.id
  AND g.granted_by = @sharedBy AND (${OWNED} OR g.principal IN (SELECT principal FROM reach)))`

/** Likewise: somebody has granted it to this principal, who is in reach, or the document is the user's own. */
const SHARED_WITH = `EXISTS (SELECT 1 FROM grants g WHERE g.document = d.id
  AND g.principal = @sharedWith AND g.granted_by IS NOT NULL
  AND (${OWNED} OR g.principal IN (SELECT principal FROM reach)))`

/** One for each filter that is asked for. */
export const filterConditions = (filter: DocumentFilter): string[] => [
  ...(filter.createdBy === null ? [] : ['d.created_by = @createdBy']),
  ...(filter.sharedBy === null ? [] : [SHARED_BY]),
  ...(filter.sharedWith === null ? [] : [SHARED_WITH]),
]

export const reachJson = (reach: Reach): string =>
  JSON.stringify(Object.fromEntries([...reach].map(([principal, most]) => [principal, rank(most)])))

export const roleOfRank = (found: number): Role => ROLES[found] ?? 'none'

/** What {@link WITH_REACH} and the conditions above have to be given. */
export const filterParameters = ({
  userId,
  reach,
  createdBy,
  sharedBy,
  sharedWith,
}: DocumentFilter) => ({
  userId,
  reach: reachJson(reach),
  createdBy,
  sharedBy,
  sharedWith,
})
