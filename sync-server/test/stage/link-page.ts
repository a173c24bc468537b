import { ask } from './http.ts'
import type { Answer, Asking } from './http.ts'
import type { Person } from './person.ts'
import type { TestServer } from './server.ts'

/** Of the documents whose pages are looked at. */
export const PICNIC = '# Picnic\n\nBring **tea** & cake.\n\n- [x] blanket\n- [ ] knives\n'

type Pages = {
  /** A document of this owner, with a text if nothing else is said. */
  written: (content?: string, title?: string) => Promise<string>
  /** What anybody reads there who has no token. */
  get: (path: string, asking?: Asking) => Promise<Answer>
  /** How often a link was used. */
  usesOf: (link: { id: string }) => Promise<number>
}

/** The language for pages of links: documents that `owner` has at `server`, and what is shown of them. */
export const linkPages = (server: TestServer, owner: Person): Pages => ({
  written: async (content = PICNIC, title = 'Picnic') =>
    (await owner.api.createDocument({ title, content })).id,
  get: (path, asking) => ask(server, 'GET', path, asking),
  usesOf: async (link) => (await server.store.links.get(link.id))?.useCount ?? -1,
})
