import { z } from 'zod'
import { Id, Snowflake } from '../ids.ts'
import type { Routes } from './route.ts'
import { PublicUser } from './users.ts'

/**
 * "I am in this Activity, and this is what I look at": `documentId` is null where that is no document. It counts for 45 s,
 * so it has to be said again before. With `known`, the `state` of the last answer, the call waits up to 10 s for
 * something to be different.
 */
export const PutPresence = z.strictObject({
  documentId: Id.nullable(),
  channelId: Snowflake.optional(),
  known: z.string().max(100).optional(),
})
export type PutPresence = z.infer<typeof PutPresence>

/**
 * `opening`: what the caller last asked the bot to open here, in the last two minutes (a hint, like an intent); `at` in ms
 * since 1970 tells a new one from one that was followed. `documents`: what is looked at by whom, of what the caller may
 * view (T5).
 */
export const Instance = z.object({
  state: z.string(),
  opening: z.object({ documentId: Id, at: z.int() }).nullable(),
  documents: z.array(
    z.object({
      id: Id,
      title: z.string(),
      people: z.array(PublicUser.pick({ id: true, displayName: true, color: true })),
    }),
  ),
})
export type Instance = z.infer<typeof Instance>

/** Activities: several people, each with a document of their own in front of them. */
export const INSTANCE_ROUTES = {
  'PUT /instances/:instance': {
    by: 'self',
    does: 'Tells what one looks at in an Activity, and gives what others do, and what one has asked to open.',
    body: PutPresence,
    answer: Instance,
  },
} as const satisfies Routes
