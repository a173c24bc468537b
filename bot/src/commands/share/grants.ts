import { rank } from '@sticky/shared/access'
import type { Grant } from '@sticky/shared/api/grants'
import type { Visitor } from '../../people.ts'
import type { Given } from './panel.ts'

const PAGE = 100

/** All grants of a document. Throws what the API throws. */
export const grantsOf = async ({ api }: Visitor, documentId: string): Promise<Grant[]> => {
  const grants: Grant[] = []
  let cursor: string | undefined
  do {
    const { items, nextCursor } = await api.grants(documentId, { limit: PAGE, cursor })
    grants.push(...items)
    cursor = nextCursor ?? undefined
  } while (cursor !== undefined)
  return grants
}

/** Who gives what to whom; `role` is the least they have afterwards. */
type Gift = { visitor: Visitor; documentId: string; principal: string; role: Given }

/**
 * Gives a right, unless they have a higher one already: sharing takes nothing away (F44). Answers
 * with what they have then. Throws what the API throws.
 */
export const give = async ({
  visitor,
  documentId,
  principal,
  role,
}: Gift): Promise<Grant['role']> => {
  const grants = await grantsOf(visitor, documentId)
  const held = grants.find((grant) => grant.principal === principal)?.role ?? 'view'
  if (rank(held) > rank(role)) return held
  await visitor.api.putGrant(documentId, principal, { role })
  return role
}
