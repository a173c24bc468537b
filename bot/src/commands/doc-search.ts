import { ApplicationCommandOptionType } from 'discord.js'
import { MAX_QUERY } from '@sticky/shared/api/search'
import type { Listing } from '@sticky/shared/api/listing'
import type { Found } from '@sticky/shared/api/search'
import { answer } from '../answers/answer.ts'
import type { Answer } from '../answers/answer.ts'
import { documentEntry } from '../answers/document-entry.ts'
import { nthPage } from '../answers/nth-page.ts'
import type { Place } from '../answers/nth-page.ts'
import { pageButtons } from '../answers/paging.ts'
import { small, text } from '../answers/parts.ts'
import { clip, marked, plain } from '../cards/markdown.ts'
import type { Action } from '../interactions/action.ts'
import { customId } from '../interactions/custom-id.ts'
import { answerPrivately } from '../interactions/delivery.ts'
import type { Answerable } from '../interactions/delivery.ts'
import type { Services } from '../services.ts'
import { described, textsOf } from '../text/texts.ts'
import type { Texts } from '../text/texts.ts'
import type { Subcommand } from './command.ts'

const PAGE = 5
/** A button carries the words, if they are not longer than this in UTF-8. */
const MAX_CARRIED = 57
const MAX_SHOWN = 100

/** Another page of the same search: `<page>.<words in base64url>`. */
const search = {
  kind: 'button',
  name: 'search',
  bare: true,
  argument: /\d{1,2}\.[\w-]+/,
  handle: (interaction, { argument }, services) => {
    const [page = '', words = ''] = argument.split('.')
    const decoded = Buffer.from(words, 'base64url').toString()
    return show(interaction, services, decoded, Number(page))
  },
} satisfies Action

/** `/doc search`: in titles and texts of whatever they may read (F10, F46, T5). */
export const docSearch = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    ...described(({ search }) => search.command),
    options: [
      {
        type: ApplicationCommandOptionType.String,
        ...described(({ search }) => search.words),
        required: true,
        min_length: 1,
        max_length: MAX_QUERY,
      },
    ],
  },
  execute: (interaction, services) =>
    show(interaction, services, interaction.options.getString('words', true), 0),
  actions: [search],
} satisfies Subcommand

const show = (
  interaction: Answerable,
  { people }: Services,
  q: string,
  number: number,
): Promise<void> =>
  answerPrivately(interaction, async () => {
    const { api } = await people.arrive(interaction)
    const ask = (listing: Partial<Listing>) => api.search({ q, ...listing })
    const { items, ...place } = await nthPage(ask, number, PAGE)
    return pageOf(items, { q, ...place }, textsOf(interaction.locale))
  })

type Shown = Place & { q: string }

const pageOf = (found: Found[], { q, page, isLast }: Shown, texts: Texts): Answer => {
  const { heading, nothing, tooLong } = texts.search
  const words = plain(clip(q, MAX_SHOWN))
  const carried = Buffer.byteLength(q) <= MAX_CARRIED
  const at = (number: number) =>
    customId('search', null, `${number}.${Buffer.from(q).toString('base64url')}`)
  return answer(
    text(found.length === 0 ? nothing(words) : heading(words)),
    ...found.map((one) => documentEntry(one, texts, marked(one.snippet.text, one.snippet.matches))),
    ...(isLast || carried ? [] : [small(tooLong)]),
    ...pageButtons({ page, isLast: isLast || !carried }, at, texts),
  )
}
