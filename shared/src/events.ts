import { z } from 'zod'
import { ChannelKey, Id, Snowflake } from './ids.ts'

/** A document's text was merged up to `seq`: its cards may need to follow. */
export const DocumentMerged = z.object({
  type: z.literal('document.merged'),
  documentId: Id,
  seq: z.int(),
})

/** A document was renamed, deleted or restored, shared with a channel or taken from one: its cards have to say so. */
export const DocumentChanged = z.object({ type: z.literal('document.changed'), documentId: Id })

/**
 * The server needs to know whether somebody still may see and write in a channel (R30 to R32, F9). The bot
 * looks it up and answers with `PUT /memberships`. Not kept: whoever is connected is asked.
 */
export const MembershipWanted = z.object({
  type: z.literal('membership.wanted'),
  userId: Id,
  discordId: Snowflake,
  channel: ChannelKey,
})

/** What `GET /events` sends, one per server-sent event; those that are kept carry an id to resume from. */
export const ServerEvent = z.discriminatedUnion('type', [
  DocumentMerged,
  DocumentChanged,
  MembershipWanted,
])
export type ServerEvent = z.infer<typeof ServerEvent>
