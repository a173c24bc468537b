import { Events } from 'discord.js'
import type { Client } from 'discord.js'
import type { Refresh } from './cards/refresh.ts'

/**
 * When the bot comes (back) into a server, or may do more there than before, its cards follow again: a role or a
 * channel was changed, it was given a role itself, or a thread was opened again (C7).
 */
export const watchAdmission = (
  discord: Pick<Client<true>, 'on' | 'user'>,
  refresh: Pick<Refresh, 'readmitted' | 'returned'>,
): void => {
  discord.on(Events.GuildCreate, ({ id }) => refresh.returned(id))
  discord.on(Events.GuildAvailable, ({ id }) => refresh.returned(id))
  discord.on(Events.GuildRoleUpdate, ({ guild }) => refresh.readmitted(guild.id))
  discord.on(Events.ChannelUpdate, (channel) => {
    if (!channel.isDMBased()) refresh.readmitted(channel.guildId)
  })
  discord.on(Events.ThreadUpdate, (before, { archived, locked, guildId }) => {
    if ((before.archived && !archived) || (before.locked && !locked)) refresh.readmitted(guildId)
  })
  // Of other members nothing is heard without another intent.
  discord.on(Events.GuildMemberUpdate, (_, { id, guild }) => {
    if (id === discord.user.id) refresh.readmitted(guild.id)
  })
}
