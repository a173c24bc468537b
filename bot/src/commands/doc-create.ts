import {
  ApplicationCommandOptionType,
  InteractionContextType,
  PermissionFlagsBits,
} from 'discord.js'
import type { ChatInputCommandInteraction } from 'discord.js'
import type { Card } from '@sticky/shared/api/cards'
import { cardMessage, hashOf, IMAGE_QUERY } from '../cards/card.ts'
import { place } from '../cards/placing.ts'
import { deliver } from '../interactions/delivery.ts'
import type { Visitor } from '../people.ts'
import type { Services } from '../services.ts'
import { described, textsOf } from '../text/texts.ts'
import type { Subcommand } from './command.ts'
import { readTitle } from './title.ts'

type Made = { visitor: Visitor; card: Card; image: Uint8Array | null }

/** `/doc create`: a document that the channel may edit, and the card that shows it (F1). */
export const docCreate = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    ...described(({ create }) => create.command),
    options: [
      {
        type: ApplicationCommandOptionType.String,
        ...described(({ create }) => create.title),
        required: true,
        min_length: 1,
        max_length: 200,
      },
      {
        type: ApplicationCommandOptionType.String,
        ...described(({ create }) => create.text),
        max_length: 4000,
      },
    ],
  },
  execute: async (interaction, services) => {
    const live = canReturn(interaction)
    const { made, messageId } = await deliver(
      interaction,
      () => make(interaction, services),
      ({ card, image }) => cardMessage(card, { image, live }, textsOf(interaction.guildLocale)),
    )
    if (live) await keepCurrent(interaction, services, made, messageId)
  },
} satisfies Subcommand

const make = async (
  interaction: ChatInputCommandInteraction,
  { people, log }: Services,
): Promise<Made> => {
  const title = readTitle(interaction.options.getString('title', true))
  const content = interaction.options.getString('text') ?? ''
  const visitor = await people.arrive(interaction)
  const { id } = await visitor.api.createDocument({
    title,
    ...(content === '' ? {} : { content }),
    grants: [{ principal: `channel:${visitor.channel}`, role: 'edit' }],
  })
  // Nobody else knows the document yet, so card and picture cannot be of different states.
  const [card, image] = await Promise.all([
    visitor.api.card(id),
    visitor.api.cardImage(id, IMAGE_QUERY).catch((error: unknown) => {
      log.warn({ err: error, documentId: id }, 'no picture; the card begins with text')
      return null
    }),
  ])
  return { visitor, card, image }
}

/**
 * The document may have been edited since the card was drawn and before it was known: so look once
 * more.
 */
const keepCurrent = async (
  interaction: ChatInputCommandInteraction,
  { refresh, log }: Services,
  { visitor, card, image }: Made,
  messageId: string,
): Promise<void> => {
  // without its picture it is stale from the start
  const shown = image === null ? { hash: '', seq: -1 } : { hash: hashOf(card), seq: card.seq }
  const placement = {
    channel: visitor.channel,
    messageId,
    shownHash: shown.hash,
    shownSeq: shown.seq,
  }
  if (await place(visitor.api, card.documentId, placement, log)) {
    await refresh.follow(card.documentId)
    return
  }
  await interaction.editReply(
    cardMessage(card, { image, live: false }, textsOf(interaction.guildLocale)),
  )
}

/**
 * Whether the bot can edit its answer later, with its own token: it must be in that channel itself.
 */
const canReturn = ({ context, guild, appPermissions }: ChatInputCommandInteraction): boolean =>
  guild === null
    ? context === InteractionContextType.BotDM
    : appPermissions.has(PermissionFlagsBits.ViewChannel)
