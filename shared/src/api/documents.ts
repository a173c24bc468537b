import { z } from 'zod'
import { ROLES } from '../access.ts'
import { Id } from '../ids.ts'
import { CreateGrant, GRANTABLE } from './grants.ts'

/** Most text a document holds, in UTF-8 bytes (R50). */
export const MAX_TEXT_BYTES = 256 * 1024

/** 1 to 200 characters on one line. */
export const Title = z
  .string()
  .trim()
  .min(1, 'a title has at least one character')
  .max(200, 'a title has at most 200 characters')
  .refine(
    (title) => !/[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u.test(title),
    'a title is one line without control characters',
  )

export const CreateDocument = z.strictObject({
  title: Title,
  content: z
    .string()
    .max(MAX_TEXT_BYTES)
    .optional()
    .meta({ description: 'markdown; becomes log entry 1' }),
  grants: z.array(CreateGrant).max(20).optional(),
})
export type CreateDocument = z.infer<typeof CreateDocument>

export const ChangeDocument = z.strictObject({ title: Title.optional() })
export type ChangeDocument = z.infer<typeof ChangeDocument>

/** `forever`: text and all, not to be restored; also of a document that is deleted already. */
export const DeleteDocument = z.strictObject({
  forever: z.enum(['true', 'false']).default('false'),
})

/** Filters that lists and search have in common. */
export const DocumentFilters = {
  createdBy: Id.optional(),
  sharedBy: Id.optional().meta({
    description: 'who granted it: to you, or, of documents that you own, to anybody',
  }),
}

/**
 * `owned`: I am its owner by name. `shared`: whatever else I may read. `role` is what I may do there, exactly. Without
 * `order`, titles and creators go from A to Z and times from the latest.
 */
export const ListDocuments = z.strictObject({
  scope: z.enum(['owned', 'shared']).default('owned'),
  ...DocumentFilters,
  role: z.enum(GRANTABLE).optional(),
  sort: z.enum(['created', 'modified', 'title', 'creator']).default('modified'),
  order: z.enum(['asc', 'desc']).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(1_000).optional(),
})
export type ListDocuments = z.infer<typeof ListDocuments>

/** `role` is what the caller may do; times are ms since 1970. */
export const Document = z.object({
  id: Id,
  title: z.string(),
  role: z.enum(ROLES),
  createdBy: z.object({ id: Id, displayName: z.string() }).nullable(),
  createdAt: z.int(),
  modifiedAt: z.int(),
})
export type Document = z.infer<typeof Document>

export const DocumentPage = z.object({
  items: z.array(Document),
  nextCursor: z.string().nullable(),
})
export type DocumentPage = z.infer<typeof DocumentPage>

export const ContentQuery = z.strictObject({
  format: z.enum(['md', 'html', 'txt', 'json']).default('md'),
})

export const ImportDocument = z
  .strictObject({
    title: Title.optional(),
    markdown: z.string().max(MAX_TEXT_BYTES).optional(),
    html: z
      .string()
      .max(MAX_TEXT_BYTES * 2)
      .optional(),
  })
  .refine(
    ({ markdown, html }) => (markdown === undefined) !== (html === undefined),
    'send either markdown or html',
  )
export type ImportDocument = z.infer<typeof ImportDocument>

/** `anchor` names the item for ever; take it from `GET /documents/:id/tasks`. */
export const TickTask = z.strictObject({
  anchor: z.string().regex(/^\d{1,16}-\d{1,16}$/, 'an anchor is what GET …/tasks gave'),
  checked: z.boolean(),
})
export const TaskList = z.object({
  items: z.array(z.object({ anchor: z.string(), text: z.string(), checked: z.boolean() })),
  nextCursor: z.null(),
})
export type TaskList = z.infer<typeof TaskList>

/** The update store: entries that hold clocks `from` (inclusive) to `to` (exclusive) of a Yjs client. */
export const ListUpdates = z.strictObject({
  client: z.coerce.number().int().min(0).optional(),
  from: z.coerce.number().int().min(0).default(0),
  to: z.coerce.number().int().min(1).default(Number.MAX_SAFE_INTEGER),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.coerce.number().int().min(0).default(0),
})

/** `update` is a Yjs V1 update in base64; `at` is ms since 1970. */
export const UpdatePage = z.object({
  items: z.array(
    z.object({
      seq: z.int(),
      author: z.string(),
      clients: z.array(z.object({ client: z.int(), from: z.int(), to: z.int() })),
      at: z.int(),
      update: z.base64(),
    }),
  ),
  nextCursor: z.string().nullable(),
})
export type UpdatePage = z.infer<typeof UpdatePage>
