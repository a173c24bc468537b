import { isErrorCode, StickyError } from '../errors.ts'
import type { Api } from './api.ts'
import type {
  Card,
  CardImageQuery,
  ChangePlacement,
  CreatePlacement,
  Placement,
  PlacementList,
} from './cards.ts'
import type { PutIntent, PutMembership } from './chat.ts'
import type {
  CreateDocument,
  Document,
  DocumentPage,
  ImportDocument,
  ListDocuments,
  ListUpdates,
  Saved,
  TaskList,
  UpdatePage,
} from './documents.ts'
import type { Grant, GrantList, PutGrant, Withdrawn } from './grants.ts'
import type {
  CreatedLink,
  CreateLink,
  LinkList,
  LinkSession,
  ListLinks,
  OpenLink,
} from './links.ts'
import { API_PATH } from './path.ts'
import type { AnswerOf, Sent } from './route.ts'
import type { SearchDocuments, SearchPage } from './search.ts'
import type { CreateSession, Session } from './sessions.ts'
import type { Ticket } from './tickets.ts'
import type { CreateUser, PublicUser } from './users.ts'

/** The part of `fetch` that is used; pass the platform's own (this folder knows neither Node nor the DOM). */
export type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string },
) => Promise<{
  readonly ok: boolean
  readonly status: number
  text(): Promise<string>
  arrayBuffer(): Promise<ArrayBuffer>
}>

export type ClientOptions = {
  /** Address of the API without a slash at the end; `''` for the same origin. */
  baseUrl: string
  fetch: Fetch
  /** The bearer token of each call: a session's, or the service's. */
  token: () => string | undefined
  /** For the service: in whose name the call is made. It never has more rights than that user. */
  actingUser?: string
}

type FetchAnswer = Awaited<ReturnType<Fetch>>
type Call = { method: string; path: string; body: unknown }

/**
 * The typed way to the HTTP API. Every method answers what `contract` says or throws a `StickyError` with the
 * server's code and text; `unavailable` when the server can't be reached.
 */
export class Client {
  readonly #options: ClientOptions

  constructor(options: ClientOptions) {
    this.#options = options
  }

