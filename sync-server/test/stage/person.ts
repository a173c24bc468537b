import { Client } from '@sticky/shared/api/client'
import type { PutGrant } from '@sticky/shared/api/grants'
import type { Session } from '@sticky/shared/api/sessions'
import { onTestFinished } from 'vitest'
import type { WebSocket } from 'ws'
import type { Address } from './address.ts'
import { ask } from './http.ts'
import type { Answer, Asking } from './http.ts'
import type { Peer } from './peers/peer.ts'
import { PlainClient } from './plain-client.ts'
import { openSocket } from './raw-socket.ts'
import { StickyClient } from './sticky-client.ts'
import type { Held } from './sticky-client.ts'

type Server = { url: string }

const loginOf = (username: string): { username: string; password: string } => ({
  username,
  password: `the password of ${username}`,
})

/**
 * Somebody who is signed in, and what they do with one server. What they open is closed when the test is over.
 */
export class Person {
  readonly session: Session
  readonly api: Client
  readonly #server: Server

  constructor(server: Server, session: Session) {
    this.#server = server
    this.session = session
    this.api = new Client({ baseUrl: server.url, fetch, token: () => session.token })
  }

  static async register(server: Server, username: string): Promise<Person> {
    const nobody = new Client({ baseUrl: server.url, fetch, token: () => undefined })
    await nobody.createUser({ ...loginOf(username), displayName: username })
    return Person.signIn(server, username)
  }

  /** Somebody who has registered like this. */
  static async signIn(server: Server, username: string): Promise<Person> {
    const nobody = new Client({ baseUrl: server.url, fetch, token: () => undefined })
    return new Person(server, await nobody.createSession(loginOf(username)))
  }

  /** The same person at another server on the same data. */
  at(server: Server): Person {
    return new Person(server, this.session)
  }

  get id(): string {
    return this.session.user.id
  }

  /** How grants name them. */
  get principal(): string {
    return `user:${this.id}`
  }

  /** One raw call of the API. */
  ask(method: string, path: string, asking: Asking = {}): Promise<Answer> {
    return ask(this.#server, method, `/api/v1${path}`, { token: this.session.token, ...asking })
  }

  /** Makes a document; answers with its id. */
  async create(content = ''): Promise<string> {
    return (await this.api.createDocument({ title: 'Plan', content })).id
  }

  /** Makes a document in which somebody else may do something too. */
  async share(content: string, guest: Person, role: PutGrant['role']): Promise<string> {
    const document = await this.create(content)
    await this.grant(document, guest, role)
    return document
  }

  async grant(document: string, guest: Person, role: PutGrant['role']): Promise<void> {
    await this.api.putGrant(document, guest.principal, { role })
  }

  async withdraw(document: string, guest: Person): Promise<void> {
    await this.api.deleteGrant(document, guest.principal)
  }

  /** A fresh ticket, and where it opens the document. */
  async addressOf(document: string): Promise<Address> {
    const { ticket } = await this.api.createTicket(document)
    return { url: this.#server.url, document, ticket }
  }

  /** A `sticky.v1` socket that has said nothing yet. */
  async arrive(document: string): Promise<StickyClient> {
    const client = new StickyClient(await this.addressOf(document))
    onTestFinished(() => client.close())
    return client
  }

  /** Opens a document with `sticky.v1` and catches up; `before`: from where an earlier client was. */
  async open(document: string, before?: Held): Promise<StickyClient> {
    const client = await this.arrive(document)
    if (before !== undefined) client.continue(before)
    await client.join()
    return client
  }

  /** Opens a document with the unmodified npm `y-websocket`. */
  async openPlain(document: string): Promise<PlainClient> {
    const client = new PlainClient(await this.addressOf(document))
    onTestFinished(() => client.close())
    return client
  }

  /** Has somebody's replica connect to a document. */
  async connect(peer: Peer, document: string): Promise<void> {
    peer.connect(await this.addressOf(document))
    onTestFinished(() => peer.disconnect('close'))
  }

  /** An open socket without any protocol on top. */
  async openRaw(document: string): Promise<WebSocket> {
    const ws = await openSocket(await this.addressOf(document))
    onTestFinished(() => ws.terminate())
    return ws
  }
}
