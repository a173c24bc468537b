import { InteractionContextType, PermissionFlagsBits } from 'discord.js'
import type { ChatInputCommandInteraction, ModalSubmitInteraction } from 'discord.js'
import { cardMessage } from '../cards/card.ts'
import { draw, postedAs } from '../cards/posting.ts'
import { deliver } from '../interactions/delivery.ts'
import type { Visitor } from '../people.ts'
import type { Services } from '../services.ts'
import { textsOf } from '../text/texts.ts'

type Asking = ChatInputCommandInteraction | ModalSubmitInteraction

/**
 * Answers with the card of a document (F1), which is kept true from then on where the bot can come
 * back to it. `choose` names whoever acts and the document, which has to be shared with the
 * channel. Throws what `choose`, the server or Discord throws.
 */
export const postCard = async (
  interaction: Asking,
  services: Services,
  choose: () => Promise<{ visitor: Visitor; documentId: string }>,
): Promise<void> => {
  const texts = textsOf(interaction.guildLocale)
  const live = canReturn(interaction)
  const { made, messageId } = await deliver(
    interaction,
    async () => {
      const { visitor, documentId } = await choose()
      return draw(interaction, services, visitor, { channel: visitor.channel, documentId, live })
    },
    ({ card, image, announced }) => cardMessage(card, { image, live: announced !== null }, texts),
  )
  const { card, image, announced } = made
  if (announced === null) return
  if (await services.refresh.settle(announced, postedAs(made, messageId))) return
  await interaction.editReply(cardMessage(card, { image, live: false }, texts))
}

/**
 * Whether the bot can edit its answer later, with its own token: it must be in that channel itself.
 */
const canReturn = ({ context, guild, appPermissions }: Asking): boolean =>
  guild === null
    ? context === InteractionContextType.BotDM
    : appPermissions.has(PermissionFlagsBits.ViewChannel)
