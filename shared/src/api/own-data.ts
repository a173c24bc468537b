import { z } from 'zod'
import { Snowflake } from '../ids.ts'
import { Document } from './documents.ts'
import { Grant } from './grants.ts'
import { Link } from './links.ts'
import { COSTLY } from './route.ts'
import type { Routes } from './route.ts'
import { PublicUser } from './users.ts'

/**
 * All that somebody has here (F69). Of what others share with them there is no text: it is not theirs. What is deleted
 * has its text when it is restored. Links are without their tokens: nobody has them.
 */
export const OwnData = z.object({
  user: PublicUser.extend({ createdAt: z.int(), discordId: Snowflake.nullable() }),
  owned: z.array(
    Document.extend({ text: z.string(), grants: z.array(Grant), links: z.array(Link) }),
  ),
  deleted: z.array(Document),
  shared: z.array(Document),
})
export type OwnData = z.infer<typeof OwnData>

export const OWN_DATA_ROUTES = {
  'GET /users/me/data': {
    by: 'user',
    does: 'Gives the caller all that they have here, as a file.',
    cost: COSTLY * 10,
    answer: OwnData,
    sends: [],
  },
} as const satisfies Routes
