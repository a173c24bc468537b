import type { Listing } from '@sticky/shared/api/listing'
import { StickyError } from '@sticky/shared/errors'
import { z } from 'zod'

type Order = 'asc' | 'desc'

/** What order a sort has if none is said: names from A to Z, all else from the newest or best. */
export const orderOf = (sort: string): Order =>
  sort === 'title' || sort === 'creator' ? 'asc' : 'desc'

/**
 * Where a page ended, opaque to the caller: what it was sorted by in which order, and the place of its last item,
 * which the caller has seen. Holds nothing that they have not (T5).
 */
export const writeCursor = (sorted: readonly [sort: string, order: Order], at: object): string =>
  Buffer.from(JSON.stringify([...sorted, at])).toString('base64url')

/** Null without a cursor. Throws `invalid_request` for one that was not made for the same order. */
export const readCursor = <T>(
  cursor: string | undefined,
  sorted: readonly [sort: string, order: Order],
  schema: z.ZodType<T>,
): T | null => {
  if (cursor === undefined) return null
  const [sort, order, at] = parse(cursor)
  const place = schema.safeParse(at)
  if (sort === sorted[0] && order === sorted[1] && place.success) return place.data
  throw new StickyError(
    'invalid_request',
    'cursor: send the nextCursor of the page before, as it was, with the same sort and order.',
  )
}

const After = z.strictObject({ after: z.string() })

/** The key of the last item of the page before; before all others when there was none. */
export const afterOf = (sort: string, cursor: string | undefined): string =>
  readCursor(cursor, [sort, 'asc'], After)?.after ?? ''

/**
 * One page of a list that is read whole, in the order of `keyOf`: what comes or goes meanwhile neither hides others nor
 * shows them twice, as long as those keep their keys.
 */
export const pageOf = <T>(
  all: readonly T[],
  sort: string,
  { limit, cursor }: Listing,
  keyOf: (item: T, index: number) => string,
): { items: T[]; nextCursor: string | null } => {
  const after = afterOf(sort, cursor)
  const rest = all
    .map((item, i) => ({ item, key: keyOf(item, i) }))
    .filter(({ key }) => key > after)
  const page = rest.slice(0, limit)
  const last = rest.length > limit ? page.at(-1) : undefined
  return {
    items: page.map(({ item }) => item),
    nextCursor: last === undefined ? null : writeCursor([sort, 'asc'], { after: last.key }),
  }
}

const parse = (cursor: string): unknown[] => {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(parts) ? parts : []
  } catch {
    return []
  }
}
