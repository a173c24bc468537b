import { z } from 'zod'
import { ROLES } from '../access.ts'
import type { Routes } from './route.ts'

/**
 * Permission to open one document's socket: `url` is a path on the same origin, `ticket` goes into its query
 * (`?ticket=`), `expiresAt` is ms since 1970 (60 s from now). F49, R1.
 */
export const Ticket = z.object({
  url: z.string(),
  ticket: z.string(),
  role: z.enum(ROLES),
  expiresAt: z.int(),
})
export type Ticket = z.infer<typeof Ticket>

export const TICKET_ROUTES = {
  'POST /documents/:id/tickets': {
    by: 'actor',
    does: "Gives a ticket for the document's socket.",
    status: 201,
    answer: Ticket,
  },
} as const satisfies Routes
