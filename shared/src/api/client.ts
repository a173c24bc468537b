import { isErrorCode, StickyError } from '../errors.ts'
import type { Api } from './api.ts'
import type {
  Card,
  CardImageQuery,
  CardQuery,
  ChangePlacement,
  CreatePlacement,
  EndPlacement,
  MovePlacement,
  Moving,
  Placement,
  PlacementList,
} from './cards.ts'
import type { PutIntent, PutMembership } from './chat.ts'
import type {
  ContentJson,
  ContentQuery,
  CreateDocument,
  DeleteDocument,
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
import type { GuildSettings } from './guilds.ts'
import type { Authorship, Comparison, ListVersions, VersionPage, VersionText } from './history.ts'
import type { Instance, PutPresence } from './instances.ts'
import type {
  CreatedLink,
  CreateLink,
  LinkList,
  LinkSession,
  ListLinks,
  OpenLink,
} from './links.ts'
import type { Listing } from './listing.ts'
import type { OwnData } from './own-data.ts'
import { API_PATH } from './path.ts'
import type { AnswerOf, Sent } from './route.ts'
import type { SearchDocuments, SearchPage } from './search.ts'
import type { CreateSession, Session } from './sessions.ts'
import type { Ticket } from './tickets.ts'
import type { ChangeUser, CreateUser, Identity, IdentityList, PublicUser } from './users.ts'

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
type Call = { method: string; path: string; headers: Record<string, string>; body?: string }

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
  changeMe = (change: ChangeUser): Promise<PublicUser> =>
    this.#json('PATCH /users/me', { body: change })
  deleteMe = (): Promise<void> => this.#json('DELETE /users/me', {})
  identities = (): Promise<IdentityList> => this.#json('GET /users/me/identities', {})
  /** Joins a person of Discord to me. */
  connectDiscord = (discordCode: string): Promise<Identity> =>
    this.#json('POST /users/me/identities', { body: { discordCode } })
  /** All that I have here, with the texts of what I own. */
  myData = (): Promise<OwnData> => this.#json('GET /users/me/data', {})
  user = (id: string): Promise<PublicUser> => this.#json('GET /users/:id', { params: { id } })
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
  deleteDocument = (id: string, query: Partial<DeleteDocument> = {}): Promise<void> =>
    this.#json('DELETE /documents/:id', { params: { id }, query })
  restoreDocument = (id: string): Promise<Document> =>
    this.#json('POST /documents/:id/restore', { params: { id } })
  content = async (id: string, query: Partial<ContentQuery> = {}): Promise<string> =>
    (await this.#send('GET /documents/:id/content', { params: { id }, query })).text()
  /** The text and what to send to write it: its ETag, and the entry of the log up to which it is. */
  contentJson = (id: string): Promise<ContentJson> =>
    this.#json('GET /documents/:id/content', { params: { id }, query: { format: 'json' } })
  /**
   * As edits of what is there. `etag`: of the text that was changed; throws `precondition_failed` when that is not there any
   * more. With `base`, the entry of the log up to which it was read, what others have written since is kept.
   */
  writeContent = (id: string, markdown: string, etag?: string, base?: number): Promise<Saved> =>
    this.#json('PUT /documents/:id/content', {
      params: { id },
      query: { base },
      text: markdown,
      headers: etag === undefined ? {} : { 'If-Match': etag },
    })

  append = (id: string, markdown: string): Promise<Saved> =>
    this.#json('POST /documents/:id/append', { params: { id }, body: { markdown } })
  tasks = (id: string, query: Partial<Listing> = {}): Promise<TaskList> =>
    this.#json('GET /documents/:id/tasks', { params: { id }, query })
  tick = (id: string, anchor: string, checked: boolean): Promise<Saved> =>
    this.#json('POST /documents/:id/tasks', { params: { id }, body: { anchor, checked } })
  importDocument = (document: ImportDocument): Promise<Document> =>
    this.#json('POST /documents/import', { body: document })
  updates = (id: string, query: Partial<ListUpdates> = {}): Promise<UpdatePage> =>
    this.#json('GET /documents/:id/updates', { params: { id }, query })

  versions = (id: string, query: Partial<ListVersions> = {}): Promise<VersionPage> =>
    this.#json('GET /documents/:id/versions', { params: { id }, query })
  version = (id: string, v: number): Promise<VersionText> =>
    this.#json('GET /documents/:id/versions/:v', { params: { id, v } })
  /** With another version, or with the text as it is now. */
  compareVersion = (id: string, v: number, other: number | 'now' = 'now'): Promise<Comparison> =>
    this.#json('GET /documents/:id/versions/:v/compare', {
      params: { id, v },
      query: { with: other },
    })
  restoreVersion = (id: string, v: number): Promise<Saved> =>
    this.#json('POST /documents/:id/versions/:v/restore', { params: { id, v } })
  /** Forgets whatever the document was, for ever; what is there now stays. */
  purge = (id: string): Promise<Saved> =>
    this.#json('POST /documents/:id/purge', { params: { id } })
  authorship = (id: string): Promise<Authorship> =>
    this.#json('GET /documents/:id/authorship', { params: { id } })

  grants = (id: string, query: Partial<Listing> = {}): Promise<GrantList> =>
    this.#json('GET /documents/:id/grants', { params: { id }, query })
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

  card = (id: string, query: CardQuery = {}): Promise<Card> =>
    this.#json('GET /documents/:id/card', { params: { id }, query })
  cardImage = async (id: string, query: Partial<CardImageQuery> = {}): Promise<Uint8Array> => {
    const response = await this.#send('GET /documents/:id/card.png', { params: { id }, query })
    return new Uint8Array(await response.arrayBuffer())
  }

  /** Waits up to 10 s when `presence` says what is known. */
  putPresence = (instance: string, presence: PutPresence): Promise<Instance> =>
    this.#json('PUT /instances/:instance', { params: { instance }, body: presence })

  createPlacement = (id: string, placement: CreatePlacement): Promise<Placement> =>
    this.#json('POST /documents/:id/placements', { params: { id }, body: placement })
  placements = (documentId: string, listing: Partial<Listing> = {}): Promise<PlacementList> =>
    this.#json('GET /placements', { query: { documentId, ...listing } })
  stalePlacements = (listing: Partial<Listing> = {}): Promise<PlacementList> =>
    this.#json('GET /placements', { query: { stale: 'true', ...listing } })
  movePlacement = (id: string, move: MovePlacement): Promise<Moving> =>
    this.#json('POST /placements/:id/moves', { params: { id }, body: move })
  changePlacement = (id: string, change: ChangePlacement): Promise<Placement> =>
    this.#json('PATCH /placements/:id', { params: { id }, body: change })
  /** All that are kept at the bottom of their channel. */
  stuckPlacements = (listing: Partial<Listing> = {}): Promise<PlacementList> =>
    this.#json('GET /placements', { query: { stuck: 'true', ...listing } })
  stickPlacement = (id: string): Promise<Placement> =>
    this.#json('PUT /placements/:id/stick', { params: { id } })
  unstickPlacement = (id: string): Promise<Placement> =>
    this.#json('DELETE /placements/:id/stick', { params: { id } })
  deletePlacement = (id: string, query: EndPlacement = {}): Promise<void> =>
    this.#json('DELETE /placements/:id', { params: { id }, query })

  putIdentity = (subject: string, displayName: string): Promise<PublicUser> =>
    this.#json('PUT /identities/discord/:subject', { params: { subject }, body: { displayName } })
  putIntent = (intent: PutIntent): Promise<void> => this.#json('POST /intents', { body: intent })
  putMembership = (membership: PutMembership): Promise<void> =>
    this.#json('PUT /memberships', { body: membership })
  guildSettings = (guild: string): Promise<GuildSettings> =>
    this.#json('GET /guilds/:guild/settings', { params: { guild } })
  putGuildSettings = (guild: string, settings: GuildSettings): Promise<GuildSettings> =>
    this.#json('PUT /guilds/:guild/settings', { params: { guild }, body: settings })

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
    const { token, actingUser } = this.#options
    const bearer = token()
    const headers = {
      ...call.headers,
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(actingUser === undefined ? {} : { 'sticky-acting-user': actingUser }),
    }
    const { method, body } = call
    return { method, headers, ...(body === undefined ? {} : { body }) }
  }
}

/** Half a sign, as one gets it by cutting in the middle of an emoji, cannot be part of an address. */
const wellFormed = (value: string | number): string => String(value).replace(/\p{Cs}/gu, '\uFFFD')

/** What a route takes, without what is not of types. */
type Plain = {
  params?: Record<string, string | number>
  query?: Record<string, string | number | undefined>
  headers?: Record<string, string>
  body?: unknown
  text?: string
}

const callOf = (key: string, { params = {}, query = {}, headers = {}, ...sent }: Plain): Call => {
  const [method = '', path = ''] = key.split(' ')
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  )
  const call = { method, path: `${filled}${queryOf(query)}`, headers }
  if (sent.text !== undefined) return asType('text/markdown', call, sent.text)
  if (sent.body !== undefined) return asType('application/json', call, JSON.stringify(sent.body))
  return call
}

const asType = (type: string, call: Call, body: string): Call => ({
  ...call,
  headers: { ...call.headers, 'content-type': type },
  body,
})

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
