import { ApplicationCommandOptionType } from 'discord.js'
import type { ChatInputCommandInteraction } from 'discord.js'
import type { Answer } from '../answers/answer.ts'
import { answerPrivately } from '../interactions/delivery.ts'
import type { Services } from '../services.ts'
import { choiceOf, described } from '../text/texts.ts'
import type { Subcommand } from './command.ts'
import { documentOf, documentOption, suggestDocuments } from './document-option.ts'
import {
  giveTo,
  giveToChannel,
  giveToRole,
  shareAnyway,
  shareInto,
  shareLower,
  shareWith,
  shareWithPerson,
  takeAway,
} from './share/giving.ts'
import {
  CHANNEL_TYPES,
  chooseRole,
  GIVEN,
  givenOf,
  share,
  shareChosen,
  sharePanel,
} from './share/panel.ts'

/** `/doc share`: who has a document, to give it to people, roles and channels, and to take it away (F44, F9). */
export const docShare = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    ...described(({ share }) => share.command),
    options: [
      documentOption,
      {
        type: ApplicationCommandOptionType.Mentionable,
        ...described(({ share }) => share.with),
      },
      {
        type: ApplicationCommandOptionType.Channel,
        ...described(({ share }) => share.channel),
        channel_types: [...CHANNEL_TYPES],
      },
      {
        type: ApplicationCommandOptionType.String,
        ...described(({ share }) => share.may),
        choices: GIVEN.map((role) => choiceOf(role, ({ share }) => share.gives[role])),
      },
    ],
  },
  execute: (interaction, services) =>
    answerPrivately(interaction, () => shareTyped(interaction, services)),
  complete: suggestDocuments,
  actions: [
    share,
    shareChosen,
    chooseRole,
    shareWith,
    shareWithPerson,
    shareInto,
    shareAnyway,
    shareLower,
    takeAway,
  ],
} satisfies Subcommand

/** What was said already is done at once; without anybody named it shows who has the document. */
const shareTyped = async (
  interaction: ChatInputCommandInteraction,
  services: Services,
): Promise<Answer> => {
  const { options } = interaction
  const visitor = await services.people.arrive(interaction)
  const documentId = await documentOf(interaction, visitor)
  const role = givenOf(options.getString('may'))
  const sharing = { interaction, services, visitor, documentId, role }
  const channel = options.getChannel('channel')
  if (channel !== null) return giveToChannel(channel.id, sharing)
  const user = options.getUser('with')
  if (user !== null) return giveTo(user, sharing)
  const named = options.getRole('with')
  if (named !== null) return giveToRole(named, sharing)
  return sharePanel(interaction, visitor, documentId, { role })
}
