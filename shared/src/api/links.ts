import { z } from 'zod'
import { ROLES } from '../access.ts'
import { Id } from '../ids.ts'
import { Document } from './documents.ts'
import type { Routes } from './route.ts'
import { Withdrawn } from './grants.ts'
import { PublicUser } from './users.ts'

/** A link's life at most, ms: whoever wants longer wants one that does not expire. */
const MAX_LIFE = 10 * 366 * 86_400_000

export const LINK_ROLES = ['view', 'edit'] as const
export const AUDIENCES = ['anyone', 'granted'] as const

/** 1 to 100 characters on one line, for the owner to know the link by (T11). */
const Label = z
  .string()
  .trim()
  .min(1, 'a label has at least one character')
  .max(100, 'a label has at most 100 characters')
  .refine(
    (label) => !/[\p{Cc}\p{Co}\p{Cs}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/u.test(label),
    'a label is one line without control characters',
  )

const ExpiresAt = z
  .int({ error: 'expiresAt is a time in ms since 1970', abort: true })
  .refine((at) => at > Date.now(), 'expiresAt is a time to come, in ms since 1970')
  .refine((at) => at < Date.now() + MAX_LIFE, 'a link lasts ten years at most')

/**
 * `anyone`: whoever holds the link may do `role`, without an account; who is signed in and may do more anyway
 * keeps that, short of owning. `granted`: only for people the document is shared with, signed in; the link gives
 * them nothing, and `role` is the most that they can do through it.
 */
export const CreateLink = z.strictObject({
  role: z.enum(LINK_ROLES),
  audience: z.enum(AUDIENCES),
  label: Label.optional(),
  expiresAt: ExpiresAt.optional().meta({ description: 'ms since 1970' }),
  password: z
    .string()
    .min(4, "a link's password has at least 4 characters")
    .max(200, "a link's password has at most 200 characters")
    .optional(),
})
export type CreateLink = z.infer<typeof CreateLink>

/** A link as its document's owners see it. Times are ms since 1970. */
export const Link = z.object({
  id: Id,
  role: z.enum(LINK_ROLES),
  audience: z.enum(AUDIENCES),
  label: z.string().nullable(),
  tokenEnd: z.string().meta({ description: 'the last 4 characters, to recognise the link by' }),
  expiresAt: z.int().nullable(),
  hasPassword: z.boolean(),
  createdBy: z.object({ id: Id, displayName: z.string() }).nullable(),
  createdAt: z.int(),
  useCount: z.int().meta({
    description: 'how many sessions were started with it, and how often its page was read',
  }),
  lastUsedAt: z.int().nullable(),
})
export type Link = z.infer<typeof Link>

/** The only time that `token`, and `url` (a path on the same origin), are told. */
export const CreatedLink = Link.extend({ token: z.string(), url: z.string() })
export type CreatedLink = z.infer<typeof CreatedLink>

export const ListLinks = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: Id.optional(),
})
export type ListLinks = z.infer<typeof ListLinks>
export const LinkList = z.object({ items: z.array(Link), nextCursor: z.string().nullable() })
export type LinkList = z.infer<typeof LinkList>

export const OpenLink = z.strictObject({ password: z.string().max(200).optional() })
export type OpenLink = z.infer<typeof OpenLink>

/**
 * A session for one link: `token` is the bearer token for its document and nothing else, until `expiresAt` (ms
 * since 1970) or until the link ends. Keep it: who comes back with it is the same guest, and the author of what
 * was written with it before.
 */
export const LinkSession = z.object({
  document: Document,
  role: z.enum(ROLES),
  user: PublicUser.meta({ description: 'as whom others see them: who is signed in, or a guest' }),
  token: z.string(),
  expiresAt: z.int(),
})
export type LinkSession = z.infer<typeof LinkSession>

export const LINK_ROUTES = {
  'POST /links/:token': {
    by: 'visitor',
    does: 'Opens a link: gives a session for its document.',
    body: OpenLink.optional(),
    status: 201,
    answer: LinkSession,
    errors: ['link_expired', 'link_revoked', 'password_required', 'wrong_password'],
  },
  'GET /documents/:id/links': {
    by: 'user',
    does: "Lists a document's links to its owner, the oldest first.",
    query: ListLinks,
    answer: LinkList,
  },
  'POST /documents/:id/links': {
    by: 'user',
    does: 'Makes a link. Its token is told this once.',
    body: CreateLink,
    status: 201,
    answer: CreatedLink,
    errors: ['conflict'],
  },
  'DELETE /documents/:id/links/:link': {
    by: 'user',
    does: 'Revokes a link; whoever came by it is cut off.',
    answer: Withdrawn,
  },
} as const satisfies Routes
