import type { Listing } from '@sticky/shared/api/listing'

/** So many items an API list has at most in one answer. */
const MAX_LIMIT = 100

type Listed<T> = { items: T[]; nextCursor: string | null }

/**
 * Page `number` (from 0) of a list, and whether there is one behind it. A list is read from its
 * beginning, so that a button needs to carry no more than a number.
 */
export const nthPage = async <T>(
  ask: (listing: Partial<Listing>) => Promise<Listed<T>>,
  number: number,
  size: number,
): Promise<{ items: T[]; isLast: boolean }> => {
  const end = (number + 1) * size
  const found: T[] = []
  let cursor: string | undefined
  do {
    const limit = Math.min(MAX_LIMIT, end + 1 - found.length)
    const { items, nextCursor } = await ask({ limit, cursor })
    found.push(...items)
    cursor = nextCursor ?? undefined
  } while (cursor !== undefined && found.length <= end)
  return { items: found.slice(number * size, end), isLast: found.length <= end }
}
