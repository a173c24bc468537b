import { ApplicationCommandOptionType } from 'discord.js'
import { answerPrivately } from '../interactions/delivery.ts'
import { described, textsOf } from '../text/texts.ts'
import type { Subcommand } from './command.ts'
import { documentOf, documentOption, suggestDocuments } from './document-option.ts'
import { allLinks, askRevoke, linksOf, revoke } from './link/links.ts'
import { askLink, makeLink } from './link/new-link.ts'

/** `/doc link`: a document's share links for its owners, to make new ones and to revoke each (F45). */
export const docLink = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    ...described(({ link }) => link.command),
    options: [documentOption],
  },
  execute: (interaction, { people }) =>
    answerPrivately(interaction, async () => {
      const visitor = await people.arrive(interaction)
      const id = await documentOf(interaction, visitor)
      return linksOf(visitor, id, textsOf(interaction.locale))
    }),
  complete: suggestDocuments,
  actions: [allLinks, askLink, makeLink, askRevoke, revoke],
} satisfies Subcommand
