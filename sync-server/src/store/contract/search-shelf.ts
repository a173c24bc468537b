import type { Role } from '@sticky/shared/access'
import type { GrantRow, Hit, SearchQuery } from '../types.ts'
import { snapshot, START } from './world.ts'
import type { World } from './world.ts'

/** What is asked for, where it is not all that somebody owns, the best first. */
export type Asked = Partial<SearchQuery>

export const find = (
  world: World,
  userId: string,
  text: string,
  more: Asked = {},
): Promise<Hit[]> =>
  world.store.search.find({
    userId,
    reach: new Map([[`user:${userId}`, 'own']]),
    text,
    createdBy: null,
    sharedBy: null,
    sharedWith: null,
    sort: 'relevance',
    order: 'desc',
    limit: 100,
    after: null,
    ...more,
  })

export const titlesOf = (hits: readonly Hit[]): string[] => hits.map(({ row }) => row.title)

export const titles = async (world: World, userId: string, text: string, more?: Asked) =>
  titlesOf(await find(world, userId, text, more))

/** Merges a document anew, with this text. */
export const write = async (world: World, document: string, text: string): Promise<void> => {
  const covered = (await world.store.snapshots.latest(document))?.coversSeq ?? 0
  await world.store.snapshots.put(document, covered, snapshot(covered + 1, { text }))
}

type Shelf = Record<string, string>

/** One document of `owner` for each title, with its text, in this order. */
export const shelve = async (
  world: World,
  owner: string,
  shelf: Shelf,
  at = START,
): Promise<string[]> => {
  const ids: string[] = []
  for (const [i, [title, text]] of Object.entries(shelf).entries()) {
    const id = await world.document({ owner, title, at: at + i })
    if (text !== '') await write(world, id, text)
    ids.push(id)
  }
  return ids
}

/** The titles of all pages of two; `between` happens after each. */
export const paged = async (
  world: World,
  userId: string,
  text: string,
  more: Asked = {},
  between: () => Promise<void> = async () => {},
): Promise<string[]> => {
  const seen: string[] = []
  let after: SearchQuery['after'] = null
  for (;;) {
    const page = await find(world, userId, text, { ...more, limit: 2, after })
    const last = page.at(-1)
    if (last === undefined || seen.length > 100) return seen
    seen.push(...titlesOf(page))
    after = last.at
    await between()
  }
}

export const grant = (document: string, principal: string, role: Role, by: string): GrantRow => ({
  document,
  principal,
  role: role === 'none' ? 'view' : role,
  grantedBy: by,
  createdAt: START,
})

const SORTS = ['relevance', 'created', 'creator', 'modified'] as const
/** All that hits may be sorted by. */
export const ORDERS = SORTS.flatMap((sort) =>
  (['asc', 'desc'] as const).map((order) => ({ sort, order })),
)
