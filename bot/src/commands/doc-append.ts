import { ApplicationCommandOptionType } from 'discord.js'
import { answer } from '../answers/answer.ts'
import { titleOf } from '../answers/document-entry.ts'
import { button, section } from '../answers/parts.ts'
import { customId } from '../interactions/custom-id.ts'
import { answerPrivately } from '../interactions/delivery.ts'
import { choiceOf, described, textsOf } from '../text/texts.ts'
import type { Subcommand } from './command.ts'
import { documentOf, documentOption, suggestDocuments } from './document-option.ts'

const MARKS = { line: '', bullet: '- ', task: '- [ ] ' }
type Mark = keyof typeof MARKS
const MARK_NAMES = Object.keys(MARKS) as Mark[]

const markOf = (named: string | null): string =>
  MARKS[MARK_NAMES.find((name) => name === named) ?? 'line']

/** `/doc append`: a line, bullet or task behind the text (F10). */
export const docAppend = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    ...described(({ append }) => append.command),
    options: [
      {
        type: ApplicationCommandOptionType.String,
        ...described(({ append }) => append.text),
        required: true,
        min_length: 1,
        max_length: 4000,
      },
      {
        type: ApplicationCommandOptionType.String,
        ...described(({ append }) => append.as),
        choices: MARK_NAMES.map((name) => choiceOf(name, ({ append }) => append.marks[name])),
      },
      documentOption,
    ],
  },
  execute: (interaction, { people }) =>
    answerPrivately(interaction, async () => {
      const { options, locale } = interaction
      const visitor = await people.arrive(interaction)
      const id = await documentOf(interaction, visitor)
      const mark = markOf(options.getString('as'))
      const texts = textsOf(locale)
      // first what may fail without harm: whoever is told to try again would have it twice
      const title = titleOf(await visitor.api.document(id), texts)
      await visitor.api.append(id, `${mark}${options.getString('text', true)}`)
      return answer(
        section(texts.append.done(title), button(texts.launch.open, customId('edit', id))),
      )
    }),
  complete: suggestDocuments,
} satisfies Subcommand
