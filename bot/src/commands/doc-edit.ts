import { ApplicationCommandOptionType } from 'discord.js'
import { described } from '../text/texts.ts'
import type { Subcommand } from './command.ts'
import { documentOf, documentOption, suggestDocuments } from './document-option.ts'
import { openQuickEdit, quickEdit, write } from './write/quick-edit.ts'

/** `/doc edit`: the text in a dialog, also where an Activity cannot run (F7). */
export const docEdit = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    ...described(({ write }) => write.command),
    options: [documentOption],
  },
  execute: (interaction, services) =>
    openQuickEdit(interaction, services, (visitor) => documentOf(interaction, visitor)),
  complete: suggestDocuments,
  actions: [quickEdit, write],
} satisfies Subcommand
