import type { Client, SendableChannels } from 'discord.js'
import type { CardMessage } from './card.ts'

/** What is done with whole messages in a channel (`<guild or @me>/<channel>`). All of it throws what Discord answers. */
export type Messages = {
  /** Posts a message of the bot's own; answers with its id. */
  post: (channel: string, message: CardMessage) => Promise<string>
  pin: (channel: string, messageId: string) => Promise<void>
  isPinned: (channel: string, messageId: string) => Promise<boolean>
  /** The id of the newest one, as far as it is known; it may be gone by now. */
  newest: (channel: string) => string | null
}

export const messagesOf = (discord: Client<true>): Messages => ({
  post: async (channel, message) =>
    (await sendable(discord, channel)).send(message).then(({ id }) => id),
  pin: async (channel, messageId) => (await sendable(discord, channel)).messages.pin(messageId),
  isPinned: async (channel, message) => {
    const { messages } = await sendable(discord, channel)
    return (await messages.fetch({ message, force: true, cache: false })).pinned
  },
  newest: (key) => {
    const channel = discord.channels.cache.get(idOf(key))
    return (channel?.isTextBased() === true ? channel.lastMessageId : null) ?? null
  },
})

const idOf = (key: string): string => key.slice(key.indexOf('/') + 1)

const sendable = async (discord: Client<true>, key: string): Promise<SendableChannels> => {
  const channel = await discord.channels.fetch(idOf(key))
  if (channel?.isSendable() !== true) throw new Error(`channel ${key} is not one for messages`)
  return channel
}
