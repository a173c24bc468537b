import { InteractionContextType, PermissionFlagsBits as Can } from 'discord-api-types/v10'
import type { Channel } from '../state/channel.ts'
import { permissionsOf } from '../state/permissions.ts'
import type { Place } from '../state/place.ts'
import type { Action } from './interaction.ts'

const GUILD_INSTALL = '0'
const USER_INSTALL = '1'
const IN_DIRECT = Can.AttachFiles | Can.EmbedLinks | Can.MentionEveryone

/** Where something happens: in the guild, in a DM with the bot, or among people. */
export function contextOf(channel: Channel): InteractionContextType {
  if (channel.kind === 'dm') return InteractionContextType.BotDM
  return channel.kind === 'group-dm'
    ? InteractionContextType.PrivateChannel
    : InteractionContextType.Guild
}

/**
 * `authorizing_integration_owners`: by whom the application was installed that is used here; `'0': '0'` in DMs with
 * the bot.
 */
export function ownersOf(
  place: Place,
  { user, channel }: Pick<Action, 'user' | 'channel'>,
): Record<string, string> {
  const context = contextOf(channel)
  const isHere = place.bot.isMember
  return {
    ...(context === InteractionContextType.Guild && isHere && { [GUILD_INSTALL]: place.guild.id }),
    ...(context === InteractionContextType.BotDM && { [GUILD_INSTALL]: '0' }),
    ...(user.hasInstalled && { [USER_INSTALL]: user.id }),
  }
}

/** `app_permissions`: what the bot may do there; in DMs a fixed set. */
export function appPermissions(place: Place, channel: Channel): bigint {
  switch (contextOf(channel)) {
    case InteractionContextType.BotDM:
      return IN_DIRECT | Can.UseExternalEmojis
    case InteractionContextType.PrivateChannel:
      return IN_DIRECT
    default:
      return permissionsOf(place, place.bot, channel)
  }
}
