import type { Found, SearchDocuments, SearchPage } from '@sticky/shared/api/search'
import { Id } from '@sticky/shared/ids'
import { z } from 'zod'
import type { Hit, Store } from '../store/types.ts'
import { orderOf, readCursor, writeCursor } from './cursor.ts'
import { describe } from './description.ts'
import type { Permissions } from './permissions.ts'

const Position = z.strictObject({
  rung: z.int().min(0),
  key: z.union([z.string(), z.number(), z.null()]),
  id: Id,
})

/** Full-text search in what the caller may read (F46). */
export class Finder {
  readonly #store: Store
  readonly #permissions: Permissions

  constructor(store: Store, permissions: Permissions) {
    this.#store = store
    this.#permissions = permissions
  }

  async find(userId: string, query: SearchDocuments): Promise<SearchPage> {
    const order = query.order ?? orderOf(query.sort)
    const found = await this.#store.search.find({
      userId,
      reach: await this.#permissions.reachOf(userId),
      text: query.q,
      createdBy: query.createdBy ?? null,
      sharedBy: query.sharedBy ?? null,
      sharedWith: principalOf(query.sharedWith),
      sort: query.sort,
      order,
      limit: query.limit + 1,
      after: readCursor(query.cursor, [query.sort, order], Position),
    })
    const page = found.slice(0, query.limit)
    const last = found.length > query.limit ? page.at(-1) : undefined
    return {
      items: await this.#answer(page),
      nextCursor: last === undefined ? null : writeCursor([query.sort, order], last.at),
    }
  }

  async #answer(hits: readonly Hit[]): Promise<Found[]> {
    const documents = await describe(this.#store, hits)
    return hits.flatMap(({ excerpt }, i) => {
      const document = documents[i]
      return document === undefined ? [] : [{ ...document, ...excerpt }]
    })
  }
}

const principalOf = (sharedWith: string | undefined): string | null =>
  sharedWith === undefined ? null : sharedWith.includes(':') ? sharedWith : `user:${sharedWith}`
