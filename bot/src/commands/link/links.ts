import type { Document } from '@sticky/shared/api/documents'
import type { Link } from '@sticky/shared/api/links'
import { answer } from '../../answers/answer.ts'
import type { Answer } from '../../answers/answer.ts'
import { confirmation } from '../../answers/confirmation.ts'
import { titleOf } from '../../answers/document-entry.ts'
import { nthPage } from '../../answers/nth-page.ts'
import type { Place } from '../../answers/nth-page.ts'
import { pageButtons } from '../../answers/paging.ts'
import { button, row, section, text } from '../../answers/parts.ts'
import type { Action } from '../../interactions/action.ts'
import { customId } from '../../interactions/custom-id.ts'
import { answerPrivately } from '../../interactions/delivery.ts'
import type { Visitor } from '../../people.ts'
import { Refusal } from '../../refusal.ts'
import { textsOf } from '../../text/texts.ts'
import type { Texts } from '../../text/texts.ts'
import { describeLink, describeUse, nameOf } from './link-text.ts'

const PAGE = 5
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/

/** All links of a document, or a page of them by its number. */
export const allLinks = {
  kind: 'button',
  name: 'links',
  argument: /\d{0,2}/,
  handle: (interaction, { documentId, argument }, { people }) =>
    answerPrivately(interaction, async () => {
      const visitor = await people.arrive(interaction)
      return linksOf(visitor, documentId, textsOf(interaction.locale), Number(argument))
    }),
} satisfies Action

/** *Revoke*: asks, since nobody can make the same link again. */
export const askRevoke = {
  kind: 'button',
  name: 'link-revoke',
  argument: UUID,
  handle: (interaction, { documentId, argument: id }, { people }) =>
    answerPrivately(interaction, async () => {
      const texts = textsOf(interaction.locale)
      const visitor = await people.arrive(interaction)
      const link = await find(visitor, documentId, id)
      const question = texts.link.revokeThis(nameOf(link))
      const yes = { yes: texts.link.revoke, id: customId('link-end', documentId, id) }
      return confirmation({ question, ...yes, danger: true }, texts)
    }),
} satisfies Action

export const revoke = {
  kind: 'button',
  name: 'link-end',
  argument: UUID,
  handle: (interaction, { documentId, argument: id }, { people }) =>
    answerPrivately(interaction, async () => {
      const visitor = await people.arrive(interaction)
      const texts = textsOf(interaction.locale)
      const { cut } = await visitor.api.revokeLink(documentId, id)
      return linksOf(visitor, documentId, texts, 0, texts.link.revoked(cut))
    }),
} satisfies Action

/** One page of a document's links, below `news`. Throws what the server refuses to who is no owner. */
export const linksOf = async (
  { api }: Visitor,
  documentId: string,
  texts: Texts,
  number = 0,
  news = '',
): Promise<Answer> => {
  const [document, { items, ...place }] = await Promise.all([
    api.document(documentId),
    nthPage((listing) => api.links(documentId, listing), number, PAGE),
  ])
  return pageOf(document, items, { ...place, news }, texts)
}

type Shown = Place & { news: string }

const pageOf = (
  document: Document,
  links: Link[],
  { news, ...place }: Shown,
  texts: Texts,
): Answer => {
  const { link } = texts
  const at = (page: number) => customId('links', document.id, String(page))
  return answer(
    ...(news === '' ? [] : [text(news)]),
    text(`### ${link.heading(titleOf(document, texts))}`),
    ...(links.length === 0 ? [text(link.none)] : []),
    ...links.map((one) =>
      section(
        [`**${nameOf(one)}**`, describeLink(one, texts), describeUse(one, texts)].join('\n'),
        button(link.revoke, customId('link-revoke', document.id, one.id)),
      ),
    ),
    row(button(link.make, customId('link-new', document.id), { style: 'primary' })),
    ...pageButtons(place, at, texts),
  )
}

/** A document has 100 links at most, which is what one list holds. */
const find = async ({ api }: Visitor, documentId: string, id: string): Promise<Link> => {
  const { items } = await api.links(documentId, { limit: 100 })
  const link = items.find((one) => one.id === id)
  if (link === undefined) throw new Refusal((texts) => texts.link.gone)
  return link
}
