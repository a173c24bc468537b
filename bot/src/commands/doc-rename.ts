import { ApplicationCommandOptionType } from 'discord.js'
import { answer } from '../answers/answer.ts'
import { titleOf } from '../answers/document-entry.ts'
import { text } from '../answers/parts.ts'
import { answerPrivately } from '../interactions/delivery.ts'
import { described, textsOf } from '../text/texts.ts'
import type { Subcommand } from './command.ts'
import { documentOf, documentOption, suggestDocuments } from './document-option.ts'
import { readTitle } from './title.ts'

/** `/doc rename`: its cards follow (F42). */
export const docRename = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    ...described(({ rename }) => rename.command),
    options: [
      {
        type: ApplicationCommandOptionType.String,
        ...described(({ rename }) => rename.title),
        required: true,
        min_length: 1,
        max_length: 200,
      },
      documentOption,
    ],
  },
  execute: (interaction, { people }) =>
    answerPrivately(interaction, async () => {
      const title = readTitle(interaction.options.getString('title', true))
      const visitor = await people.arrive(interaction)
      const id = await documentOf(interaction, visitor)
      const texts = textsOf(interaction.locale)
      const renamed = await visitor.api.renameDocument(id, title)
      return answer(text(texts.rename.done(titleOf(renamed, texts))))
    }),
  complete: suggestDocuments,
} satisfies Subcommand
