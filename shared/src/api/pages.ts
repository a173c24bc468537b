import { z } from 'zod'
import { CardImageQuery } from './cards.ts'
import type { Routes } from './route.ts'

/** `v` says which picture an address was made for, so that who keeps pictures gets a new one; more is ignored. */
export const PageImageQuery = CardImageQuery.extend({ v: z.string().optional() }).loose()

const Size = z.coerce.number().int().min(1).max(100_000).default(100_000)

/** What oEmbed 1.0 asks with; more is ignored. */
export const OEmbedQuery = z.object({
  url: z.string().max(2_000).meta({ description: 'of a share link' }),
  format: z.enum(['json']).default('json'),
  maxwidth: Size,
  maxheight: Size,
})
export type OEmbedQuery = z.infer<typeof OEmbedQuery>

/** What oEmbed 1.0 calls a link: a title, and a picture if there is one that fits. Sizes are pixels. */
export const OEmbed = z.object({
  version: z.literal('1.0'),
  type: z.literal('link'),
  title: z.string(),
  provider_name: z.string(),
  provider_url: z.string(),
  cache_age: z.int().meta({ description: 'seconds after which to ask again' }),
  thumbnail_url: z.string().optional(),
  thumbnail_width: z.int().optional(),
  thumbnail_height: z.int().optional(),
})
export type OEmbed = z.infer<typeof OEmbed>

/** What links show to whoever runs nothing (F4), at the root. */
export const PAGE_ROUTES = {
  'GET /l/:token': {
    by: 'anyone',
    does: 'A page with the document of a share link, or a door when it shows none.',
    sends: ['text/html'],
    etag: 'sometimes',
    errors: ['rate_limited'],
  },
  'GET /l/:token/card.png': {
    by: 'anyone',
    does: 'Draws the document of a share link.',
    query: PageImageQuery,
    sends: ['image/png'],
    etag: 'always',
    errors: ['not_found', 'rate_limited'],
  },
  'GET /oembed': {
    by: 'anyone',
    does: 'Describes a share link to programs that show links (oEmbed 1.0).',
    query: OEmbedQuery,
    answer: OEmbed,
    errors: ['not_found', 'rate_limited'],
  },
} as const satisfies Routes
