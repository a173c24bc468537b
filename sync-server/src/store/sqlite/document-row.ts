import type { DocumentRow } from '../types.ts'

export type DocumentRecord = {
  id: string
  title: string
  created_by: string
  created_at: number
  modified_at: number
  deleted_at: number | null
}

export const asDocument = (row: DocumentRecord): DocumentRow => ({
  id: row.id,
  title: row.title,
  createdBy: row.created_by,
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
  deletedAt: row.deleted_at,
})
