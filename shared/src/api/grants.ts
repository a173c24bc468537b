import { z } from 'zod'
import { Id, Principal } from '../ids.ts'
import { Listing } from './listing.ts'
import type { Routes } from './route.ts'

export const GRANTABLE = ['view', 'tick', 'edit', 'own'] as const

export const PutGrant = z.strictObject({ role: z.enum(GRANTABLE) })
export type PutGrant = z.infer<typeof PutGrant>

export const CreateGrant = z.strictObject({ principal: Principal, role: z.enum(GRANTABLE) })
export type CreateGrant = z.infer<typeof CreateGrant>

/** `name` is for people: a display name, or the channel's or role's id where no name is known. */
export const Grant = z.object({
  principal: Principal,
  name: z.string(),
  role: z.enum(GRANTABLE),
  grantedBy: Id.nullable(),
  createdAt: z.int(),
})
export type Grant = z.infer<typeof Grant>

export const GrantList = z.object({ items: z.array(Grant), nextCursor: z.string().nullable() })
export type GrantList = z.infer<typeof GrantList>

/** What a withdrawn grant or revoked link has cost: how many open connections were cut for it. */
export const Withdrawn = z.object({ cut: z.int() })
export type Withdrawn = z.infer<typeof Withdrawn>

export const GRANT_ROUTES = {
  'GET /documents/:id/grants': {
    by: 'user',
    does: 'Lists to its owner whom a document is shared with, the oldest grant first.',
    query: Listing,
    answer: GrantList,
  },
  'PUT /documents/:id/grants/:principal': {
    by: 'user',
    does: 'Shares a document, or changes what somebody may do in it.',
    body: PutGrant,
    answer: Grant,
    errors: ['last_owner', 'conflict'],
  },
  'DELETE /documents/:id/grants/:principal': {
    by: 'user',
    does: 'Withdraws a grant; open connections are cut.',
    answer: Withdrawn,
    errors: ['last_owner'],
  },
} as const satisfies Routes
