import { PermissionFlagsBits as Can } from 'discord.js'
import type { BaseInteraction, SendableChannels } from 'discord.js'
import type { Card, ChangePlacement, Placement } from '@sticky/shared/api/cards'
import type { Visitor } from '../people.ts'
import type { Services } from '../services.ts'
import { textsOf } from '../text/texts.ts'
import { cardMessage, hashOf, IMAGE_QUERY } from './card.ts'
import type { Shown } from './card.ts'
import { announce } from './pending.ts'

/** A card that is about to be posted. `announced`: null where it cannot be kept true. */
export type Drawn = Omit<Shown, 'live'> & { card: Card; announced: Placement | null }

/** `first`: what to show of a document that was just made where the server fails after that. */
type Place = { channel: string; documentId: string; live: boolean; first?: Card }

/**
 * Draws a card for a channel and, where the bot can come back to it (`live`), tells the server that
 * it will stand there. The document has to be shared with the channel. Without a `first`, throws
 * what the server throws.
 */
export const draw = async (
  { id: interactionId }: BaseInteraction,
  { log }: Services,
  { api }: Visitor,
  { channel, documentId, live, first }: Place,
): Promise<Drawn> => {
  const none = (what: string) => (error: unknown) => {
    log.warn({ err: error, documentId }, what)
    return null
  }
  // First, so that a change after the drawing is not missed.
  const announced = live
    ? await announce(api, documentId, { channel, interactionId }).catch(
        none('could not announce a card; it will not follow'),
      )
    : null
  const card = await api.card(documentId).catch((error: unknown) => {
    if (first === undefined) throw error
    log.warn({ err: error, documentId }, 'no card; what was made is shown as text')
    return first
  })
  if (card === first) return { card, image: null, announced, asOf: card.editedAt }
  const drawing = api.cardImage(documentId, IMAGE_QUERY)
  const image = await drawing.catch(none('no picture; the card begins with text'))
  return { card, image, announced }
}

/** What the server is told of a card that has been posted; without its picture it is stale from the start. */
export const postedAs = ({ card, image }: Drawn, messageId: string): Omit<ChangePlacement, 'was'> =>
  image === null
    ? { messageId, shownHash: '', shownSeq: -1 }
    : { messageId, shownHash: hashOf(card), shownSeq: card.seq }

/** Whether the card was posted, or who may not write there. */
export type Posted = 'posted' | 'youMayNot' | 'iMayNot'

/**
 * Posts the card of a document into a channel, as a message of the bot's own, for somebody who may
 * write there. The document has to be shared with the channel. Throws what the server or Discord
 * throws.
 */
export const postInto = async (
  interaction: BaseInteraction,
  services: Services,
  visitor: Visitor,
  { channel, documentId }: { channel: string; documentId: string },
): Promise<Posted> => {
  const target = await writableBy(interaction, channel)
  if (typeof target === 'string') return target
  const texts = textsOf(interaction.guildLocale)
  const drawn = await draw(interaction, services, visitor, { channel, documentId, live: true })
  const { card, image, announced } = drawn
  const message = await target.send(cardMessage(card, { image, live: announced !== null }, texts))
  if (announced === null) return 'posted'
  if (!(await services.refresh.settle(announced, postedAs(drawn, message.id))))
    await message.edit(cardMessage(card, { image, live: false }, texts))
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
