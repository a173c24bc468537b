import { InteractionContextType, PermissionFlagsBits } from 'discord.js'
import type { ChatInputCommandInteraction, ModalSubmitInteraction } from 'discord.js'
import type { Card } from '@sticky/shared/api/cards'
import { cardMessage } from '../cards/card.ts'
import { draw, postedAs } from '../cards/posting.ts'
import { deliver } from '../interactions/delivery.ts'
import type { Visitor } from '../people.ts'
import type { Services } from '../services.ts'
import { textsOf } from '../text/texts.ts'

type Asking = ChatInputCommandInteraction | ModalSubmitInteraction

/**
 * Answers with the card of a document (F1), which is kept true from then on where the bot can come
 * back to it. `make` makes it for whoever acts, shared with the channel, and says what its card
 * shows at first: what the server cannot do after that is no reason to make it again. Throws what
 * `make` or Discord throws.
 */
export const postCard = async (
  interaction: Asking,
  services: Services,
  make: () => Promise<{ visitor: Visitor; first: Card }>,
): Promise<void> => {
  const texts = textsOf(interaction.guildLocale)
  const live = canReturn(interaction)
  const { made, messageId } = await deliver(
    interaction,
    async () => {
      const { visitor, first } = await make()
      const { channel } = visitor
      const place = { channel, documentId: first.documentId, live, first }
      return draw(interaction, services, visitor, place)
    },
    ({ card, announced, ...shown }) =>
      cardMessage(card, { ...shown, live: announced !== null }, texts),
  )
  const { card, announced, ...shown } = made
  if (announced === null) return
  if (await services.refresh.settle(announced, postedAs(made, messageId))) return
  await interaction.editReply(cardMessage(card, { ...shown, live: false }, texts))
}

/**
 * Whether the bot can edit its answer later, with its own token: it must be in that channel itself.
 */
const canReturn = ({ context, guild, appPermissions }: Asking): boolean =>
  guild === null
    ? context === InteractionContextType.BotDM
    : appPermissions.has(PermissionFlagsBits.ViewChannel)
