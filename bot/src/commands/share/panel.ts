import { ChannelType, ComponentType } from 'discord.js'
import type {
  APIActionRowComponent,
  APIButtonComponent,
  APIChannelSelectComponent,
  APIComponentInMessageActionRow,
} from 'discord.js'
import type { Document } from '@sticky/shared/api/documents'
import type { Grant } from '@sticky/shared/api/grants'
import type { Listing } from '@sticky/shared/api/listing'
import { Id } from '@sticky/shared/ids'
import { answer } from '../../answers/answer.ts'
import type { Answer } from '../../answers/answer.ts'
import { titleOf } from '../../answers/document-entry.ts'
import { nthPage } from '../../answers/nth-page.ts'
import type { Place } from '../../answers/nth-page.ts'
import { pageButtons } from '../../answers/paging.ts'
import { button, row, small, stringSelect, text } from '../../answers/parts.ts'
import type { Action } from '../../interactions/action.ts'
import { customId } from '../../interactions/custom-id.ts'
import { answerPrivately } from '../../interactions/delivery.ts'
import type { Answerable } from '../../interactions/delivery.ts'
import type { Visitor } from '../../people.ts'
import { Refusal } from '../../refusal.ts'
import { textsOf } from '../../text/texts.ts'
import type { Texts } from '../../text/texts.ts'
import { mentionOf, nameOf } from './principals.ts'

/** What can be given to people, roles and channels here; an owner is made elsewhere. */
export const GIVEN = ['view', 'tick', 'edit'] as const
export type Given = (typeof GIVEN)[number]
export const GIVEN_PATTERN = /view|tick|edit/

/** What was chosen, or edit: what a channel gets of a new document, too. */
export const givenOf = (named: string | null | undefined): Given =>
  GIVEN.find((role) => role === named) ?? 'edit'

const PAGE = 10

/** Kinds of channels that have messages. */
export const CHANNEL_TYPES = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
] as const

/** *Share* on a card, or another page of who has a document: `<role>.<page>`. */
export const share = {
  kind: 'button',
  name: 'share',
  argument: /((view|tick|edit)\.\d{1,2})?/,
  handle: (interaction, { documentId, argument }, { people }) =>
    answerPrivately(interaction, async () => {
      const [role, page] = argument.split('.')
      const visitor = await people.arrive(interaction)
      return sharePanel(interaction, visitor, documentId, {
        role: givenOf(role),
        page: Number(page ?? 0),
      })
    }),
} satisfies Action

/** One was chosen of a list of documents. */
export const shareChosen = {
  kind: 'stringSelect',
  name: 'share',
  bare: true,
  handle: (interaction, _, { people }) =>
    answerPrivately(interaction, async () => {
      const id = Id.safeParse(interaction.values[0])
      if (!id.success) throw new Refusal(({ errors }) => errors.unknownPress)
      return sharePanel(interaction, await people.arrive(interaction), id.data)
    }),
} satisfies Action

/** What those may do that are chosen next. */
export const chooseRole = {
  kind: 'stringSelect',
  name: 'share-role',
  handle: (interaction, { documentId }, { people }) =>
    answerPrivately(interaction, async () =>
      sharePanel(interaction, await people.arrive(interaction), documentId, {
        role: givenOf(interaction.values[0]),
      }),
    ),
} satisfies Action

type Look = {
  role?: Given
  page?: number
  news?: string
  lower?: APIButtonComponent | null
}

/**
 * Who has a document, by name, and all there is to give and to take away, below `news` and what can
 * be done about it (F44). Only for owners: throws what the server refuses to others.
 */
export const sharePanel = async (
  interaction: Answerable,
  { api, user }: Visitor,
  documentId: string,
  { role = 'edit', page: number = 0, news = '', lower = null }: Look = {},
): Promise<Answer> => {
  const document = await api.document(documentId)
  if (document.role !== 'own') throw new Refusal((texts) => texts.share.notOwner)
  const ask = (listing: Partial<Listing>) => api.grants(documentId, listing)
  const { items, ...place } = await nthPage(ask, number, PAGE)
  const own = `user:${user.id}`
  return panelOf(interaction, document, items, { role, news, lower, own, ...place })
}

/** `own`: as what whoever looks at it is granted it. */
type Shown = Required<Look> & Place & { own: string }

const panelOf = (
  interaction: Answerable,
  document: Document,
  grants: Grant[],
  { role, news, lower, own, ...place }: Shown,
): Answer => {
  const texts = textsOf(interaction.locale)
  const at = (page: number) => customId('share', document.id, `${role}.${page}`)
  return answer(
    ...(news === '' ? [] : [text(news)]),
    ...(lower === null ? [] : [row(lower)]),
    text(`### ${texts.share.heading(titleOf(document, texts))}`),
    text(grants.map((grant) => lineOf(grant, interaction, texts)).join('\n')),
    ...pageButtons(place, at, texts),
    ...givingRows(interaction, document.id, role, texts),
    ...takingRow(
      interaction,
      customId('share-take', document.id, role),
      grants.filter(({ principal }) => principal !== own),
      texts,
    ),
    row(button(texts.share.links, customId('links', document.id))),
    ...(interaction.guildId === null ? [small(texts.share.onlyInServer)] : []),
  )
}

const lineOf = (grant: Grant, interaction: Answerable, texts: Texts): string =>
  `- ${mentionOf(grant, interaction, texts)} · ${texts.share.has[grant.role]}`

type Row = APIActionRowComponent<APIComponentInMessageActionRow>

const givingRows = (
  interaction: Answerable,
  documentId: string,
  role: Given,
  { share }: Texts,
): Row[] => {
  const roles = GIVEN.map((value) => ({
    label: share.gives[value],
    value,
    default: value === role,
  }))
  const who = {
    type: interaction.guildId === null ? ComponentType.UserSelect : ComponentType.MentionableSelect,
    custom_id: customId('share-with', documentId, role),
    placeholder: interaction.guildId === null ? share.withPerson : share.withPersonOrRole,
  } as const
  const channel: APIChannelSelectComponent = {
    type: ComponentType.ChannelSelect,
    custom_id: customId('share-into', documentId, role),
    placeholder: share.intoChannel,
    channel_types: [...CHANNEL_TYPES],
  }
  return [
    row(stringSelect(customId('share-role', documentId), share.gives[role], roles)),
    row(who),
    ...(interaction.guildId === null ? [] : [row(channel)]),
  ]
}

/** The server sees to it that an owner stays. */
const takingRow = (interaction: Answerable, id: string, grants: Grant[], texts: Texts): Row[] => {
  const options = grants.map((grant) => ({
    label: nameOf(grant, interaction, texts),
    description: texts.share.has[grant.role],
    value: grant.principal,
  }))
  return options.length === 0 ? [] : [row(stringSelect(id, texts.share.take, options))]
}
