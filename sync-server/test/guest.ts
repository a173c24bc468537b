import { Client } from '@sticky/shared/api/client'
import type { CreatedLink, CreateLink, LinkSession } from '@sticky/shared/api/links'
import { until } from './start.ts'
import type { Person, TestServer } from './start.ts'
import { StickyClient } from './sticky-client.ts'

/** Somebody who came by a link, without an account or signed in. */
export type Guest = { session: LinkSession; api: Client }

const withToken = ({ url }: Pick<TestServer, 'url'>, token?: string): Client =>
  new Client({ baseUrl: url, fetch, token: () => token })

/** The session of whoever holds `link`; `as`: signed in as somebody, or with an earlier session. */
export const openLink = async (
  server: Pick<TestServer, 'url'>,
  { token }: Pick<CreatedLink, 'token'>,
  { as, password }: { as?: { session: { token: string } }; password?: string } = {},
): Promise<Guest> => {
  const opening = password === undefined ? {} : { password }
  const session = await withToken(server, as?.session.token).openLink(token, opening)
  return { session, api: withToken(server, session.token) }
}

/** A new link of `owner`'s document, for anyone to read unless something else is said. */
export const newLink = (
  owner: Person,
  document: string,
  more: Partial<CreateLink> = {},
): Promise<CreatedLink> =>
  owner.api.createLink(document, { role: 'view', audience: 'anyone', ...more })

/** Somebody in step with a document, by whatever right their session gives. */
export const inStep = async (
  server: TestServer,
  { api }: { api: Client },
  document: string,
): Promise<StickyClient> => {
  const { ticket } = await api.createTicket(document)
  const client = new StickyClient(server.url, document, ticket)
  await client.join()
  await until('it has caught up', () => client.live)
  return client
}
