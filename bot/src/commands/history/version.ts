import { VersionNumber } from '@sticky/shared/ids'
import { answer } from '../../answers/answer.ts'
import { confirmation } from '../../answers/confirmation.ts'
import { agoOf, titleOf } from '../../answers/document-entry.ts'
import { button, row, section, small, text } from '../../answers/parts.ts'
import { plain } from '../../cards/markdown.ts'
import type { Action } from '../../interactions/action.ts'
import { customId } from '../../interactions/custom-id.ts'
import { answerPrivately } from '../../interactions/delivery.ts'
import { Refusal } from '../../refusal.ts'
import { textsOf } from '../../text/texts.ts'
import { changesOf } from './changes.ts'
import { writersOf } from './versions.ts'

const NUMBER = /\d{1,16}/

/** One was chosen: what has changed since then, and *Restore*. */
export const version = {
  kind: 'stringSelect',
  name: 'version',
  handle: (interaction, { documentId }, { people }) =>
    answerPrivately(interaction, async () => {
      const chosen = VersionNumber.safeParse(interaction.values[0])
      if (!chosen.success) throw new Refusal(({ errors }) => errors.unknownPress)
      const v = chosen.data
      const { api } = await people.arrive(interaction)
      const [read, { pieces }] = await Promise.all([
        api.version(documentId, v),
        api.compareVersion(documentId, v),
      ])
      const texts = textsOf(interaction.locale)
      const { since, same, cut, restore, all } = texts.history
      const { shown, isCut } = changesOf(pieces)
      const isSame = pieces.every(({ kind }) => kind === 'same')
      return answer(
        text(`### ${texts.history.version(plain(writersOf(read, texts)), agoOf(read.at))}`),
        text(isSame ? same : `${since}\n${shown}`),
        ...(isCut ? [small(cut)] : []),
        row(
          button(restore, customId('version-ask', documentId, String(v)), {
            style: 'primary',
            disabled: isSame,
          }),
          button(all, customId('history', documentId)),
        ),
      )
    }),
} satisfies Action

/** *Restore*: asks, since everybody in the document will see it. */
export const askRestore = {
  kind: 'button',
  name: 'version-ask',
  argument: NUMBER,
  handle: (interaction, { documentId, argument }, { people }) =>
    answerPrivately(interaction, async () => {
      const { api } = await people.arrive(interaction)
      const [document, { at }] = await Promise.all([
        api.document(documentId),
        api.version(documentId, Number(argument)),
      ])
      const texts = textsOf(interaction.locale)
      const question = texts.history.ask(titleOf(document, texts), agoOf(at))
      const yes = {
        yes: texts.history.restore,
        id: customId('version-back', documentId, argument),
      }
      return confirmation({ question, ...yes }, texts)
    }),
} satisfies Action

/** It was confirmed: the text becomes that of the version, by edits of who presses (T4, T22). */
export const restoreVersion = {
  kind: 'button',
  name: 'version-back',
  argument: NUMBER,
  handle: (interaction, { documentId, argument }, { people }) =>
    answerPrivately(interaction, async () => {
      const { api } = await people.arrive(interaction)
      await api.restoreVersion(documentId, Number(argument))
      const { history, launch } = textsOf(interaction.locale)
      return answer(
        section(history.done, button(launch.open, customId('edit', documentId))),
        row(button(history.all, customId('history', documentId))),
      )
    }),
} satisfies Action
