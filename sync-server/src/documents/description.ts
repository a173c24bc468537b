import type { Role } from '@sticky/shared/access'
import type { Document } from '@sticky/shared/api/documents'
import type { DocumentRow, Store } from '../store/types.ts'

/** Documents as the API tells of them, with the role that the caller has. */
export const describe = async (
  store: Store,
  documents: readonly { row: DocumentRow; role: Role }[],
): Promise<Document[]> => {
  const names = await store.users.names([...new Set(documents.map(({ row }) => row.createdBy))])
  return documents.map(({ row, role }) => {
    const creator = names.get(row.createdBy)
    return {
      id: row.id,
      title: row.title,
      role,
      createdBy:
        creator === undefined ? null : { id: row.createdBy, displayName: creator.displayName },
      createdAt: row.createdAt,
      modifiedAt: row.modifiedAt,
    }
  })
}
