import type { Listing } from '@sticky/shared/api/listing'

/** So many items an API list has at most in one answer. */
const MAX_LIMIT = 100

/** Which page of a list it is (from 0), and whether there is none behind it. */
export type Place = { page: number; isLast: boolean }

type Listed<T> = { items: T[]; nextCursor: string | null }

/**
 * Page `number` (from 0) of a list, or its last one where the list has become shorter than that. A
 * list is read from its beginning, so that a button needs to carry no more than a number.
 */
export const nthPage = async <T>(
  ask: (listing: Partial<Listing>) => Promise<Listed<T>>,
  number: number,
  size: number,
): Promise<Place & { items: T[] }> => {
  const wanted = (number + 1) * size
  const found: T[] = []
  let cursor: string | undefined
  do {
    const limit = Math.min(MAX_LIMIT, wanted + 1 - found.length)
    const { items, nextCursor } = await ask({ limit, cursor })
    found.push(...items)
    cursor = nextCursor ?? undefined
  } while (cursor !== undefined && found.length <= wanted)
  const page = Math.min(number, Math.max(0, Math.ceil(found.length / size) - 1))
  const end = (page + 1) * size
  return { items: found.slice(page * size, end), page, isLast: found.length <= end }
}
