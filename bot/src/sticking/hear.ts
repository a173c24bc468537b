import { Events, MessageType } from 'discord.js'
import type { Client, Message } from 'discord.js'
import type { Sticking } from './sticking.ts'

/**
 * Tells of what people write, since that pushes cards up (F8). What bots and webhooks write does not count: another
 * one that keeps its message at the bottom, too, would chase the card for ever.
 */
export const hear = (
  discord: Pick<Client<true>, 'on' | 'user'>,
  sticking: Pick<Sticking, 'heard' | 'noticed'>,
): void => {
  discord.on(Events.MessageCreate, (message) => {
    const { guildId, channelId, id, author } = message
    const channel = `${guildId ?? '@me'}/${channelId}`
    if (author.id === discord.user.id) {
      const pinned = pinnedBy(message)
      if (pinned !== null) void sticking.noticed(channel, id, pinned)
    } else if (!author.bot && !author.system && message.webhookId === null)
      sticking.heard(channel, id)
  })
}

/** The message that was pinned, if this is the line that says so. */
const pinnedBy = ({ type, reference }: Message): string | null =>
  type === MessageType.ChannelPinnedMessage ? (reference?.messageId ?? null) : null
