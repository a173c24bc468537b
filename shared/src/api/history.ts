import { z } from 'zod'
import { Id, VersionNumber } from '../ids.ts'
import { Saved } from './documents.ts'
import { COSTLY } from './route.ts'
import type { Routes } from './route.ts'

export const ListVersions = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: VersionNumber.optional(),
})
export type ListVersions = z.infer<typeof ListVersions>

/** What a version is compared with: another one, or the text as it is now. */
export const CompareVersions = z.strictObject({
  with: z.union([z.literal('now'), VersionNumber]).default('now'),
})

/** Somebody who wrote. `id` is a user's; null for a guest, and whenever a guest asks. */
export const Writer = z.object({ id: Id.nullable(), name: z.string(), color: z.string() })
export type Writer = z.infer<typeof Writer>

/** `authors`: who wrote since the version before; `at`: when the last of it was written, ms since 1970. */
export const Version = z.object({
  v: z.int(),
  at: z.int(),
  authors: z.array(Writer),
  size: z.int().meta({ description: 'of its text, UTF-8 bytes' }),
})
export type Version = z.infer<typeof Version>

/** Newest first. */
export const VersionPage = z.object({ items: z.array(Version), nextCursor: z.string().nullable() })
export type VersionPage = z.infer<typeof VersionPage>

const authorship = {
  text: z.string(),
  writers: z.array(Writer),
  runs: z.array(z.object({ length: z.int(), writer: z.int() })).meta({
    description: 'the text from its beginning on: UTF-16 units, and an index into writers',
  }),
}

export const VersionText = Version.extend(authorship)
export type VersionText = z.infer<typeof VersionText>

/**
 * Who wrote which part of the text as it is at `seq`. `clients`: the Yjs client ids that stand in it, for who holds
 * the document: what else somebody writes with one of them is theirs too (R13).
 */
export const Authorship = z.object({
  seq: z.int(),
  ...authorship,
  clients: z.array(z.object({ client: z.int(), writer: z.int() })),
})
export type Authorship = z.infer<typeof Authorship>

/** `from` in the words of `to` (null: now): what stayed, what was removed, what was added. */
export const Comparison = z.object({
  from: z.int(),
  to: z.int().nullable(),
  pieces: z.array(z.object({ kind: z.enum(['same', 'removed', 'added']), text: z.string() })),
})
export type Comparison = z.infer<typeof Comparison>

/** Of what a document was (F28): for people who may edit. */
export const HISTORY_ROUTES = {
  'GET /documents/:id/versions': {
    by: 'user',
    does: 'Lists versions, the newest first.',
    query: ListVersions,
    answer: VersionPage,
  },
  'GET /documents/:id/versions/:v': {
    by: 'user',
    does: 'Reads a version, and who wrote which part of it.',
    answer: VersionText,
  },
  'GET /documents/:id/versions/:v/compare': {
    by: 'user',
    does: 'Says what was removed and added since a version.',
    cost: COSTLY,
    query: CompareVersions,
    answer: Comparison,
  },
  'POST /documents/:id/versions/:v/restore': {
    by: 'user',
    does: 'Writes the text of a version, as edits of what is there.',
    cost: COSTLY,
    answer: Saved,
    etag: 'always',
  },
  'POST /documents/:id/purge': {
    by: 'user',
    does: 'Forgets for ever whatever the document was; what is there now stays.',
    cost: COSTLY,
    answer: Saved,
  },
  'GET /documents/:id/authorship': {
    by: 'actor',
    does: 'Says who wrote which part of the text.',
    cost: COSTLY,
    answer: Authorship,
  },
} as const satisfies Routes
