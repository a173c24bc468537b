import { ApplicationCommandOptionType } from 'discord.js'
import { allows } from '@sticky/shared/access'
import { answer } from '../answers/answer.ts'
import { confirmation } from '../answers/confirmation.ts'
import { titleOf } from '../answers/document-entry.ts'
import { button, row, text } from '../answers/parts.ts'
import type { Action } from '../interactions/action.ts'
import { customId } from '../interactions/custom-id.ts'
import { answerPrivately } from '../interactions/delivery.ts'
import { Refusal } from '../refusal.ts'
import { described, textsOf } from '../text/texts.ts'
import type { Subcommand } from './command.ts'
import { documentOf, documentOption, suggestDocuments } from './document-option.ts'

/** It was confirmed; *Restore* is the one that stands on its cards, too. */
const remove = {
  kind: 'button',
  name: 'delete',
  handle: (interaction, { documentId }, { people }) =>
    answerPrivately(interaction, async () => {
      const { api } = await people.arrive(interaction)
      const texts = textsOf(interaction.locale)
      const title = titleOf(await api.document(documentId), texts)
      await api.deleteDocument(documentId)
      return answer(
        text(texts.remove.done(title)),
        row(button(texts.card.restore, customId('restore', documentId))),
      )
    }),
} satisfies Action

/** `/doc delete`: asks first; its cards say that it is gone, and it can be restored (F42). */
export const docDelete = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    ...described(({ remove }) => remove.command),
    options: [documentOption],
  },
  execute: (interaction, { people }) =>
    answerPrivately(interaction, async () => {
      const visitor = await people.arrive(interaction)
      const id = await documentOf(interaction, visitor)
      const document = await visitor.api.document(id)
      if (!allows(document.role, 'own')) throw new Refusal(({ remove }) => remove.notYours)
      const texts = textsOf(interaction.locale)
      const question = texts.remove.ask(titleOf(document, texts))
      const yes = { yes: texts.remove.yes, id: customId('delete', id), danger: true }
      return confirmation({ question, ...yes }, texts)
    }),
  complete: suggestDocuments,
  actions: [remove],
} satisfies Subcommand
