import { ApplicationCommandOptionType } from 'discord.js'
import type { Document } from '@sticky/shared/api/documents'
import type { Listing } from '@sticky/shared/api/listing'
import { answer } from '../answers/answer.ts'
import type { Answer } from '../answers/answer.ts'
import { documentEntry } from '../answers/document-entry.ts'
import { nthPage } from '../answers/nth-page.ts'
import type { Place } from '../answers/nth-page.ts'
import { pageButtons } from '../answers/paging.ts'
import { button, row, stringSelect, text } from '../answers/parts.ts'
import { bare } from '../cards/markdown.ts'
import type { Action } from '../interactions/action.ts'
import { customId } from '../interactions/custom-id.ts'
import { answerPrivately } from '../interactions/delivery.ts'
import type { Answerable } from '../interactions/delivery.ts'
import type { Visitor } from '../people.ts'
import type { Services } from '../services.ts'
import { choiceOf, described, textsOf } from '../text/texts.ts'
import type { Texts } from '../text/texts.ts'
import type { Subcommand } from './command.ts'

const PAGE = 5

const SHELVES = ['owned', 'shared', 'here'] as const
type Shelf = (typeof SHELVES)[number]

const shelfOf = (named: string | null | undefined): Shelf =>
  SHELVES.find((shelf) => shelf === named) ?? 'owned'

/** A shelf and its buttons: `owned`, or `owned.2` for its third page. */
const list = {
  kind: 'button',
  name: 'list',
  bare: true,
  argument: /(owned|shared|here)(\.\d{1,3})?/,
  handle: (interaction, { argument }, services) => {
    const [shelf, page] = argument.split('.')
    return show(interaction, services, shelfOf(shelf), Number(page ?? 0))
  },
} satisfies Action

/** `/doc list`: my documents, those shared with me, or those of this channel (F10, F43). */
export const docList = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    ...described(({ list }) => list.command),
    options: [
      {
        type: ApplicationCommandOptionType.String,
        ...described(({ list }) => list.which),
        choices: SHELVES.map((shelf) => choiceOf(shelf, ({ list }) => list.shelves[shelf])),
      },
    ],
  },
  execute: (interaction, services) =>
    show(interaction, services, shelfOf(interaction.options.getString('which')), 0),
  actions: [list],
} satisfies Subcommand

const show = (
  interaction: Answerable,
  { people }: Services,
  shelf: Shelf,
  number: number,
): Promise<void> =>
  answerPrivately(interaction, async () => {
    const visitor = await people.arrive(interaction)
    const asking = (listing: Partial<Listing>) => ask(visitor, shelf, listing)
    const { items, ...place } = await nthPage(asking, number, PAGE)
    return pageOf(items, { shelf, ...place }, textsOf(interaction.locale))
  })

const ask = ({ api, channel }: Visitor, shelf: Shelf, listing: Partial<Listing>) =>
  api.listDocuments(
    shelf === 'here' ? { scope: 'any', channel, ...listing } : { scope: shelf, ...listing },
  )

type Shown = Place & { shelf: Shelf }

const pageOf = (documents: Document[], { shelf, ...place }: Shown, texts: Texts): Answer => {
  const { shelves, empty } = texts.list
  const at = (page: number) => customId('list', null, `${shelf}.${page}`)
  const tabs = SHELVES.map((one) =>
    button(shelves[one], customId('list', null, one), {
      style: one === shelf ? 'primary' : 'secondary',
      disabled: one === shelf && place.page === 0,
    }),
  )
  return answer(
    row(...tabs),
    ...(documents.length === 0 ? [text(empty[shelf])] : []),
    ...documents.map((document) => documentEntry(document, texts)),
    ...shareSelect(documents, texts),
    ...pageButtons(place, at, texts),
  )
}

/** Only an owner may share. */
const shareSelect = (documents: Document[], texts: Texts) => {
  const options = documents
    .filter(({ role }) => role === 'own')
    .map(({ id, title }) => ({ label: bare(title) || texts.doc.untitled, value: id }))
  return options.length === 0
    ? []
    : [row(stringSelect(customId('share', null), texts.list.share, options))]
}
