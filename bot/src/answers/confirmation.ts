import { customId } from '../interactions/custom-id.ts'
import type { Texts } from '../text/texts.ts'
import { answer } from './answer.ts'
import type { Answer } from './answer.ts'
import { button, row, text } from './parts.ts'

/** `id`: of what happens on yes. `danger`: it takes something away. */
export type Question = { question: string; yes: string; id: string; danger?: boolean }

/** Asks before something is done; *Cancel* does nothing, and says so. */
export const confirmation = (
  { question, yes, id, danger = false }: Question,
  { common }: Texts,
): Answer =>
  answer(
    text(question),
    row(
      button(yes, id, { style: danger ? 'danger' : 'primary' }),
      button(common.cancel, customId('cancel', null)),
    ),
  )
