import { answer } from '../answers/answer.ts'
import { text } from '../answers/parts.ts'
import { textsOf } from '../text/texts.ts'
import type { Action } from './action.ts'
import { answerPrivately } from './delivery.ts'

/** *Cancel*, wherever the bot asks before it does something. */
export const cancel = {
  kind: 'button',
  name: 'cancel',
  bare: true,
  handle: (interaction) =>
    answerPrivately(interaction, async () =>
      answer(text(textsOf(interaction.locale).common.cancelled)),
    ),
} satisfies Action
