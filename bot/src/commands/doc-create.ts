import { ApplicationCommandOptionType } from 'discord.js'
import { described } from '../text/texts.ts'
import type { Subcommand } from './command.ts'
import { postCard } from './post-card.ts'
import { readTitle } from './title.ts'

/** `/doc create`: a document that the channel may edit, and the card that shows it (F1). */
export const docCreate = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    ...described(({ create }) => create.command),
    options: [
      {
        type: ApplicationCommandOptionType.String,
        ...described(({ create }) => create.title),
        required: true,
        min_length: 1,
        max_length: 200,
      },
      {
        type: ApplicationCommandOptionType.String,
        ...described(({ create }) => create.text),
        max_length: 4000,
      },
    ],
  },
  execute: (interaction, services) => {
    const title = readTitle(interaction.options.getString('title', true))
    const content = interaction.options.getString('text') ?? ''
    return postCard(interaction, services, async ({ api, channel }) => {
      const { id } = await api.createDocument({
        title,
        ...(content === '' ? {} : { content }),
        grants: [{ principal: `channel:${channel}`, role: 'edit' }],
      })
      return id
    })
  },
} satisfies Subcommand
