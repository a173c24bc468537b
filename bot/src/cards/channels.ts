import type { Client, GuildTextBasedChannel, RateLimitData, TextBasedChannel } from 'discord.js'
import { customId } from '../interactions/custom-id.ts'
import { textsOf } from '../text/texts.ts'
import type { Texts } from '../text/texts.ts'
import type { CardMessage } from './card.ts'

/** The server of a channel; `@me` for direct messages. */
export const guildOf = (channel: string): string => channel.slice(0, channel.indexOf('/'))

/** What cards need of the chat. A channel is named `<guild or @me>/<channel>`. */
export type Channels = {
  /** Edits the bot's own message. Throws what Discord answers. */
  edit: (channel: string, messageId: string, message: CardMessage) => Promise<unknown>
  /** The same in an archived thread, which is open meanwhile. */
  editArchived: (channel: string, messageId: string, message: CardMessage) => Promise<unknown>
  /** Removes the bot's own message. Throws what Discord answers. */
  remove: (channel: string, messageId: string) => Promise<void>
  /** The language of a channel: that of its server. */
  speak: (channel: string) => Texts
  /** Whether the bot is in that server; where it is not, each call would be refused. */
  reaches: (channel: string) => boolean
  /** The bot's message that shows a document, was posted after `after` (an id) and is not `known`. Throws what Discord answers. */
  findCard: (
    channel: string,
    documentId: string,
    which: { after: string; known: ReadonlySet<string> },
  ) => Promise<string | null>
}

/** At most this many messages are looked through for one that was posted while the bot went down. */
const LOOKED_THROUGH = 100

/**
 * A card that may not be edited yet must not hold up the cards of other channels: the queue waits
 * for as long as Discord says instead of the REST client. To be given to the client.
 */
export const isForTheQueue = ({ method, route }: RateLimitData): boolean =>
  method.toUpperCase() === 'PATCH' && route === '/channels/:id/messages/:id'

export const channelsOf = (discord: Client<true>): Channels => ({
  edit: async (channel, messageId, message) =>
    (await textChannel(discord, channel)).messages.edit(messageId, message),
  editArchived: async (key, messageId, message) => {
    const channel = await textChannel(discord, key)
    if (!channel.isThread()) throw new Error(`channel ${key} is not a thread`)
    await channel.setArchived(false)
    try {
      await channel.messages.edit(messageId, message)
    } finally {
      // Where the bot may not, Discord archives it again after a while.
      await channel.setArchived(true).catch(() => undefined)
    }
  },
  remove: async (channel, messageId) =>
    (await textChannel(discord, channel)).messages.delete(messageId),
  // of direct messages no language is known
  speak: (channel) => textsOf(discord.guilds.cache.get(guildOf(channel))?.preferredLocale),
  reaches: (channel) => channel.startsWith('@me/') || discord.guilds.cache.has(guildOf(channel)),
  findCard: async (channel, documentId, { after, known }) => {
    const { messages } = await textChannel(discord, channel)
    const posted = await messages.fetch({ after, limit: LOOKED_THROUGH, cache: false })
    const edit = JSON.stringify(customId('edit', documentId))
    const found = posted.find(
      ({ id, author, components }) =>
        !known.has(id) &&
        author.id === discord.user.id &&
        JSON.stringify(components).includes(edit),
    )
    return found?.id ?? null
  },
})

const textChannel = async (
  discord: Client<true>,
  key: string,
): Promise<TextBasedChannel | GuildTextBasedChannel> => {
  const id = key.slice(key.indexOf('/') + 1)
  const channel = await discord.channels.fetch(id)
  if (channel?.isTextBased() !== true) throw new Error(`channel ${id} is not one for messages`)
  return channel
}
