import { z } from 'zod'
import { ChannelKey, Id, Snowflake } from '../ids.ts'
import { LISTING } from './listing.ts'
import { COSTLY } from './route.ts'
import type { Routes } from './route.ts'

/** What a card in a chat shows, as far as it is durable and merged (`seq`); `hash` changes whenever the picture would. */
export const Card = z.object({
  documentId: Id,
  title: z.string(),
  excerpt: z
    .string()
    .meta({ description: 'readable text, at most 1,000 characters, for alternative text' }),
  words: z.int(),
  tasks: z.object({ done: z.int(), total: z.int() }),
  people: z.array(z.object({ name: z.string(), color: z.string() })),
  editedAt: z.int(),
  editedBy: z.string().nullable(),
  seq: z.int(),
  hash: z.string(),
  deleted: z.boolean(),
})
export type Card = z.infer<typeof Card>

/**
 * `channel`: in which the card stands. The bot has to name it: what that channel may not see any more is refused
 * (`forbidden`).
 */
const SHOWN_IN = { channel: ChannelKey.optional() }

export const CardQuery = z.strictObject(SHOWN_IN)
export type CardQuery = z.infer<typeof CardQuery>

export const CardImageQuery = z.strictObject({
  ...SHOWN_IN,
  theme: z.enum(['dark', 'light']).default('dark'),
  scale: z.enum(['1', '2']).default('2'),
})
export type CardImageQuery = z.infer<typeof CardImageQuery>

/**
 * A message in a chat that shows a document. `shownHash` is the bot's word for what it shows now. `shownSeq` below 0: its
 * title or the right to show it changed since; each such change lowers it. `stuck`: it is to stay at the bottom of its
 * channel (F8).
 */
export const Placement = z.object({
  id: Id,
  documentId: Id,
  channel: ChannelKey,
  messageId: Snowflake,
  shownHash: z.string(),
  shownSeq: z.int(),
  stuck: z.boolean(),
})
export type Placement = z.infer<typeof Placement>

/** `shownSeq`: the log up to here is in what the message shows (`Card.seq`); less than merged means stale. */
const Shown = { shownHash: z.string().max(100), shownSeq: z.int().min(-1) }

export const CreatePlacement = z.strictObject({
  channel: ChannelKey,
  messageId: Snowflake,
  ...Shown,
})
export type CreatePlacement = z.infer<typeof CreatePlacement>

/**
 * `was`: the `shownSeq` that was listed. What changed between that and now stays to be shown. `messageId`: it is shown by
 * another message of its channel from now on. `shownIn`: the message that is spoken of; where another shows it
 * meanwhile, nothing changes. `former`: the placement (of `POST /placements/:id/moves`) that keeps the message that
 * showed it until now, with this `shownHash`; where it speaks of another message than `shownIn` by now, nothing changes.
 */
export const ChangePlacement = z.strictObject({
  messageId: Snowflake.optional(),
  ...Shown,
  was: z.int().optional(),
  shownIn: Snowflake.optional(),
  former: z.strictObject({ id: Id, shownIn: Snowflake, shownHash: Shown.shownHash }).optional(),
})
export type ChangePlacement = z.infer<typeof ChangePlacement>

/** `messageId`: stands for the message that is about to be posted, until its own id is known. */
export const MovePlacement = z.strictObject({
  messageId: Snowflake,
  shownHash: Shown.shownHash,
})
export type MovePlacement = z.infer<typeof MovePlacement>

/** `from`: as it is now. `to`: a placement of its own for the new message, out of date until something is said of it. */
export const Moving = z.object({ from: Placement, to: Placement })
export type Moving = z.infer<typeof Moving>

/**
 * `GET /placements`: of one document; or, for a bot that starts, all whose card may be out of date (`stale`), or that are kept at
 * the bottom of their channel (`stuck`).
 */
export const ListPlacements = z
  .strictObject({
    documentId: Id.optional(),
    stale: z.literal('true').optional(),
    stuck: z.literal('true').optional(),
    ...LISTING,
  })
  .refine(
    ({ documentId, stale, stuck }) =>
      [documentId, stale, stuck].filter((asked) => asked !== undefined).length === 1,
    'send one of documentId, stale=true and stuck=true',
  )
export const PlacementList = z.object({
  items: z.array(Placement),
  nextCursor: z.string().nullable(),
})
export type PlacementList = z.infer<typeof PlacementList>

/** `shownIn`: the message that is gone; where another shows the document meanwhile, the placement stays. */
export const EndPlacement = z.strictObject({ shownIn: Snowflake.optional() })
export type EndPlacement = z.infer<typeof EndPlacement>

export const CARD_ROUTES = {
  'GET /documents/:id/card': {
    by: 'known',
    does: "Gives what a card shows. The bot asks in nobody's name for cards that stand in a channel.",
    query: CardQuery,
    answer: Card,
  },
  'GET /documents/:id/card.png': {
    by: 'known',
    does: 'Draws a card.',
    cost: COSTLY,
    query: CardImageQuery,
    sends: ['image/png'],
    etag: 'always',
  },
} as const satisfies Routes

/** Where cards stand. */
export const PLACEMENT_ROUTES = {
  'POST /documents/:id/placements': {
    by: 'serviceAs',
    does: 'Tells that a message shows a document.',
    body: CreatePlacement,
    status: 201,
    answer: Placement,
  },
  'GET /placements': {
    by: 'service',
    does: 'Lists where a document is shown, which cards are out of date, or which stick.',
    query: ListPlacements,
    answer: PlacementList,
  },
  'PATCH /placements/:id': {
    by: 'service',
    does: 'Tells what a message shows now.',
    body: ChangePlacement,
    answer: Placement,
  },
  'POST /placements/:id/moves': {
    by: 'service',
    does: 'Tells that another message of its channel is about to show it.',
    body: MovePlacement,
    status: 201,
    answer: Moving,
  },
  'PUT /placements/:id/stick': {
    by: 'serviceAs',
    does: 'Keeps a card at the bottom of its channel, instead of any other there.',
    answer: Placement,
  },
  'DELETE /placements/:id/stick': {
    by: 'serviceAs',
    does: 'Lets a card stay where it is.',
    answer: Placement,
  },
  'DELETE /placements/:id': {
    by: 'service',
    does: 'Tells that a message shows its document no longer.',
    query: EndPlacement,
    status: 204,
  },
} as const satisfies Routes
