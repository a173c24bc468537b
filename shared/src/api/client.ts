import { isErrorCode, StickyError } from '../errors.ts'
import type { Card, ChangePlacement, CreatePlacement, Placement, PlacementList } from './cards.ts'
import type { PutIntent, PutMembership } from './chat.ts'
import type {
  CreateDocument,
  Document,
  DocumentPage,
  ImportDocument,
  ListDocuments,
  TaskList,
  UpdatePage,
} from './documents.ts'
import type { Grant, GrantList, PutGrant, Withdrawn } from './grants.ts'
import type { Authorship, Comparison, VersionPage, VersionText } from './history.ts'
import type { CreatedLink, CreateLink, LinkList, LinkSession, OpenLink } from './links.ts'
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

type Call = { method: string; path: string; body?: unknown; type?: string }

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

  createUser = (user: CreateUser): Promise<PublicUser> => this.#json('POST', '/users', user)
  me = (): Promise<PublicUser> => this.#json('GET', '/users/me')
  findUser = (username: string): Promise<PublicUser> =>
    this.#json('GET', `/users?username=${encodeURIComponent(username)}`)

  createSession = (login: CreateSession): Promise<Session> => this.#json('POST', '/sessions', login)
  refreshSession = (refreshToken: string): Promise<Session> =>
    this.#json('POST', '/sessions/refresh', { refreshToken })
  endSession = (): Promise<void> => this.#json('DELETE', '/sessions/current')

  createDocument = (document: CreateDocument): Promise<Document> =>
    this.#json('POST', '/documents', document)
  listDocuments = (query: Partial<ListDocuments>): Promise<DocumentPage> =>
    this.#json('GET', `/documents${queryOf(query)}`)
  search = (query: Partial<SearchDocuments> & { q: string }): Promise<SearchPage> =>
    this.#json('GET', `/search${queryOf(query)}`)
  document = (id: string): Promise<Document> => this.#json('GET', `/documents/${id}`)
  renameDocument = (id: string, title: string): Promise<Document> =>
    this.#json('PATCH', `/documents/${id}`, { title })
  deleteDocument = (id: string): Promise<void> => this.#json('DELETE', `/documents/${id}`)
  content = (id: string): Promise<string> => this.#text(`/documents/${id}/content`)

  append = (id: string, markdown: string): Promise<{ seq: number }> =>
    this.#json('POST', `/documents/${id}/append`, { markdown })
  tasks = (id: string): Promise<TaskList> => this.#json('GET', `/documents/${id}/tasks`)
  tick = (id: string, anchor: string, checked: boolean): Promise<{ seq: number }> =>
    this.#json('POST', `/documents/${id}/tasks`, { anchor, checked })
  importDocument = (document: ImportDocument): Promise<Document> =>
    this.#json('POST', '/documents/import', document)
  updates = (id: string, query = ''): Promise<UpdatePage> =>
    this.#json('GET', `/documents/${id}/updates${query}`)

  versions = (id: string, query = ''): Promise<VersionPage> =>
    this.#json('GET', `/documents/${id}/versions${query}`)
  version = (id: string, v: number): Promise<VersionText> =>
    this.#json('GET', `/documents/${id}/versions/${v}`)
  /** With another version, or with the text as it is now. */
  compareVersion = (id: string, v: number, other: number | 'now' = 'now'): Promise<Comparison> =>
    this.#json('GET', `/documents/${id}/versions/${v}/compare?with=${other}`)
  restoreVersion = (id: string, v: number): Promise<{ seq: number }> =>
    this.#json('POST', `/documents/${id}/versions/${v}/restore`)
  /** Forgets whatever the document was, for ever; what is there now stays. */
  purge = (id: string): Promise<{ seq: number }> => this.#json('POST', `/documents/${id}/purge`)
  authorship = (id: string): Promise<Authorship> => this.#json('GET', `/documents/${id}/authorship`)

  grants = (id: string): Promise<GrantList> => this.#json('GET', `/documents/${id}/grants`)
  putGrant = (id: string, principal: string, grant: PutGrant): Promise<Grant> =>
    this.#json('PUT', `/documents/${id}/grants/${encodeURIComponent(principal)}`, grant)
  deleteGrant = (id: string, principal: string): Promise<Withdrawn> =>
    this.#json('DELETE', `/documents/${id}/grants/${encodeURIComponent(principal)}`)

  createLink = (id: string, link: CreateLink): Promise<CreatedLink> =>
    this.#json('POST', `/documents/${id}/links`, link)
  links = (id: string, query = ''): Promise<LinkList> =>
    this.#json('GET', `/documents/${id}/links${query}`)
  revokeLink = (id: string, linkId: string): Promise<Withdrawn> =>
    this.#json('DELETE', `/documents/${id}/links/${linkId}`)
  /** A session for a link: for nobody without a token, for whoever is signed in with theirs. */
  openLink = (linkToken: string, opening: OpenLink = {}): Promise<LinkSession> =>
    this.#json('POST', `/links/${encodeURIComponent(linkToken)}`, opening)

  createTicket = (id: string): Promise<Ticket> => this.#json('POST', `/documents/${id}/tickets`)

  card = (id: string): Promise<Card> => this.#json('GET', `/documents/${id}/card`)
  cardImage = async (id: string, query = ''): Promise<Uint8Array> => {
    const response = await this.#send({ method: 'GET', path: `/documents/${id}/card.png${query}` })
    return new Uint8Array(await response.arrayBuffer())
  }

  createPlacement = (id: string, placement: CreatePlacement): Promise<Placement> =>
    this.#json('POST', `/documents/${id}/placements`, placement)
  placements = (documentId: string): Promise<PlacementList> =>
    this.#json('GET', `/placements?documentId=${documentId}`)
  stalePlacements = (): Promise<PlacementList> => this.#json('GET', '/placements?stale=true')
  changePlacement = (id: string, change: ChangePlacement): Promise<Placement> =>
    this.#json('PATCH', `/placements/${id}`, change)
  deletePlacement = (id: string): Promise<void> => this.#json('DELETE', `/placements/${id}`)

  putIdentity = (subject: string, displayName: string): Promise<PublicUser> =>
    this.#json('PUT', `/identities/discord/${subject}`, { displayName })
  putIntent = (intent: PutIntent): Promise<void> => this.#json('PUT', '/intents', intent)
  putMembership = (membership: PutMembership): Promise<void> =>
    this.#json('PUT', '/memberships', membership)

  async #json<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.#send({ method, path, body })
    if (response.status === 204) return undefined as T
    return JSON.parse(await response.text()) as T
  }

  async #text(path: string): Promise<string> {
    return (await this.#send({ method: 'GET', path })).text()
  }

  async #send(call: Call): ReturnType<Fetch> {
    const { baseUrl, fetch } = this.#options
    const response = await fetch(`${baseUrl}/api/v1${call.path}`, this.#init(call)).catch(
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
