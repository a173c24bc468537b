import type * as Y from 'yjs'
import { ROOT } from '../store/text.ts'
import type { Author, Authorship } from '../store/types.ts'

/** Whose the clients are that nobody is known for: only entries from past the relay can be of such. */
const NOBODY: Author = ''

/** Also which client ids stand in the text, each with an index into `authors`: for who holds the document itself. */
export type LiveAuthorship = Authorship & { clients: [client: number, author: number][] }

/**
 * Who wrote which part of a document's text: every character is of the client id that brought it in, and every client
 * id is of one author (R13). One walk over the text.
 */
export const authorshipOf = (doc: Y.Doc, owners: ReadonlyMap<number, Author>): LiveAuthorship => {
  const authors = new Map<Author, number>()
  const clients = new Map<number, number>()
  const runs: [length: number, author: number][] = []
  const indexOf = (client: number): number => {
    const author = owners.get(client) ?? NOBODY
    const index = authors.get(author) ?? authors.size
    authors.set(author, index)
    clients.set(client, index)
    return index
  }
  for (let item = doc.getText(ROOT)._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue
    const { client } = item.id
    const index = clients.get(client) ?? indexOf(client)
    const last = runs.at(-1)
    if (last?.[1] === index) last[0] += item.length
    else runs.push([item.length, index])
  }
  return { authors: [...authors.keys()], runs, clients: [...clients] }
}
