import { ApplicationCommandOptionType } from 'discord.js'
import type { Locale } from 'discord.js'
import { answer } from '../answers/answer.ts'
import { small, text } from '../answers/parts.ts'
import { answerPrivately } from '../interactions/delivery.ts'
import { described, textsOf } from '../text/texts.ts'
import type { MessageCommand, Subcommand } from './command.ts'

type InOthers = { readonly [L in Locale]?: string | null | undefined } | null | undefined

/**
 * `/doc help`: each of these commands in a line, in the words in which Discord lists it in the
 * language of who asks, and where it works (F10, F11).
 */
export const docHelp = (
  subcommands: readonly Subcommand[],
  messageCommands: readonly MessageCommand[],
): Subcommand => ({
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    ...described(({ help }) => help.command),
  },
  execute: (interaction) =>
    answerPrivately(interaction, async () => {
      const { help, doc } = textsOf(interaction.locale)
      const inTheirs = (english: string, others: InOthers): string =>
        others?.[interaction.locale] ?? english
      const lines = subcommands.map(({ data }) => {
        const name = inTheirs(data.name, data.name_localizations)
        const what = inTheirs(data.description, data.description_localizations)
        return `- \`/${doc.command.name} ${name}\` · ${what}`
      })
      const menus = messageCommands.map(({ data }) =>
        help.message(inTheirs(data.name, data.name_localizations)),
      )
      return answer(
        text(help.heading),
        text(help.intro),
        text(lines.join('\n')),
        text([help.card, ...menus].join('\n')),
        small(help.where),
      )
    }),
})
