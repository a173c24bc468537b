import { z } from 'zod'
import { ROLES } from '../access.ts'

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
