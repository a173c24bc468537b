import { TimestampStyles, time } from 'discord.js'
import type { Version } from '@sticky/shared/api/history'
import { answer } from '../../answers/answer.ts'
import type { Answer } from '../../answers/answer.ts'
import { agoOf, titleOf } from '../../answers/document-entry.ts'
import { nthPage } from '../../answers/nth-page.ts'
import { pageButtons } from '../../answers/paging.ts'
import { row, stringSelect, text } from '../../answers/parts.ts'
import { bare, clip, plain } from '../../cards/markdown.ts'
import type { Action } from '../../interactions/action.ts'
import { customId } from '../../interactions/custom-id.ts'
import { answerPrivately } from '../../interactions/delivery.ts'
import type { Visitor } from '../../people.ts'
import { textsOf } from '../../text/texts.ts'
import type { Texts } from '../../text/texts.ts'

const PAGE = 10
const MAX_NAMES = 3

/** *History* on a card, and its pages. */
export const history = {
  kind: 'button',
  name: 'history',
  argument: /\d{0,3}/,
  handle: (interaction, { documentId, argument }, { people }) =>
    answerPrivately(interaction, async () => {
      const visitor = await people.arrive(interaction)
      return versionsOf(visitor, documentId, textsOf(interaction.locale), Number(argument))
    }),
} satisfies Action

/** What a document was, the newest first (F28): one is chosen to look at. */
export const versionsOf = async (
  { api }: Visitor,
  id: string,
  texts: Texts,
  number = 0,
): Promise<Answer> => {
  const [document, { items, ...place }] = await Promise.all([
    api.document(id),
    nthPage(
      ({ limit, cursor }) =>
        api.versions(id, {
          limit: limit ?? PAGE,
          ...(cursor === undefined ? {} : { cursor: Number(cursor) }),
        }),
      number,
      PAGE,
    ),
  ])
  const title = texts.history.heading(titleOf(document, texts))
  if (items.length === 0) return answer(text(`### ${title}\n${texts.history.none}`))
  const at = (page: number) => customId('history', id, String(page))
  return answer(
    text(`### ${title}`),
    text(items.map((version) => entryOf(version, texts)).join('\n')),
    row(
      stringSelect(
        customId('version', id),
        texts.history.choose,
        items.map((version) => ({
          label: `${texts.doc.ago(Date.now() - version.at)} · ${bare(writersOf(version, texts))}`,
          value: String(version.v),
        })),
      ),
    ),
    ...pageButtons(place, at, texts),
  )
}

const entryOf = (version: Version, texts: Texts): string => {
  const at = time(Math.floor(version.at / 1000), TimestampStyles.ShortDateTime)
  return `- ${at} (${agoOf(version.at)}) · ${plain(writersOf(version, texts))}`
}

/** Of those who wrote since the version before, the first few. */
export const writersOf = (
  { authors }: Pick<Version, 'authors'>,
  { card, history }: Texts,
): string => {
  const names = authors.slice(0, MAX_NAMES).map(({ name }) => clip(name, 32))
  if (names.length === 0) return history.nobody
  const more = authors.length - names.length
  return more > 0 ? card.andMore(names.join(', '), more) : names.join(', ')
}
