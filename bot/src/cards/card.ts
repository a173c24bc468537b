import { ButtonStyle, ComponentType, MessageFlags } from 'discord.js'
import type {
  APIActionRowComponent,
  APIComponentInContainer,
  APIComponentInMessageActionRow,
  APIContainerComponent,
  APIMediaGalleryComponent,
  APITextDisplayComponent,
} from 'discord.js'
import type { Card } from '@sticky/shared/api/cards'
import { buttonId } from '../interactions/button-id.ts'
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
}

/**
 * What is kept as `shownHash`; it differs for a deleted document, whose picture may be the same.
 */
export const hashOf = (card: Card): string => (card.deleted ? `deleted:${card.hash}` : card.hash)

/**
 * The message that shows a document: title, picture, what it is and how current, *Edit* (F1, F3).
 */
export const cardMessage = (card: Card, shown: Shown): CardMessage => {
  if (card.deleted) return deletedMessage(card)
  const body = shown.image === null ? excerpt(card) : picture(card)
  return message(
    ACCENT,
    [
      text(`## ${plain(card.title)}`),
      ...(body === null ? [] : [body]),
      text(`-# ${summary(card)}\n-# ${freshness(card, shown.live)}`),
      buttons(card),
    ],
    shown.image === null ? [] : [file(card, shown.image)],
  )
}

const deletedMessage = (card: Card): CardMessage =>
  message(GONE, [
    text(`## ${plain(card.title)}`),
    text('This document was deleted. An owner can restore it.'),
  ])

/** For a document of which nothing is left on the server. */
export const goneMessage = (): CardMessage =>
  message(GONE, [text('The document that was shown here does not exist any more.')])

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

const text = (content: string): APITextDisplayComponent => ({
  type: ComponentType.TextDisplay,
  content,
})

const picture = (card: Card): APIMediaGalleryComponent => ({
  type: ComponentType.MediaGallery,
  items: [{ media: { url: 'attachment://card.png' }, description: alternative(card) }],
})

const file = (card: Card, image: Uint8Array): CardMessage['files'][number] => ({
  attachment: Buffer.from(image.buffer, image.byteOffset, image.byteLength),
  name: 'card.png',
  description: alternative(card),
})

/** Read aloud and searched for instead of the picture; plain text, so nothing is escaped. */
const alternative = (card: Card): string =>
  clip(card.excerpt.trim() || `${card.title} (still empty)`, MAX_ALT)

const excerpt = (card: Card): APITextDisplayComponent | null => {
  const content = plain(clip(card.excerpt, MAX_EXCERPT))
  return content === '' ? null : text(content)
}

/** `2 of 5 done · 120 words · Ada, Grace and 2 more` */
const summary = (card: Card): string => {
  const { done, total } = card.tasks
  return [
    ...(total === 0 ? [] : [`☑ ${done} of ${total} done`]),
    card.words === 1 ? '1 word' : `${card.words.toLocaleString('en')} words`,
    ...(card.people.length === 0 ? [] : [names(card)]),
  ].join(' · ')
}

const names = ({ people }: Card): string => {
  const shown = people.slice(0, MAX_PEOPLE).map(({ name }) => plain(clip(name, 64)))
  const more = people.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}

/**
 * Honest in every case (F3): what is shown is the text of its last edit, and each reader's client
 * says how long ago that was. "Live" is promised only where the bot can come back to this message.
 */
const freshness = (card: Card, live: boolean): string => {
  const at = Math.floor(card.editedAt / 1000)
  const by = card.editedBy === null ? '' : ` by ${plain(clip(card.editedBy, 64))}`
  if (live) return `Live · last edit <t:${at}:R>${by}`
  return `As of <t:${at}:t>${by} · this message cannot follow the text; Edit shows the newest`
}

const buttons = (card: Card): APIActionRowComponent<APIComponentInMessageActionRow> => ({
  type: ComponentType.ActionRow,
  components: [
    {
      type: ComponentType.Button,
      style: ButtonStyle.Primary,
      label: 'Edit',
      custom_id: buttonId('edit', card.documentId),
    },
  ],
})
