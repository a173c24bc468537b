import { Client } from '@sticky/shared/api/client'
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

export type Server = { url: string }

/** Whoever has a session at one server, and what they do there. What they open is closed when the test is over. */
export abstract class Visitor<Session extends { token: string } = { token: string }> {
  readonly session: Session
  readonly api: Client
  readonly #server: Server

  constructor(server: Server, session: Session) {
    this.#server = server
    this.session = session
    this.api = new Client({ baseUrl: server.url, fetch, token: () => session.token })
  }

  /** One raw call of the API. */
  ask(method: string, path: string, asking: Asking = {}): Promise<Answer> {
    return ask(this.#server, method, `/api/v1${path}`, { token: this.session.token, ...asking })
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
