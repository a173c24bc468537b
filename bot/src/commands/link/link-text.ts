import { TimestampStyles, time } from 'discord.js'
import type { Link } from '@sticky/shared/api/links'
import { agoOf } from '../../answers/document-entry.ts'
import { plain } from '../../cards/markdown.ts'
import type { Texts } from '../../text/texts.ts'

/** What a link is called by its owners: its label, or how its address ends. */
export const nameOf = ({ label, tokenEnd }: Link): string =>
  plain(label ?? '') || `…${plain(tokenEnd)}`

/** What a link lets whom do, and how long; small. */
export const describeLink = (link: Link, { link: texts }: Texts): string =>
  [
    texts.roles[link.role],
    texts.audiences[link.audience],
    ...(link.hasPassword ? [texts.withPassword] : []),
    link.expiresAt === null ? texts.lives.never : expiry(link.expiresAt, texts),
  ]
    .join(' · ')
    .replace(/^/, '-# ')

/** How often it was used; small. */
export const describeUse = ({ useCount, lastUsedAt }: Link, { link: texts }: Texts): string =>
  `-# ${lastUsedAt === null ? texts.unused : texts.used(useCount, agoOf(lastUsedAt))}`

const expiry = (at: number, texts: Texts['link']): string => {
  const when = time(Math.floor(at / 1000), TimestampStyles.ShortDateTime)
  return at > Date.now() ? texts.until(when) : texts.expired(when)
}
