import { z } from 'zod'
import { ROLES } from '../access.ts'
import { ChannelKey, Id } from '../ids.ts'
import { CreateGrant, GRANTABLE } from './grants.ts'
import { Listing, LISTING } from './listing.ts'
import { COSTLY } from './route.ts'
import type { Routes } from './route.ts'

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
export type DeleteDocument = z.infer<typeof DeleteDocument>

/** Filters that lists and search have in common. */
export const DocumentFilters = {
  createdBy: Id.optional(),
  sharedBy: Id.optional().meta({
    description: 'who granted it: to you, or, of documents that you own, to anybody',
  }),
}

/**
 * `owned`: I am its owner by name. `shared`: whatever else I may read. `any`: both. `deleted`: what I may restore. `role`
 * is what I may do there, exactly. Without `order`, titles and creators go from A to Z and times from the latest.
 */
export const ListDocuments = z.strictObject({
  scope: z.enum(['owned', 'shared', 'any', 'deleted']).default('owned'),
  ...DocumentFilters,
  channel: ChannelKey.optional().meta({
    description:
      'only what was granted to this channel, as far as you are in it or own the document',
  }),
  role: z.enum(GRANTABLE).optional(),
  sort: z.enum(['created', 'modified', 'title', 'creator']).default('modified'),
  order: z.enum(['asc', 'desc']).optional(),
  ...LISTING,
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
export type ContentQuery = z.infer<typeof ContentQuery>

/** With `format=json`: the text up to entry `seq` of the log; `etag` as in the header. */
export const ContentJson = z.object({
  title: z.string(),
  text: z.string(),
  etag: z.string(),
  seq: z.int(),
})
export type ContentJson = z.infer<typeof ContentJson>

export const WriteContent = z.strictObject({
  base: z.coerce.number().int().min(0).optional().meta({
    description:
      'the entry of the log (`seq` of `format=json`) up to which the text with that ETag was read: what others have written since is kept',
  }),
})
export type WriteContent = z.infer<typeof WriteContent>

/** What was written stands in the log at `seq` at the latest. */
export const Saved = z.object({ seq: z.int() })
export type Saved = z.infer<typeof Saved>

export const Append = z.strictObject({ markdown: z.string().min(1).max(MAX_TEXT_BYTES) })

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
  nextCursor: z.string().nullable(),
})
export type TaskList = z.infer<typeof TaskList>

/**
 * The update store: entries that hold clocks `from` (inclusive) to `to` (exclusive) of a Yjs client; fewer than `limit`
 * when they are large.
 */
export const ListUpdates = z.strictObject({
  client: z.coerce.number().int().min(0).optional(),
  from: z.coerce.number().int().min(0).default(0),
  to: z.coerce.number().int().min(1).default(Number.MAX_SAFE_INTEGER),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.coerce.number().int().min(0).default(0),
})
export type ListUpdates = z.infer<typeof ListUpdates>

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

const TEXT = ['text/markdown', 'text/plain'] as const

export const DOCUMENT_ROUTES = {
  'POST /documents': {
    by: 'user',
    does: 'Makes a document.',
    cost: COSTLY,
    body: CreateDocument,
    status: 201,
    answer: Document,
    errors: ['last_owner'],
  },
  'POST /documents/import': {
    by: 'user',
    does: 'Makes a document from markdown or HTML.',
    cost: COSTLY,
    body: ImportDocument,
    status: 201,
    answer: Document,
  },
  'GET /documents': {
    by: 'user',
    does: 'Lists what the caller owns, what is shared with them, or what they may restore.',
    query: ListDocuments,
    answer: DocumentPage,
  },
  'GET /documents/:id': {
    by: 'actor',
    does: 'Gives a document without its text.',
    answer: Document,
  },
  'PATCH /documents/:id': {
    by: 'actor',
    does: 'Renames a document.',
    body: ChangeDocument,
    answer: Document,
  },
  'DELETE /documents/:id': {
    by: 'user',
    does: 'Deletes a document; it can be restored, unless for ever.',
    query: DeleteDocument,
    status: 204,
  },
  'POST /documents/:id/restore': {
    by: 'user',
    does: 'Brings a deleted document back.',
    answer: Document,
  },
} as const satisfies Routes

/** Of the text of documents. */
export const CONTENT_ROUTES = {
  'GET /documents/:id/content': {
    by: 'actor',
    does: 'Reads the text; as HTML it is a file.',
    query: ContentQuery,
    answer: ContentJson,
    sends: [...TEXT, 'text/html'],
    etag: 'always',
  },
  'PUT /documents/:id/content': {
    by: 'actor',
    does: 'Writes the text, as edits of what is there, or of what was there (a three-way merge).',
    cost: COSTLY,
    query: WriteContent,
    text: TEXT,
    headers: { 'If-Match': 'the ETag of the text that was changed' },
    answer: Saved,
    etag: 'always',
    errors: ['precondition_failed'],
  },
  'POST /documents/:id/append': {
    by: 'actor',
    does: 'Writes markdown on a line of its own behind the text.',
    cost: COSTLY,
    body: Append,
    answer: Saved,
    etag: 'always',
  },
  'GET /documents/:id/tasks': {
    by: 'actor',
    does: 'Lists the items of checklists, as they stand in the text.',
    cost: COSTLY,
    query: Listing,
    answer: TaskList,
  },
  'POST /documents/:id/tasks': {
    by: 'actor',
    does: 'Ticks an item, or unticks it.',
    cost: COSTLY,
    body: TickTask,
    answer: Saved,
    etag: 'always',
    errors: ['conflict'],
  },
  'GET /documents/:id/updates': {
    by: 'user',
    does: 'Reads the update store: who wrote what, with which client id and clocks.',
    cost: COSTLY,
    query: ListUpdates,
    answer: UpdatePage,
  },
} as const satisfies Routes
