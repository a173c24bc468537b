import { PermissionFlagsBits as Can } from 'discord-api-types/v10'
import { refusal } from '../protocol/api-error.ts'
import type { Channel } from '../state/channel.ts'
import type { StoredMessage } from '../state/message.ts'
import { may, maySendIn, permissionsOf } from '../state/permissions.ts'
import type { World } from '../state/world.ts'

/** The channel, if the bot may do this in it; throws 10003, 50001 or 50013. */
export function channelForBot({ place }: World, channelId: string, bits = 0n): Channel {
  const channel = place.channel(channelId)
  if (!channel) throw refusal.unknownChannel()
  const permissions = permissionsOf(place, place.bot, channel)
  if (!may(permissions, Can.ViewChannel)) throw refusal.missingAccess()
  if (!may(permissions, bits)) throw refusal.missingPermissions()
  return channel
}

/** The channel, if the bot may write there. */
export function writableForBot(world: World, channelId: string): Channel {
  const channel = channelForBot(world, channelId)
  if (!maySendIn(world.place, world.place.bot, channel)) throw refusal.missingPermissions()
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
