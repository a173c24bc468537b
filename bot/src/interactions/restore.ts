import { answer } from '../answers/answer.ts'
import { text } from '../answers/parts.ts'
import { plain } from '../cards/markdown.ts'
import { textsOf } from '../text/texts.ts'
import type { Action } from './action.ts'
import { answerPrivately } from './delivery.ts'

/** *Restore* on the card of a deleted document; the server asks for an owner (T4, T22). */
export const restore = {
  kind: 'button',
  name: 'restore',
  handle: (interaction, { documentId }, { people }) =>
    answerPrivately(interaction, async () => {
      const { api } = await people.arrive(interaction)
      const { title } = await api.restoreDocument(documentId)
      return answer(text(textsOf(interaction.locale).card.restored(plain(title))))
    }),
} satisfies Action
