import { InteractionContextType, PermissionFlagsBits } from 'discord.js'
import type { ChatInputCommandInteraction } from 'discord.js'
import type { Card, Placement } from '@sticky/shared/api/cards'
import { cardMessage, hashOf, IMAGE_QUERY } from '../cards/card.ts'
import { announce } from '../cards/pending.ts'
import { deliver } from '../interactions/delivery.ts'
import type { Visitor } from '../people.ts'
import type { Services } from '../services.ts'
import { textsOf } from '../text/texts.ts'

/** `announced`: null where the bot cannot come back, or the server could not be told. */
type Made = { card: Card; image: Uint8Array | null; announced: Placement | null }

/**
 * Answers with the card of a document (F1), which is kept true from then on where the bot can come
 * back to it. `choose` gets whoever acts and names the document, which has to be shared with the
 * channel. Throws what `choose`, the server or Discord throws.
 */
export const postCard = async (
  interaction: ChatInputCommandInteraction,
  services: Services,
  choose: (visitor: Visitor) => Promise<string>,
): Promise<void> => {
  const texts = textsOf(interaction.guildLocale)
  const { made, messageId } = await deliver(
    interaction,
    () => make(interaction, services, choose),
    ({ card, image, announced }) => cardMessage(card, { image, live: announced !== null }, texts),
  )
  const { card, image, announced } = made
  if (announced === null) return
  // without its picture it is stale from the start
  const shown = image === null ? { hash: '', seq: -1 } : { hash: hashOf(card), seq: card.seq }
  const posted = { messageId, shownHash: shown.hash, shownSeq: shown.seq }
  if (await services.refresh.settle(announced, posted)) return
  await interaction.editReply(cardMessage(card, { image, live: false }, texts))
}

const make = async (
  interaction: ChatInputCommandInteraction,
  { people, log }: Services,
  choose: (visitor: Visitor) => Promise<string>,
): Promise<Made> => {
  const visitor = await people.arrive(interaction)
  const { api, channel } = visitor
  const id = await choose(visitor)
  const where = { channel, interactionId: interaction.id }
  const none = (what: string) => (error: unknown) => {
    log.warn({ err: error, documentId: id }, what)
    return null
  }
  // First, so that a change after the drawing is not missed.
  const announced = canReturn(interaction)
    ? await announce(api, id, where).catch(none('could not announce a card; it will not follow'))
    : null
  const card = await api.card(id)
  const drawing = api.cardImage(id, IMAGE_QUERY)
  const image = await drawing.catch(none('no picture; the card begins with text'))
  return { card, image, announced }
}

/**
 * Whether the bot can edit its answer later, with its own token: it must be in that channel itself.
 */
const canReturn = ({ context, guild, appPermissions }: ChatInputCommandInteraction): boolean =>
  guild === null
    ? context === InteractionContextType.BotDM
    : appPermissions.has(PermissionFlagsBits.ViewChannel)
