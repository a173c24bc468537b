import type { Document } from '@sticky/shared/api/documents'
import type { Listing } from '@sticky/shared/api/listing'
import type { OwnData } from '@sticky/shared/api/own-data'
import { StickyError } from '@sticky/shared/errors'
import type { Store } from '../store/types.ts'
import type { Content, Contents } from './content.ts'
import type { HtmlTexts } from './html-texts.ts'
import type { Library } from './library.ts'
import type { ShareLinks } from './links.ts'

export type ExportOptions = {
  store: Store
  library: Library
  contents: Contents
  links: ShareLinks
  texts: HtmlTexts
}

const PAGE = 100

/** What people take away with them (F69). */
export class Exports {
  readonly #options: ExportOptions

  constructor(options: ExportOptions) {
    this.#options = options
  }

  /** The text as an HTML file that needs nothing else. */
  async html({ title, text }: Pick<Content, 'title' | 'text'>): Promise<string> {
    return (await this.#options.texts.read({ title, text, as: 'file' })).html
  }

  /**
   * All that a user has here, as the parts of one JSON text: who they are, what they own with its text, grants and links,
   * what of it is deleted, what is shared with them. One document at a time is in memory, however many there are.
   */
  async *dataOf(userId: string): AsyncGenerator<string> {
    const { users } = this.#options.store
    const user = await users.get(userId)
    if (user === null) throw new StickyError('not_found')
    const { id, username, displayName, color, createdAt } = user
    const discordId = await users.subject(userId, 'discord')
    yield `{"user":${JSON.stringify({ id, username, displayName, color, createdAt, discordId })}`
    yield* listOf('owned', this.#owned(userId))
    yield* listOf('deleted', this.#list(userId, 'deleted'))
    yield* listOf('shared', this.#list(userId, 'shared'))
    yield '}\n'
  }

  async *#owned(userId: string): AsyncGenerator<OwnData['owned'][number]> {
    for await (const document of this.#list(userId, 'owned')) {
      const rest = await this.#restOf(userId, document.id)
      if (rest !== null) yield { ...document, ...rest }
    }
  }

  async *#list(userId: string, scope: 'owned' | 'shared' | 'deleted'): AsyncGenerator<Document> {
    let cursor: string | null | undefined
    while (cursor !== null) {
      const query = { scope, sort: 'created', order: 'asc', limit: PAGE, cursor } as const
      const page = await this.#options.library.list(userId, query)
      yield* page.items
      cursor = page.nextCursor
    }
  }

  /** Null when it was deleted meanwhile. */
  async #restOf(
    userId: string,
    document: string,
  ): Promise<Pick<OwnData['owned'][number], 'text' | 'grants' | 'links'> | null> {
    const { contents, library, links } = this.#options
    try {
      const { text } = await contents.read(userId, document)
      const grants = await allOf((listing) => library.grants(userId, document, listing))
      const all = await allOf((listing) => links.list(userId, document, listing))
      return { text, grants, links: all }
    } catch (error) {
      if (error instanceof StickyError && error.code === 'not_found') return null
      throw error
    }
  }
}

/** What is on all pages. */
const allOf = async <T>(
  page: (listing: Listing) => Promise<{ items: T[]; nextCursor: string | null }>,
): Promise<T[]> => {
  const all: T[] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const { items, nextCursor } = await page({ limit: PAGE, cursor })
    all.push(...items)
    cursor = nextCursor
  }
  return all
}

async function* listOf(name: string, items: AsyncIterable<unknown>): AsyncGenerator<string> {
  let before = `,"${name}":[`
  for await (const item of items) {
    yield `${before}\n${JSON.stringify(item)}`
    before = ','
  }
  yield before === ',' ? ']' : `${before}]`
}
