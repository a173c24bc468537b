import { ApplicationCommandOptionType } from 'discord.js'
import { launch } from '../interactions/launching.ts'
import { described } from '../text/texts.ts'
import type { Subcommand } from './command.ts'
import { documentOf, documentOption, suggestDocuments } from './document-option.ts'

/** `/doc open`: the Activity on one of the user's documents; posts nothing (F2). */
export const docOpen = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    ...described(({ open }) => open.command),
    options: [documentOption],
  },
  execute: (interaction, services) =>
    launch(interaction, services, (visitor) => documentOf(interaction, visitor)),
  complete: suggestDocuments,
} satisfies Subcommand
