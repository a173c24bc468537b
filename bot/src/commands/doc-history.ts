import { ApplicationCommandOptionType } from 'discord.js'
import { answerPrivately } from '../interactions/delivery.ts'
import { described, textsOf } from '../text/texts.ts'
import type { Subcommand } from './command.ts'
import { documentOf, documentOption, suggestDocuments } from './document-option.ts'
import { askRestore, restoreVersion, version } from './history/version.ts'
import { history, versionsOf } from './history/versions.ts'

/** `/doc history`: versions with who wrote them, what has changed since each, and the way back (F28). */
export const docHistory = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    ...described(({ history }) => history.command),
    options: [documentOption],
  },
  execute: (interaction, { people }) =>
    answerPrivately(interaction, async () => {
      const visitor = await people.arrive(interaction)
      const id = await documentOf(interaction, visitor)
      return versionsOf(visitor, id, textsOf(interaction.locale))
    }),
  complete: suggestDocuments,
  actions: [history, version, askRestore, restoreVersion],
} satisfies Subcommand
