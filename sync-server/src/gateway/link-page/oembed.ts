import type { Card } from '@sticky/shared/api/cards'
import type { OEmbed, OEmbedQuery } from '@sticky/shared/api/pages'
import { PICTURE, pictureOf } from './document.ts'
import type { Place } from './document.ts'

type Room = Pick<OEmbedQuery, 'maxwidth' | 'maxheight'>

/** Seconds after which to ask again. */
const CACHE_AGE = 60

/** The token of the link that has this address here; null when it is none. */
export const tokenIn = (address: string, origin: string): string | null => {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null || url.origin !== origin) return null
  return /^\/l\/([\w-]+)$/.exec(url.pathname)?.[1] ?? null
}

/** What oEmbed 1.0 calls a link: a title, and a picture that fits. */
export const embed = (place: Place, card: Card, room: Room): OEmbed => ({
  version: '1.0',
  type: 'link',
  title: card.title,
  provider_name: 'Sticky',
  provider_url: `${place.origin}/`,
  cache_age: CACHE_AGE,
  ...thumbnail(pictureOf(place, card.hash), room),
})

const thumbnail = (url: string, { maxwidth, maxheight }: Room): Partial<OEmbed> => {
  const fitting = [2, 1].find(
    (scale) => (PICTURE.width / 2) * scale <= maxwidth && (PICTURE.height / 2) * scale <= maxheight,
  )
  if (fitting === undefined) return {}
  return {
    thumbnail_url: fitting === 2 ? url : `${url}&scale=1`,
    thumbnail_width: (PICTURE.width / 2) * fitting,
    thumbnail_height: (PICTURE.height / 2) * fitting,
  }
}
