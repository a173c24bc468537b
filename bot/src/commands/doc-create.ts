import { ApplicationCommandOptionType } from 'discord.js'
import { Title } from '@sticky/shared/api/documents'
import { Refusal } from '../refusal.ts'
import { described } from '../text/texts.ts'
import type { Subcommand } from './command.ts'
import { postCard } from './post-card.ts'

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

/** As typed, on one line and without characters that could disguise it (T11). */
const readTitle = (typed: string): string => {
  const title = Title.safeParse(
    typed
      .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
      .replace(/[\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, ''),
  )
  if (title.success) return title.data
  throw new Refusal(({ create }) => create.badTitle)
}
