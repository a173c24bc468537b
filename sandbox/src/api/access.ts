import { PermissionFlagsBits as Can } from 'discord-api-types/v10'
import { refusal } from '../protocol/api-error.ts'
import type { StoredMessage } from '../state/message.ts'
import { may, permissionsOf } from '../state/permissions.ts'
import type { SeedChannel } from '../state/seed.ts'
import type { World } from '../state/world.ts'

/** The channel, if the bot may do this in it; throws 10003, 50001 or 50013. */
export function channelForBot(world: World, channelId: string, bits = 0n): SeedChannel {
  const channel = world.channel(channelId)
  if (!channel) throw refusal.unknownChannel()
  const permissions = permissionsOf(world.seed, world.seed.bot, channel)
  if (!may(permissions, Can.ViewChannel)) throw refusal.missingAccess()
  if (!may(permissions, bits)) throw refusal.missingPermissions()
  return channel
}

/** A message the bot may read by its own token: ephemeral ones are unknown there. */
export function messageForBot(world: World, channelId: string, messageId: string): StoredMessage {
  channelForBot(world, channelId, Can.ReadMessageHistory)
  const message = world.message(messageId)
  if (message?.channelId !== channelId || message.ephemeralFor !== undefined) {
    throw refusal.unknownMessage()
  }
  return message
}
