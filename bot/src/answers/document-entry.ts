import { TimestampStyles, time } from 'discord.js'
import type { APIComponentInContainer } from 'discord.js'
import type { Document } from '@sticky/shared/api/documents'
import { clip, plain } from '../cards/markdown.ts'
import { customId } from '../interactions/custom-id.ts'
import type { Texts } from '../text/texts.ts'
import { button, section } from './parts.ts'

/** Of a title, so many characters are shown; escaped they may be twice as many. */
const MAX_TITLE = 120

/** A title inside Discord's markdown: never empty, and nothing comes out of it (T23). */
export const titleOf = ({ title }: Pick<Document, 'title'>, { doc }: Texts): string =>
  plain(clip(title, MAX_TITLE)) || doc.untitled

/** How long ago, as each reader's client writes it. */
export const agoOf = (ms: number): string =>
  time(Math.floor(ms / 1000), TimestampStyles.RelativeTime)

/** One document of a list: title, whose and how old it is, `more` below, *Open* at its side. */
export const documentEntry = (
  document: Document,
  texts: Texts,
  more = '',
): APIComponentInContainer => {
  const { doc, launch } = texts
  const by = document.createdBy === null ? '' : plain(clip(document.createdBy.displayName, 64))
  const what = [
    doc.roles[document.role],
    ...(by === '' ? [] : [doc.by(by)]),
    doc.edited(agoOf(document.modifiedAt)),
  ].join(' · ')
  return section(
    [`**${titleOf(document, texts)}**`, ...(more === '' ? [] : [more]), `-# ${what}`].join('\n'),
    button(launch.open, customId('edit', document.id)),
  )
}
