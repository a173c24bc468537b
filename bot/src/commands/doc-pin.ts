import {
  ApplicationCommandOptionType,
  DiscordAPIError,
  PermissionFlagsBits as Can,
  RESTJSONErrorCodes as Code,
} from 'discord.js'
import type { ChatInputCommandInteraction } from 'discord.js'
import { answer } from '../answers/answer.ts'
import { titleOf } from '../answers/document-entry.ts'
import { text } from '../answers/parts.ts'
import { cardIn } from '../cards/card-in.ts'
import { answerPrivately } from '../interactions/delivery.ts'
import { Refusal } from '../refusal.ts'
import { described, textsOf } from '../text/texts.ts'
import type { Subcommand } from './command.ts'
import { documentOf, documentOption, suggestDocuments } from './document-option.ts'

/** `/doc pin`: the card that stands in this channel, for who may pin there themselves (F8, T22). */
export const docPin = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    ...described(({ pin }) => pin.command),
    options: [documentOption],
  },
  execute: (interaction, { people, api, messages }) =>
    answerPrivately(interaction, async () => {
      mayPin(interaction)
      const visitor = await people.arrive(interaction)
      const document = await visitor.api.document(await documentOf(interaction, visitor))
      const card = await cardIn(api, document.id, visitor.channel)
      if (card === null) throw new Refusal(({ pin }) => pin.noCard)
      await messages.pin(card.channel, card.messageId).catch((error: unknown) => {
        throw refusalOf(error)
      })
      const texts = textsOf(interaction.locale)
      return answer(text(texts.pin.done(titleOf(document, texts))))
    }),
  complete: suggestDocuments,
} satisfies Subcommand

/** In direct messages Discord gives no permissions: there everybody may. */
const mayPin = ({
  guildId,
  memberPermissions,
  appPermissions,
}: ChatInputCommandInteraction): void => {
  if (guildId === null) return
  if (memberPermissions?.has(Can.PinMessages) !== true)
    throw new Refusal(({ pin }) => pin.youMayNot)
  if (!appPermissions.has(Can.PinMessages)) throw new Refusal(({ pin }) => pin.iMayNot)
}

const refusalOf = (error: unknown): unknown => {
  if (!(error instanceof DiscordAPIError)) return error
  if (error.code === Code.MaximumNumberOfPinsReachedForTheChannel)
    return new Refusal(({ pin }) => pin.tooMany)
  if (error.code === Code.UnknownMessage) return new Refusal(({ pin }) => pin.noCard)
  return error.status === 403 ? new Refusal(({ pin }) => pin.iMayNot) : error
}
