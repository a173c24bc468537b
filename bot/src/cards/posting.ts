import { PermissionFlagsBits as Can } from 'discord.js'
import type { BaseInteraction, SendableChannels } from 'discord.js'
import type { Visitor } from '../people.ts'
import type { Services } from '../services.ts'
import { textsOf } from '../text/texts.ts'
import { cardMessage, hashOf, IMAGE_QUERY } from './card.ts'
import { announce } from './pending.ts'

/** Where a card is to stand: `<guild or @me>/<channel>`. */
export type Spot = { channel: string; documentId: string }

/** Whether the card was posted, or who may not write there. */
export type Posted = 'posted' | 'youMayNot' | 'iMayNot'

/**
 * Posts the card of a document into a channel, as a message of the bot's own, for somebody who may
 * write there. The document has to be shared with the channel. Throws what the server or Discord
 * throws.
 */
export const postInto = async (
  interaction: BaseInteraction,
  { refresh, log }: Services,
  { api }: Visitor,
  { channel, documentId }: Spot,
): Promise<Posted> => {
  const target = await writableBy(interaction, channel)
  if (typeof target === 'string') return target
  // First, so that a change after the drawing is not missed.
  const announced = await announce(api, documentId, { channel, interactionId: interaction.id })
  const card = await api.card(documentId)
  const image = await api.cardImage(documentId, IMAGE_QUERY).catch((error: unknown) => {
    log.warn({ err: error, documentId }, 'no picture; the card begins with text')
    return null
  })
  const texts = textsOf(interaction.guildLocale)
  const { id: messageId } = await target.send(cardMessage(card, { image, live: true }, texts))
  // without its picture it is stale from the start
  const shown = image === null ? { hash: '', seq: -1 } : { hash: hashOf(card), seq: card.seq }
  await refresh.settle(announced, { messageId, shownHash: shown.hash, shownSeq: shown.seq })
  return 'posted'
}

const writableBy = async (
  { client, user }: BaseInteraction,
  key: string,
): Promise<SendableChannels | Exclude<Posted, 'posted'>> => {
  const id = key.slice(key.indexOf('/') + 1)
  const channel = await client.channels.fetch(id).catch(() => null)
  if (channel === null || !channel.isSendable()) return 'iMayNot'
  if (channel.isDMBased()) return channel
  const write =
    Can.ViewChannel | (channel.isThread() ? Can.SendMessagesInThreads : Can.SendMessages)
  const member = await channel.guild.members.fetch({ user, force: true })
  if (!channel.permissionsFor(member).has(write)) return 'youMayNot'
  const me = channel.guild.members.me
  return me !== null && channel.permissionsFor(me).has(write | Can.AttachFiles)
    ? channel
    : 'iMayNot'
}
