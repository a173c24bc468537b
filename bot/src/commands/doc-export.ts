import { ApplicationCommandOptionType } from 'discord.js'
import { ContentQuery } from '@sticky/shared/api/documents'
import { answer } from '../answers/answer.ts'
import { titleOf } from '../answers/document-entry.ts'
import { fileOf, text } from '../answers/parts.ts'
import { answerPrivately } from '../interactions/delivery.ts'
import { choiceOf, described, textsOf } from '../text/texts.ts'
import type { Subcommand } from './command.ts'
import { documentOf, documentOption, suggestDocuments } from './document-option.ts'

const FORMATS = ContentQuery.shape.format.unwrap().options
type Format = (typeof FORMATS)[number]

const formatOf = (named: string | null): Format =>
  FORMATS.find((format) => format === named) ?? 'md'

/** `/doc export`: the text as a file, for whoever asks and nobody else (F69). */
export const docExport = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    ...described(({ exporting }) => exporting.command),
    options: [
      documentOption,
      {
        type: ApplicationCommandOptionType.String,
        ...described(({ exporting }) => exporting.format),
        choices: FORMATS.map((format) =>
          choiceOf(format, ({ exporting }) => exporting.formats[format]),
        ),
      },
    ],
  },
  execute: (interaction, { people }) =>
    answerPrivately(interaction, async () => {
      const visitor = await people.arrive(interaction)
      const id = await documentOf(interaction, visitor)
      const format = formatOf(interaction.options.getString('format'))
      const [document, content] = await Promise.all([
        visitor.api.document(id),
        visitor.api.content(id, { format }),
      ])
      const attachment = Buffer.from(content)
      const name = `${fileNameOf(document.title)}.${format}`
      const texts = textsOf(interaction.locale)
      const said = texts.exporting.done(titleOf(document, texts), kilobytes(attachment))
      const file = { attachment, name }
      return { ...answer(text(said), fileOf(file)), files: [file] }
    }),
  complete: suggestDocuments,
} satisfies Subcommand

const kilobytes = ({ length }: Buffer): number => Math.ceil(length / 1024)

/** Letters and digits that no system and no part of Discord writes otherwise. */
const fileNameOf = (title: string): string =>
  title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-|-$/g, '') || 'document'
