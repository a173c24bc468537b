import { ApplicationCommandOptionType } from 'discord.js'
import { launch } from '../interactions/launching.ts'
import { described } from '../text/texts.ts'
import type { Subcommand } from './command.ts'
import { documentOrNone, documentOption, suggestDocuments } from './document-option.ts'

/**
 * `/doc open`: the Activity on one of the user's documents; posts nothing (F2). Where it is not
 * clear which one, the Activity lets them choose.
 */
export const docOpen = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    ...described(({ open }) => open.command),
    options: [documentOption],
  },
  execute: (interaction, services) =>
    launch(interaction, services, (visitor) => documentOrNone(interaction, visitor)),
  complete: suggestDocuments,
} satisfies Subcommand
