import { ApplicationCommandOptionType } from 'discord.js'
import type { ChatInputCommandInteraction, ModalSubmitInteraction } from 'discord.js'
import { modal, textField } from '../answers/modal.ts'
import { firstCard } from '../cards/first-card.ts'
import type { Action } from '../interactions/action.ts'
import { customId } from '../interactions/custom-id.ts'
import { membershipOf } from '../membership.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { described, textsOf } from '../text/texts.ts'
import { keeping } from '../unsaved.ts'
import type { Subcommand } from './command.ts'
import { postCard } from './post-card.ts'
import { readTitle } from './title.ts'

const MAX_TITLE = 200
/** Discord's limit for what is typed, in UTF-16 units. */
const MAX_TEXT = 4_000

/** The dialog was sent in which title and text are asked for. */
const createAsked = {
  kind: 'modal',
  name: 'create',
  bare: true,
  handle: (interaction, _, services) => {
    const title = interaction.fields.getTextInputValue('title')
    return create(interaction, services, title, interaction.fields.getTextInputValue('text'))
  },
} satisfies Action

/**
 * `/doc create`: a document that the channel may edit, and the card that shows it (F1). Without a
 * title it is asked for in a dialog, where the text may have several lines.
 */
export const docCreate = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    ...described(({ create }) => create.command),
    options: [
      {
        type: ApplicationCommandOptionType.String,
        ...described(({ create }) => create.title),
        min_length: 1,
        max_length: MAX_TITLE,
      },
      {
        type: ApplicationCommandOptionType.String,
        ...described(({ create }) => create.text),
        max_length: MAX_TEXT,
      },
    ],
  },
  execute: async (interaction, services) => {
    const title = interaction.options.getString('title')
    const text = interaction.options.getString('text') ?? ''
    if (title === null) await ask(interaction, text)
    else await create(interaction, services, title, text)
  },
  actions: [createAsked],
} satisfies Subcommand

/** Who may only read the channel is told before they type; what else the server asks for, after it. */
const ask = async (interaction: ChatInputCommandInteraction, text: string): Promise<void> => {
  const { access } = membershipOf(interaction)
  if (access === 'none' || access === 'view')
    throw new Refusal(({ settings }) => settings.readers.create)
  const { create } = textsOf(interaction.locale)
  const title = { id: 'title', label: create.titleField, max: MAX_TITLE, required: true }
  const body = { id: 'text', label: create.textField, max: MAX_TEXT, long: true, value: text }
  await interaction.showModal(
    modal(create.ask, customId('create', null), textField(title), textField(body)),
  )
}

const create = (
  interaction: ChatInputCommandInteraction | ModalSubmitInteraction,
  services: Services,
  typed: string,
  content: string,
): Promise<void> =>
  postCard(interaction, services, () =>
    keeping(content, async () => {
      const visitor = await services.people.arrive(interaction)
      const made = await visitor.api.createDocument({
        title: readTitle(typed),
        ...(content === '' ? {} : { content }),
        grants: [{ principal: `channel:${visitor.channel}`, role: 'edit' }],
      })
      return { visitor, first: firstCard(made, content) }
    }),
  )
