import type { APIChannel, APIUser } from 'discord-api-types/v10'
import { isDirect, isThread, typeOf, type Channel, type Thread } from './channel.ts'
import type { World } from './world.ts'

const ARCHIVE_AFTER_MIN = 10_080

/** A channel of any kind as Discord sends it; of a DM `user` gives the people, without the bot. */
export function channelPayload(
  world: World,
  channel: Channel,
  user: (id: string) => APIUser,
): APIChannel {
  const common = {
    id: channel.id,
    type: typeOf(channel),
    flags: 0,
    last_message_id: world.messages(channel.id).at(-1)?.id ?? null,
  }
  return { ...common, ...specific(world, channel, user) } as unknown as APIChannel
}

function specific(world: World, channel: Channel, user: (id: string) => APIUser) {
  if (isDirect(channel)) return direct(world, channel, user)
  const guild_id = world.place.guild.id
  const common = { guild_id, name: channel.name, rate_limit_per_user: 0 }
  if (isThread(channel)) return { ...common, ...threadFields(world, channel) }
  return {
    ...common,
    topic: channel.topic,
    position: channel.position,
    parent_id: null,
    nsfw: false,
    permission_overwrites: channel.overwrites,
  }
}

function direct(
  { place }: World,
  channel: Extract<Channel, { recipientIds: string[] }>,
  user: (id: string) => APIUser,
) {
  const recipients = channel.recipientIds.filter((id) => id !== place.bot.id).map(user)
  if (channel.kind === 'dm') return { recipients }
  const owner_id = channel.recipientIds[0]
  return { recipients, name: channel.name, icon: null, owner_id }
}

function threadFields(world: World, thread: Thread) {
  const count = world.messages(thread.id).length
  return {
    parent_id: thread.parentId,
    owner_id: thread.ownerId,
    message_count: count,
    total_message_sent: count,
    member_count: Math.min(thread.memberIds.length, 50),
    thread_metadata: {
      archived: thread.isArchived,
      locked: thread.isLocked,
      auto_archive_duration: ARCHIVE_AFTER_MIN,
      archive_timestamp: thread.createdAt,
      create_timestamp: thread.createdAt,
      ...(thread.kind === 'private-thread' && { invitable: true }),
    },
  }
}

/** Somebody's membership of a thread. */
export function threadMember(thread: Thread, userId: string) {
  const join_timestamp = thread.createdAt
  return { id: thread.id, user_id: userId, join_timestamp, flags: 0 }
}
