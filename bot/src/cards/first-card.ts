import type { Card } from '@sticky/shared/api/cards'
import type { Document } from '@sticky/shared/api/documents'

/** The card of a document that was made with `content` just now, where the server does not say how it looks. */
export const firstCard = ({ id, title, createdAt }: Document, content: string): Card => ({
  documentId: id,
  title,
  excerpt: content,
  words: content.split(/\s+/).filter(Boolean).length,
  tasks: { done: 0, total: 0 },
  people: [],
  editedAt: createdAt,
  editedBy: null,
  seq: 0,
  hash: '',
  deleted: false,
})
