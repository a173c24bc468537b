import { z } from 'zod'

/** A row's id: a UUID in lower case (v7 where Sticky makes it). */
export const Id = z.uuid().meta({ description: 'UUID' })
export type Id = z.infer<typeof Id>

/** A Discord id: 17 to 20 decimal digits, kept as a string because it exceeds a double. */
export const Snowflake = z.string().regex(/^\d{17,20}$/, 'a Discord id has 17 to 20 digits')
export type Snowflake = z.infer<typeof Snowflake>

/** An Activity that several people share, as Discord names it. */
export const InstanceId = z.string().min(1).max(200)

/** Names a version within its document: the last entry of the log that is in it. */
export const VersionNumber = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)

/** `<guild>/<channel>`; `@me` stands for the guild of a direct message. */
export const ChannelKey = z
  .string()
  .regex(/^(@me|\d{17,20})\/\d{17,20}$/, 'a channel is <guild or @me>/<channel>')
export type ChannelKey = z.infer<typeof ChannelKey>

/**
 * Who a grant is for: `user:<uuid>`, `channel:<guild or @me>/<channel>`, `managers:<guild or @me>/<channel>` (those who
 * manage roles there) or `role:<guild>/<role>`.
 * Names never authorise (T14); these ids do.
 */
export const Principal = z
  .string()
  .regex(
    /^(user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(channel|managers):(@me|\d{17,20})\/\d{17,20}|role:\d{17,20}\/\d{17,20})$/,
    'a principal is user:<uuid>, channel:<guild or @me>/<channel>, managers:<the same> or role:<guild>/<role>',
  )
export type Principal = z.infer<typeof Principal>
