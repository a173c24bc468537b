import type { DocumentQuery, Hit, Listed, SearchQuery } from '../../types.ts'
import { Reader } from './reader.ts'
import { programBeside } from '../thread.ts'
import type { Kind, Start } from './reads.ts'

const PROGRAM = programBeside(import.meta.url, 'reading')

/** How long one answer may take, ms. */
const LIMIT = 10_000
const LATE = {
  list: 'This list takes too long. Ask for it with fewer filters, or retry in a minute.',
  search: 'This search takes too long. Search for longer words, or with a filter by who made it.',
}
/** Questions that may wait: some seconds of searching. */
const ROOM = { room: 300, roomEach: 50 }

export type Readers = {
  list: (query: DocumentQuery) => Promise<Listed[]>
  search: (query: SearchQuery) => Promise<Hit[]>
  close: () => Promise<void>
}

/** The threads that read the database at `path`. Lists have one to themselves: they do not wait for searches. */
export const startReaders = (path: string): Readers => {
  const options = (kind: Kind) => {
    const data: Start = { path, kind }
    return { program: PROGRAM, data, limit: LIMIT, late: LATE[kind], ...ROOM }
  }
  const lists = new Reader<DocumentQuery, Listed[]>(options('list'))
  const searches = new Reader<SearchQuery, Hit[]>(options('search'))
  return {
    list: (query) => lists.ask(query),
    search: (query) => searches.ask(query),
    close: async () => {
      await Promise.all([lists.close(), searches.close()])
    },
  }
}
