import { z } from 'zod'
import { ChannelKey, Id, InstanceId, Snowflake } from '../ids.ts'
import type { Routes } from './route.ts'

/**
 * "The acting user is about to open this document in this channel's Activity." Written before the launch, and
 * again with the instance once it is known. A hint: rights are always the document's.
 */
export const PutIntent = z.strictObject({
  documentId: Id,
  channelId: Snowflake,
  instanceId: InstanceId.optional(),
})
export type PutIntent = z.infer<typeof PutIntent>

/**
 * What the chat says somebody may do in one channel right now: `view` = sees it, `edit` = may write in it, `manage` = may also
 * say who may do what in it (manages its roles; in a direct message everybody).
 * Counts for 60 s (F9); the bot proves it with an interaction or a look-up.
 */
export const PutMembership = z.strictObject({
  userId: Id,
  channel: ChannelKey,
  access: z.enum(['none', 'view', 'edit', 'manage']),
  roles: z.array(Snowflake).max(300),
  managesGuild: z
    .boolean()
    .optional()
    .meta({ description: 'whether they may change the settings of the whole server' }),
})
export type PutMembership = z.infer<typeof PutMembership>

export const CHAT_ROUTES = {
  'PUT /memberships': {
    by: 'service',
    does: 'Tells what somebody may do in a channel.',
    body: PutMembership,
    status: 204,
  },
  'POST /intents': {
    by: 'serviceAs',
    does: 'Tells which document the acting user is about to open.',
    body: PutIntent,
    status: 204,
  },
} as const satisfies Routes
