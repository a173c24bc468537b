import { ComponentType, MessageFlags } from 'discord.js'
import type {
  APIComponentInContainer,
  APIContainerComponent,
  APIMediaGalleryComponent,
  APITextDisplayComponent,
} from 'discord.js'
import type { Card } from '@sticky/shared/api/cards'
import { button, row, text } from '../answers/parts.ts'
import type { Texts } from '../text/texts.ts'
import { customId } from '../interactions/custom-id.ts'
import { clip, plain } from './markdown.ts'

/**
 * Which picture the server is asked for. Discord shows the same one to everybody; most use it dark.
 */
export const IMAGE_QUERY = { theme: 'dark', scale: '2' } as const

const ACCENT = 0xf5_c5_42
const GONE = 0x80_84_8e
/** Discord's limit for alternative text is 1,024, of all text in a message 4,000. */
const MAX_ALT = 1_024
const MAX_EXCERPT = 600
const MAX_PEOPLE = 3

type CardTexts = Texts['card']

/** Ready for `reply`, `editReply` and `edit`. Use it once: discord.js writes into `attachments`. */
export type CardMessage = {
  flags: MessageFlags.IsComponentsV2
  components: APIContainerComponent[]
  files: { attachment: Buffer; name: string; description: string }[]
  attachments: never[]
  allowedMentions: { parse: never[] }
}

export type Shown = {
  /** PNG; null when it could not be drawn: then the text stands in for it. */
  image: Uint8Array | null
  /** Whether the bot can edit this message later. If not, the card says that it stays as it is. */
  live: boolean
  /** Since when what is shown may be behind, ms since 1970: the server cannot be asked. */
  asOf?: number
}

/**
 * What is kept as `shownHash`; it differs for a deleted document, whose picture may be the same.
 */
export const hashOf = (card: Card): string => (card.deleted ? `deleted:${card.hash}` : card.hash)

/** What is kept of a card that its channel may not see any more; nothing but a grant changes that. */
export const WITHHELD = { hash: 'withheld', seq: Number.MAX_SAFE_INTEGER }

/**
 * The message that shows a document: title, picture, what it is and how current, *Edit* (F1, F3).
 */
export const cardMessage = (card: Card, shown: Shown, all: Texts): CardMessage => {
  const texts = all.card
  if (card.deleted) return deletedMessage(card, texts)
  const body = shown.image === null ? excerpt(card) : picture(card, texts)
  return message(
    ACCENT,
    [
      text(`## ${plain(card.title)}`),
      ...(body === null ? [] : [body]),
      text(`-# ${summary(card, texts)}\n-# ${freshness(card, shown, texts)}`),
      buttons(card, all),
    ],
    shown.image === null ? [] : [file(card, shown.image, texts)],
  )
}

const deletedMessage = (card: Card, { deleted, restore }: CardTexts): CardMessage =>
  message(GONE, [
    text(`## ${plain(card.title)}`),
    text(deleted),
    row(button(restore, customId('restore', card.documentId))),
  ])

/** For a document of which nothing is left on the server. */
export const goneMessage = ({ card }: Texts): CardMessage => message(GONE, [text(card.gone)])

/** For a channel that may not see the document any more: not even its title is left (F9). */
export const withheldMessage = ({ card }: Texts): CardMessage =>
  message(GONE, [text(card.withheld)])

/** Without files the `attachments: []` of an edit takes the old picture away. */
const message = (
  accent: number,
  components: APIComponentInContainer[],
  files: CardMessage['files'] = [],
): CardMessage => ({
  flags: MessageFlags.IsComponentsV2,
  components: [{ type: ComponentType.Container, accent_color: accent, components }],
  files,
  attachments: [],
  allowedMentions: { parse: [] },
})

const picture = (card: Card, texts: CardTexts): APIMediaGalleryComponent => ({
  type: ComponentType.MediaGallery,
  items: [{ media: { url: 'attachment://card.png' }, description: alternative(card, texts) }],
})

const file = (card: Card, image: Uint8Array, texts: CardTexts): CardMessage['files'][number] => ({
  attachment: Buffer.from(image.buffer, image.byteOffset, image.byteLength),
  name: 'card.png',
  description: alternative(card, texts),
})

/** Read aloud and searched for instead of the picture; plain text, so nothing is escaped. */
const alternative = (card: Card, { empty }: CardTexts): string =>
  clip(card.excerpt.trim() || empty(card.title), MAX_ALT)

const excerpt = (card: Card): APITextDisplayComponent | null => {
  const content = plain(clip(card.excerpt, MAX_EXCERPT))
  return content === '' ? null : text(content)
}

/** `2 of 5 done · 120 words · Ada, Grace and 2 more` */
const summary = (card: Card, texts: CardTexts): string => {
  const { done, total } = card.tasks
  return [
    ...(total === 0 ? [] : [texts.tasks(done, total)]),
    texts.words(card.words),
    ...(card.people.length === 0 ? [] : [names(card, texts)]),
  ].join(' · ')
}

const names = ({ people }: Card, { andMore }: CardTexts): string => {
  const shown = people.slice(0, MAX_PEOPLE).map(({ name }) => plain(clip(name, 64)))
  const more = people.length - shown.length
  return more > 0 ? andMore(shown.join(', '), more) : shown.join(', ')
}

/**
 * Honest in every case (F3): what is shown is the text of its last edit, and each reader's client
 * says how long ago that was. "Live" is promised only where the bot can come back to this message.
 */
const freshness = (card: Card, { live, asOf }: Shown, texts: CardTexts): string => {
  if (asOf !== undefined) return texts.mayBeBehind(`<t:${Math.floor(asOf / 1000)}:t>`)
  const at = Math.floor(card.editedAt / 1000)
  const by = card.editedBy === null ? null : plain(clip(card.editedBy, 64))
  const time = live ? `<t:${at}:R>` : `<t:${at}:t>`
  if (by === null) return live ? texts.live(time) : texts.asOf(time)
  return live ? texts.liveBy(time, by) : texts.asOfBy(time, by)
}

/** What whoever presses may do is decided then; *Tick…* is there while there is something to tick (F5). */
const buttons = (card: Card, { card: texts, tick }: Texts) => {
  const { documentId, tasks } = card
  const open = tasks.done < tasks.total
  return row(
    button(texts.edit, customId('edit', documentId), { style: 'primary' }),
    ...(open ? [button(tick.open, customId('tick', documentId))] : []),
    button(texts.share, customId('share', documentId)),
    button(texts.history, customId('history', documentId)),
  )
}
