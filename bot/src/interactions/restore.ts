import { answer } from '../answers/answer.ts'
import { titleOf } from '../answers/document-entry.ts'
import { button, section } from '../answers/parts.ts'
import { textsOf } from '../text/texts.ts'
import type { Action } from './action.ts'
import { customId } from './custom-id.ts'
import { answerPrivately } from './delivery.ts'

/** *Restore* of a deleted document, on its card or where it was deleted; the server asks for an owner (T4, T22). */
export const restore = {
  kind: 'button',
  name: 'restore',
  handle: (interaction, { documentId }, { people }) =>
    answerPrivately(interaction, async () => {
      const { api } = await people.arrive(interaction)
      const texts = textsOf(interaction.locale)
      const title = titleOf(await api.restoreDocument(documentId), texts)
      const open = button(texts.launch.open, customId('edit', documentId))
      return answer(section(texts.remove.restored(title), open))
    }),
} satisfies Action
