import {
  ApplicationCommandType,
  ApplicationIntegrationType as Install,
  InteractionContextType as Context,
  PermissionFlagsBits as Can,
  type APIApplicationCommand,
} from 'discord-api-types/v10'
import type { Channel } from '../state/channel.ts'
import { may, maySendIn, permissionsOf } from '../state/permissions.ts'
import type { User } from '../state/place.ts'
import type { World } from '../state/world.ts'
import { contextOf } from './context.ts'

/**
 * The commands somebody may use in a channel: where the application is installed, in the command's contexts, with the
 * permissions it asks for. Rule: docs.discord.com/developers/interactions/application-commands#contexts.
 */
export function usableCommands(
  world: World,
  user: User,
  channel: Channel,
): APIApplicationCommand[] {
  return world
    .commands()
    .filter(
      (command) =>
        isMeantFor(command, contextOf(channel)) &&
        isInstalled(world, command, user, contextOf(channel)) &&
        isPermitted(world, command, user, channel),
    )
}

function isMeantFor({ guild_id, contexts }: APIApplicationCommand, context: Context): boolean {
  if (guild_id !== undefined) return context === Context.Guild
  return contexts == null || contexts.includes(context)
}

function isInstalled(
  { place }: World,
  { guild_id, integration_types = [] }: APIApplicationCommand,
  user: User,
  context: Context,
): boolean {
  if (guild_id !== undefined) return place.bot.isMember
  const isInGuild = context === Context.Guild && place.bot.isMember
  const byGuild = integration_types.includes(Install.GuildInstall)
  const byUser = integration_types.includes(Install.UserInstall) && user.hasInstalled
  return byUser || (byGuild && (isInGuild || context === Context.BotDM))
}

function isPermitted(
  { place }: World,
  { type, default_member_permissions: wanted }: APIApplicationCommand,
  user: User,
  channel: Channel,
): boolean {
  const permissions = permissionsOf(place, user, channel)
  if (!may(permissions, Can.ViewChannel | Can.UseApplicationCommands)) return false
  if (contextOf(channel) !== Context.Guild) return true
  const isSlash = type === ApplicationCommandType.ChatInput
  if (isSlash && !maySendIn(place, user, channel)) return false
  if (wanted === null) return true
  const bits = BigInt(wanted)
  return may(permissions, bits === 0n ? Can.Administrator : bits)
}
