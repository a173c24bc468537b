import { ApplicationCommandOptionType, PermissionFlagsBits as Can } from 'discord.js'
import type { ButtonInteraction, ChatInputCommandInteraction } from 'discord.js'
import { answer } from '../answers/answer.ts'
import type { Answer } from '../answers/answer.ts'
import { titleOf } from '../answers/document-entry.ts'
import { button, row, text } from '../answers/parts.ts'
import { cardIn } from '../cards/card-in.ts'
import type { Action } from '../interactions/action.ts'
import { customId } from '../interactions/custom-id.ts'
import { answerPrivately } from '../interactions/delivery.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { described, textsOf } from '../text/texts.ts'
import type { Subcommand } from './command.ts'
import { documentOf, documentOption, suggestDocuments } from './document-option.ts'

/** `/doc stick`: the card stays at the bottom of this channel; the server says who may (F8, F10). */
export const docStick = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    ...described(({ stick }) => stick.command),
    options: [documentOption],
  },
  execute: (interaction, { people, api, sticking }) =>
    answerPrivately(interaction, async () => {
      canStay(interaction)
      const visitor = await people.arrive(interaction)
      const document = await visitor.api.document(await documentOf(interaction, visitor))
      const card = await cardIn(api, document.id, visitor.channel)
      if (card === null) throw new Refusal(({ stick }) => stick.noCard)
      sticking.keep(await visitor.api.stickPlacement(card.id))
      const texts = textsOf(interaction.locale)
      return answer(
        text(texts.stick.done(titleOf(document, texts))),
        row(button(texts.stick.letGo, customId('unstick', null))),
      )
    }),
  complete: suggestDocuments,
} satisfies Subcommand

const unstick = {
  kind: 'button',
  name: 'unstick',
  bare: true,
  handle: (interaction, _, services) =>
    answerPrivately(interaction, () => letGo(interaction, services)),
} satisfies Action

/** `/doc unstick`: whatever stays at the bottom of this channel stays where it is from now on (F8). */
export const docUnstick = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    ...described(({ stick }) => stick.unstick),
  },
  execute: (interaction, services) =>
    answerPrivately(interaction, () => letGo(interaction, services)),
  actions: [unstick],
} satisfies Subcommand

const letGo = async (
  interaction: ChatInputCommandInteraction | ButtonInteraction,
  { people, sticking }: Services,
): Promise<Answer> => {
  const { api, channel } = await people.arrive(interaction)
  const stuck = sticking.in(channel)
  if (stuck === null) throw new Refusal(({ stick }) => stick.none)
  await api.unstickPlacement(stuck.id)
  sticking.letGo(channel)
  return answer(text(textsOf(interaction.locale).stick.gone))
}

/** The bot has to hear of messages there, and to post its own, with a picture. */
const canStay = ({
  guildId,
  guild,
  channel,
  appPermissions,
}: ChatInputCommandInteraction): void => {
  if (guildId === null) throw new Refusal(({ stick }) => stick.noServer)
  const write = channel?.isThread() === true ? Can.SendMessagesInThreads : Can.SendMessages
  const mayPost = appPermissions.has(Can.ViewChannel | Can.AttachFiles | write)
  if (guild === null || !mayPost) throw new Refusal(({ stick }) => stick.iMayNot)
}
