import { z } from 'zod'
import { Id, Principal } from '../ids.ts'
import { Document, DocumentFilters } from './documents.ts'
import { COSTLY } from './route.ts'
import type { Routes } from './route.ts'

/** Longest query, in UTF-16 units; of its words the first 16 count. */
export const MAX_QUERY = 200

export const SearchDocuments = z.strictObject({
  q: z.string().max(MAX_QUERY, `a query has at most ${MAX_QUERY} characters`).meta({
    description: 'words, or parts of them; misspelt ones too. All of them are looked for',
  }),
  ...DocumentFilters,
  sharedWith: z
    .union([Id, Principal], 'send the id of a user, or a principal (user:…, channel:…, role:…)')
    .optional()
    .meta({
      description: 'only of grants that you may know of: to you, or of documents that you own',
    }),
  sort: z.enum(['relevance', 'created', 'creator', 'modified']).default('relevance'),
  order: z.enum(['asc', 'desc']).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(1_000).optional(),
})
export type SearchDocuments = z.infer<typeof SearchDocuments>

/** From the first to behind the last UTF-16 unit of what was found, in order, without overlaps. */
const Ranges = z.array(z.tuple([z.int(), z.int()]))
export type Ranges = z.infer<typeof Ranges>

/** Plain text on one line, to be shown as text: what was found is told by ranges, never by markup. */
export const Found = Document.extend({
  titleMatches: Ranges,
  snippet: z.object({ text: z.string(), matches: Ranges }),
})
export type Found = z.infer<typeof Found>

export const SearchPage = z.object({
  items: z.array(Found),
  nextCursor: z.string().nullable(),
})
export type SearchPage = z.infer<typeof SearchPage>

export const SEARCH_ROUTES = {
  'GET /search': {
    by: 'user',
    does: 'Searches titles and texts of whatever the caller may read.',
    cost: COSTLY,
    query: SearchDocuments,
    answer: SearchPage,
  },
} as const satisfies Routes
