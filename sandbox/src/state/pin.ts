import { MessageType } from 'discord-api-types/v10'
import { blankMessage, type StoredMessage } from './message.ts'
import type { World } from './world.ts'

/** Pins a message, and says in the channel who did. Pinned messages stay as they are. */
export function pinMessage(world: World, message: StoredMessage, byId: string): void {
  if (message.pinnedAt !== undefined) return
  const now = new Date().toISOString()
  world.updateMessage({ ...message, pinnedAt: now })
  world.emit('pins', message.channelId)
  world.addMessage({
    ...blankMessage(world.nextId(), message.channelId, byId),
    type: MessageType.ChannelPinnedMessage,
    replyTo: message.id,
  })
}

export function unpinMessage(world: World, message: StoredMessage): void {
  const { pinnedAt, ...rest } = message
  if (pinnedAt === undefined) return
  world.updateMessage(rest)
  world.emit('pins', message.channelId)
}

/** The pinned messages of a channel, the one pinned last first. */
export function pinnedMessages(
  world: World,
  channelId: string,
): (StoredMessage & { pinnedAt: string })[] {
  return world
    .messages(channelId)
    .flatMap((message) => (message.pinnedAt ? { ...message, pinnedAt: message.pinnedAt } : []))
    .toSorted((a, b) => b.pinnedAt.localeCompare(a.pinnedAt))
}
