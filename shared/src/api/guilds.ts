import { z } from 'zod'
import { Snowflake } from '../ids.ts'
import type { Routes } from './route.ts'

/** Members with one of these roles; null: everybody who may write in the channel. Who manages the channel's roles or the server always may. */
export const AllowedRoles = z.array(Snowflake).min(1).max(25).nullable()

/**
 * Who may do what in the channels of a server of the chat. `create`: bring documents into a channel, new ones or by sharing; `edit`:
 * write in what is shared with a channel, where who may not only reads; `stick`: keep a card at the bottom of a channel.
 */
export const GuildSettings = z.strictObject({
  create: AllowedRoles,
  edit: AllowedRoles,
  stick: AllowedRoles,
})
export type GuildSettings = z.infer<typeof GuildSettings>

export const GUILD_ROUTES = {
  'GET /guilds/:guild/settings': {
    by: 'serviceAs',
    does: 'Says to a member of a server who may do what in its channels.',
    answer: GuildSettings,
  },
  'PUT /guilds/:guild/settings': {
    by: 'serviceAs',
    does: 'Sets who may do what in the channels of a server; for who is proved to manage it. Open connections are downgraded.',
    body: GuildSettings,
    answer: GuildSettings,
  },
} as const satisfies Routes
