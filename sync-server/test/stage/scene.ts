import type { PutMembership } from '@sticky/shared/api/chat'
import type { CreatedLink } from '@sticky/shared/api/links'
import type { Asking } from './http.ts'
import type { Person } from './person.ts'
import { SERVICE_TOKEN } from './server.ts'
import type { TestServer } from './server.ts'
import { until } from './until.ts'

/**
 * Who may come to a document. `own edit tick view`: people with that role. `byView byEdit`: guests by a link for
 * anyone. `held`: who may tick, by a link to edit for those whom it is shared with. `lost`: who came by that link, and
 * had the grant withdrawn since. `other`: signed in, nothing is shared with them. `nobody`: no token. `gone`: an owner
 * who has deleted their account. `botOwn botOther bot`: the bot, for the owner, for `other`, for nobody.
 */
export const CALLERS = [
  ...(['own', 'edit', 'tick', 'view'] as const),
  ...(['byView', 'byEdit', 'held', 'lost'] as const),
  ...(['other', 'nobody', 'gone', 'botOwn', 'botOther', 'bot'] as const),
] as const
export type CallerKind = (typeof CALLERS)[number]

export type Cast = Record<'own' | 'edit' | 'tick' | 'view' | 'lost' | 'other' | 'gone', Person>

/** Registers somebody of every kind. */
export const castFor = async (server: TestServer): Promise<Cast> => {
  const kinds = ['own', 'edit', 'tick', 'view', 'lost', 'other', 'gone'] as const
  const people = kinds.map(async (kind) => [kind, await server.person(`person-${kind}`)])
  return Object.fromEntries(await Promise.all(people)) as Cast
}

type Token = Pick<Asking, 'token' | 'acting' | 'headers'>

export const GUILD = '100000000000000001'
const CHANNEL = `${GUILD}/200000000000000001`
export const MESSAGE = {
  channel: CHANNEL,
  messageId: '300000000000000001',
  shownHash: 'x',
  shownSeq: 0,
}
/** What the chat says of the owner there. */
export const MEMBERSHIP: Omit<PutMembership, 'userId'> = {
  channel: CHANNEL,
  access: 'edit',
  roles: [],
  managesGuild: true,
}

type Links = { view: CreatedLink; edit: CreatedLink; granted: CreatedLink }

/** A document with a link of each kind, and who comes to it. */
export class Scene {
  readonly document: string
  readonly links: Links
  readonly cast: Cast
  /** Tickets of those who have lost their right since. */
  readonly oldTickets = new Map<CallerKind, string>()
  readonly #server: TestServer
  #version: Promise<number> | undefined
  readonly #tokens = new Map<CallerKind, Promise<Token>>()

  private constructor(server: TestServer, cast: Cast, document: string, links: Links) {
    this.#server = server
    this.cast = cast
    this.document = document
    this.links = links
  }

  static async set(server: TestServer, cast: Cast): Promise<Scene> {
    const { own, edit, tick, view, lost } = cast
    const { id } = await own.api.createDocument({
      title: 'Secret plan',
      content: '- [ ] secret tea\n',
      grants: [
        { principal: edit.principal, role: 'edit' },
        { principal: tick.principal, role: 'tick' },
        { principal: view.principal, role: 'view' },
        { principal: lost.principal, role: 'edit' },
      ],
    })
    return new Scene(server, cast, id, {
      view: await own.makeLink(id),
      edit: await own.makeLink(id, { role: 'edit' }),
      granted: await own.makeLink(id, { role: 'edit', audience: 'granted' }),
    })
  }

  /** What somebody sends to say who they are. */
  token(kind: CallerKind): Promise<Token> {
    const known = this.#tokens.get(kind) ?? this.#tokenOf(kind)
    this.#tokens.set(kind, known)
    return known
  }

  /** Everybody has come, and `lost` has lost it. */
  async gather(): Promise<this> {
    for (const kind of CALLERS) await this.token(kind)
    return this
  }

  /** `gone` owns this document, too, and deletes their account. */
  async part(): Promise<void> {
    const { own, gone } = this.cast
    await own.grant(this.document, gone, 'own')
    await this.#keepTicket('gone', gone)
    await gone.api.deleteMe()
  }

  /** Waits for the document's first version. */
  version(): Promise<number> {
    this.#version ??= this.#firstVersion()
    return this.#version
  }

  async #firstVersion(): Promise<number> {
    let first: number | undefined
    await until('there is a version', async () => {
      first = (await this.cast.own.api.versions(this.document)).items.at(-1)?.v
      return first !== undefined
    })
    return first ?? 0
  }

  /** Shows it in a channel, and shares it there. */
  async place(): Promise<string> {
    const { own } = this.cast
    await this.#server.service.putMembership({ userId: own.id, ...MEMBERSHIP })
    await own.api.putGrant(this.document, `channel:${CHANNEL}`, { role: 'view' })
    return (await this.#server.service.as(own.id).createPlacement(this.document, MESSAGE)).id
  }

  /** All that nobody may change who may not write here. */
  async state(): Promise<unknown> {
    const { documents, grants, links, log } = this.#server.store
    const all = await links.of(this.document, { after: null, limit: 100 })
    return {
      row: await documents.get(this.document),
      head: await log.head(this.document),
      grants: await grants.of(this.document),
      links: all.map(({ id }) => id),
    }
  }

  async #keepTicket(kind: CallerKind, { api }: Pick<Person, 'api'>): Promise<void> {
    this.oldTickets.set(kind, (await api.createTicket(this.document)).ticket)
  }

  async #tokenOf(kind: CallerKind): Promise<Token> {
    const { own, tick, lost, other } = this.cast
    const { view, edit, granted } = this.links
    switch (kind) {
      case 'byView':
        return { token: (await this.#server.guest(view)).session.token }
      case 'byEdit':
        return { token: (await this.#server.guest(edit)).session.token }
      case 'held':
        return { token: (await this.#server.guest(granted, { as: tick })).session.token }
      case 'lost': {
        const guest = await this.#server.guest(granted, { as: lost })
        await this.#keepTicket('lost', guest)
        await own.withdraw(this.document, lost)
        return { token: guest.session.token }
      }
      case 'nobody':
        // bearer tokens count, and nothing else that an owner's browser may send (T17)
        return { headers: { cookie: `token=${own.session.token}` } }
      case 'other':
        // only the bot acts for others (T22)
        return { token: other.session.token, acting: own.id }
      case 'botOwn':
        return { token: SERVICE_TOKEN, acting: own.id }
      case 'botOther':
        return { token: SERVICE_TOKEN, acting: other.id }
      case 'bot':
        return { token: SERVICE_TOKEN }
      default:
        return { token: this.cast[kind].session.token }
    }
  }
}