  /** The same client in somebody's name. */
  as(userId: string): Client {
    return new Client({ ...this.#options, actingUser: userId })
  }

  createUser = (user: CreateUser): Promise<PublicUser> => this.#json('POST /users', { body: user })
  me = (): Promise<PublicUser> => this.#json('GET /users/me', {})
  findUser = (username: string): Promise<PublicUser> =>
    this.#json('GET /users', { query: { username } })

  createSession = (login: CreateSession): Promise<Session> =>
    this.#json('POST /sessions', { body: login })
  refreshSession = (refreshToken: string): Promise<Session> =>
    this.#json('POST /sessions/refresh', { body: { refreshToken } })
  endSession = (): Promise<void> => this.#json('DELETE /sessions/current', {})

  createDocument = (document: CreateDocument): Promise<Document> =>
    this.#json('POST /documents', { body: document })
  listDocuments = (query: Partial<ListDocuments>): Promise<DocumentPage> =>
    this.#json('GET /documents', { query })
  search = (query: Partial<SearchDocuments> & { q: string }): Promise<SearchPage> =>
    this.#json('GET /search', { query })
  document = (id: string): Promise<Document> => this.#json('GET /documents/:id', { params: { id } })
  renameDocument = (id: string, title: string): Promise<Document> =>
    this.#json('PATCH /documents/:id', { params: { id }, body: { title } })
  deleteDocument = (id: string): Promise<void> =>
    this.#json('DELETE /documents/:id', { params: { id } })
  content = async (id: string): Promise<string> =>
    (await this.#send('GET /documents/:id/content', { params: { id }, query: {} })).text()

  append = (id: string, markdown: string): Promise<Saved> =>
    this.#json('POST /documents/:id/append', { params: { id }, body: { markdown } })
  tasks = (id: string): Promise<TaskList> =>
    this.#json('GET /documents/:id/tasks', { params: { id } })
  tick = (id: string, anchor: string, checked: boolean): Promise<Saved> =>
    this.#json('POST /documents/:id/tasks', { params: { id }, body: { anchor, checked } })
  importDocument = (document: ImportDocument): Promise<Document> =>
    this.#json('POST /documents/import', { body: document })
  updates = (id: string, query: Partial<ListUpdates> = {}): Promise<UpdatePage> =>
    this.#json('GET /documents/:id/updates', { params: { id }, query })

  grants = (id: string): Promise<GrantList> =>
    this.#json('GET /documents/:id/grants', { params: { id } })
  putGrant = (id: string, principal: string, grant: PutGrant): Promise<Grant> =>
    this.#json('PUT /documents/:id/grants/:principal', { params: { id, principal }, body: grant })
  deleteGrant = (id: string, principal: string): Promise<Withdrawn> =>
    this.#json('DELETE /documents/:id/grants/:principal', { params: { id, principal } })

  createLink = (id: string, link: CreateLink): Promise<CreatedLink> =>
    this.#json('POST /documents/:id/links', { params: { id }, body: link })
  links = (id: string, query: Partial<ListLinks> = {}): Promise<LinkList> =>
    this.#json('GET /documents/:id/links', { params: { id }, query })
  revokeLink = (id: string, link: string): Promise<Withdrawn> =>
    this.#json('DELETE /documents/:id/links/:link', { params: { id, link } })
  /** A session for a link: for nobody without a token, for whoever is signed in with theirs. */
  openLink = (token: string, opening: OpenLink = {}): Promise<LinkSession> =>
    this.#json('POST /links/:token', { params: { token }, body: opening })

  createTicket = (id: string): Promise<Ticket> =>
    this.#json('POST /documents/:id/tickets', { params: { id } })

  card = (id: string): Promise<Card> => this.#json('GET /documents/:id/card', { params: { id } })
  cardImage = async (id: string, query: Partial<CardImageQuery> = {}): Promise<Uint8Array> => {
    const response = await this.#send('GET /documents/:id/card.png', { params: { id }, query })
    return new Uint8Array(await response.arrayBuffer())
  }

  createPlacement = (id: string, placement: CreatePlacement): Promise<Placement> =>
    this.#json('POST /documents/:id/placements', { params: { id }, body: placement })
  placements = (documentId: string): Promise<PlacementList> =>
    this.#json('GET /placements', { query: { documentId } })
  stalePlacements = (): Promise<PlacementList> =>
    this.#json('GET /placements', { query: { stale: 'true' } })
  changePlacement = (id: string, change: ChangePlacement): Promise<Placement> =>
    this.#json('PATCH /placements/:id', { params: { id }, body: change })
  deletePlacement = (id: string): Promise<void> =>
    this.#json('DELETE /placements/:id', { params: { id } })

  putIdentity = (subject: string, displayName: string): Promise<PublicUser> =>
    this.#json('PUT /identities/discord/:subject', { params: { subject }, body: { displayName } })
  putIntent = (intent: PutIntent): Promise<void> => this.#json('PUT /intents', { body: intent })
  putMembership = (membership: PutMembership): Promise<void> =>
    this.#json('PUT /memberships', { body: membership })

  async #json<Key extends keyof Api>(
    key: Key,
    sent: Sent<Key, Api[Key]>,
  ): Promise<AnswerOf<Api[Key]>> {
    const response = await this.#send(key, sent)
    const text = response.status === 204 ? undefined : await response.text()
    return (text === undefined ? undefined : JSON.parse(text)) as AnswerOf<Api[Key]>
  }

  async #send<Key extends keyof Api>(key: Key, sent: Sent<Key, Api[Key]>): Promise<FetchAnswer> {
    const { baseUrl, fetch } = this.#options
    const call = callOf(key, sent as Plain)
    const response = await fetch(`${baseUrl}${API_PATH}${call.path}`, this.#init(call)).catch(
      (cause: unknown) => {
        throw new StickyError(
          'unavailable',
          'The Sticky server cannot be reached. Check that it runs.',
          undefined,
          {
            cause,
          },
        )
      },
    )
    if (!response.ok) throw asError(response.status, await response.text())
    return response
  }

  #init(call: Call): Parameters<Fetch>[1] {
    const token = this.#options.token()
    const headers: Record<string, string> = {}
    if (token !== undefined) headers['authorization'] = `Bearer ${token}`
    if (this.#options.actingUser !== undefined)
      headers['sticky-acting-user'] = this.#options.actingUser
    if (call.body === undefined) return { method: call.method, headers }
    headers['content-type'] = 'application/json'
    return { method: call.method, headers, body: JSON.stringify(call.body) }
  }
}

/** Half a sign, as one gets it by cutting in the middle of an emoji, cannot be part of an address. */
const wellFormed = (value: string | number): string => String(value).replace(/\p{Cs}/gu, '\uFFFD')

/** What a route takes, without what is not of types. */
type Plain = {
  params?: Record<string, string | number>
  query?: Record<string, string | number | undefined>
  body?: unknown
}

const callOf = (key: string, { params = {}, query = {}, body }: Plain): Call => {
  const [method = '', path = ''] = key.split(' ')
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  )
  return { method, path: `${filled}${queryOf(query)}`, body }
}

/** `?scope=owned&limit=20`, or nothing; what is undefined is left out. */
const queryOf = (query: Record<string, string | number | undefined>): string => {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(wellFormed(value))}`],
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** The server's error body as a `StickyError`; anything else (a proxy's page, say) becomes `unavailable`. */
const asError = (status: number, body: string): StickyError => {
  try {
    const { error } = JSON.parse(body) as {
      error: { code: unknown; message: string; details?: unknown }
    }
    if (isErrorCode(error.code)) return new StickyError(error.code, error.message, error.details)
  } catch {
    // not ours: answered below
  }
  return new StickyError(
    'unavailable',
    `The server answered ${status} without saying why. Retry later.`,
  )
}
