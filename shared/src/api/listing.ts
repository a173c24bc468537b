import { z } from 'zod'

/** What lists take: how many items at most, and the `nextCursor` of the page before, as it was. */
export const LISTING = {
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(1_000).optional(),
}

export const Listing = z.strictObject(LISTING)
export type Listing = z.infer<typeof Listing>
