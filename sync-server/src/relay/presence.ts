import { createHash } from 'node:crypto'
import { MESSAGE } from '@sticky/shared/frames'
import { freeColor } from '@sticky/shared/palette'
import * as encoding from 'lib0/encoding'
import type { Connection, Session } from './connection.ts'
import { framed } from './framing.ts'
import type { Leases } from './leases.ts'
import { Reader } from './reader.ts'

/** `shown` is what the client says, without who it is; `json` is both, as users see it. */
type State = { holder: Connection; clock: number; shown: object; color: string; json: string }

/** The newest that a client says of itself; nobody has looked at it yet. */
type Said = { by: Connection; json: string }

/** What has changed: for each receiver the message of its audience, encoded once. `only`: whose change it is. */
type News = { messageFor: (to: Connection) => Uint8Array; only: Connection | null }

/** Bytes: a cursor and a little more fit; larger states are dropped (R40). */
const MAX_STATE = 2_048
/** A client names itself; more entries than a full room has are not read. */
const MAX_ENTRIES = 1_000

const reader = new Reader()

/**
 * Who is here, in one room (R40 to R42). Every state is written by the server: the name and colour are the
 * session's, the clock is the server's, so nobody can speak for somebody else or roll a cursor back. Who came by a
 * link sees names and colours but no user's id (R43).
 */
export class Presence {
  readonly #states = new Map<number, State>()
  /** Said since the last {@link take}, by client id: however often, it is read once. */
  readonly #said = new Map<number, Said>()
  /** Changed since the last {@link take}: client id to who changed it. */
  readonly #changed = new Map<number, Connection | null>()
  readonly #leases: Leases
  #clock = Date.now()
  #withdrawn = false

  constructor(leases: Leases) {
    this.#leases = leases
  }

  /** Something has changed since the last {@link take}. */
  get changed(): boolean {
    return this.#changed.size + this.#said.size > 0
  }

  /** Nobody shows anything, and nothing has changed. */
  get isEmpty(): boolean {
    return this.#states.size === 0 && !this.changed
  }

  /** Somebody who is gone was withdrawn since then: that is told at once. Who only says so waits like everybody (R41). */
  get withdrawn(): boolean {
    return this.#withdrawn
  }

  /**
   * Takes the rest of a frame, an awareness update: what it says last of the connection's own id; all else costs no
   * more than passing over it (R40). Throws on bytes that are not one.
   */
  receive(from: Connection, bytes: Uint8Array): void {
    reader.open(bytes)
    reader.count(1)
    const entries = Math.min(reader.uint(), MAX_ENTRIES)
    let own: Uint8Array | null = null
    for (let i = 0; i < entries; i += 1) {
      const client = reader.uint()
      reader.uint()
      const json = reader.stringBytes()
      if (from.clientId === null) this.#adopt(from, client)
      if (from.clientId === client) own = json
    }
    const { clientId } = from
    if (own === null || clientId === null || own.length > MAX_STATE) return
    if (this.#showsAnother(clientId, from)) return
    this.#said.set(clientId, { by: from, json: Buffer.from(own).toString() })
  }

  /** The client id that this connection is present with from now on; what it showed under another one goes. */
  identify(from: Connection, client: number): void {
    if (from.clientId !== client) this.#withdraw(from)
    from.clientId = client
    // whoever had it has it no more: an older line of the same client, or somebody who has only shown themselves with it
    const before = this.#said.get(client)?.by ?? this.#states.get(client)?.holder
    if (before === undefined || before === from) return
    this.#withdraw(before)
    before.clientId = null
  }

  /** Withdraws what a connection that is gone has shown. */
  leave(connection: Connection): void {
    if (this.#withdraw(connection)) this.#withdrawn = true
  }

  /** Everybody's state, for a newcomer; null when nobody shows any. */
  all(newcomer: Connection): Uint8Array | null {
    if (this.#states.size === 0) return null
    return this.#frame([...this.#states.keys()], isVeiledFor(newcomer))
  }

  /** What has changed since the last call. To be sent before anything changes again. */
  take(): News | null {
    for (const [client, { by, json }] of this.#said) this.#set(by, client, json)
    this.#said.clear()
    if (this.#changed.size === 0) return null
    const clients = [...this.#changed.keys()]
    const [only] = this.#changed.size === 1 ? [...this.#changed.values()] : [null]
    this.#changed.clear()
    this.#withdrawn = false
    const messages = new Map<boolean, Uint8Array>()
    const messageFor = (to: Connection): Uint8Array => {
      const veiled = isVeiledFor(to)
      const message = messages.get(veiled) ?? framed(this.#frame(clients, veiled))
      messages.set(veiled, message)
      return message
    }
    return { messageFor, only: only ?? null }
  }

  /** A plain client says nothing about its id but by using it: the first that nobody else holds is its own. */
  #adopt(from: Connection, client: number): void {
    if (this.#showsAnother(client, from) || this.#leases.heldByAnother(from, client)) return
    from.clientId = client
  }

  /** Somebody else, who is here, is present with this id. */
  #showsAnother(client: number, than: Connection): boolean {
    const holder = this.#said.get(client)?.by ?? this.#states.get(client)?.holder
    return holder !== undefined && holder !== than && holder.phase !== 'closed'
  }

  /** False when it has shown nothing. */
  #withdraw(connection: Connection): boolean {
    const client = connection.clientId
    if (client === null) return false
    if (this.#said.get(client)?.by === connection) this.#said.delete(client)
    if (this.#states.get(client)?.holder !== connection) return false
    this.#states.delete(client)
    this.#changed.set(client, null)
    return true
  }

  #set(from: Connection, client: number, given: string): void {
    const shown = stateOf(given)
    if (shown === undefined) return
    if (shown === null) return void this.#withdraw(from)
    const color = this.#colorOf(from, client)
    const json = JSON.stringify({ ...shown, user: { ...from.session.user, color } })
    this.#states.set(client, { holder: from, clock: this.#tick(), shown, color, json })
    this.#changed.set(client, from)
  }

  /** Two people in one document never have one colour while there are others. */
  #colorOf(from: Connection, client: number): string {
    const before = this.#states.get(client)
    if (before?.holder === from) return before.color
    const { user } = from.session
    const taken = new Set<string>()
    for (const { holder, color } of this.#states.values()) {
      if (holder.session.user.id === user.id) return color
      taken.add(color)
    }
    return freeColor(user.color, taken)
  }

  /** Larger than any clock before it, also those from before a restart. */
  #tick(): number {
    this.#clock = Math.max(this.#clock + 1, Date.now())
    return this.#clock
  }

  /** `[1, [count, (client, clock, json)*]]` */
  #frame(clients: readonly number[], veiled: boolean): Uint8Array {
    const update = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, clients.length)
      for (const client of clients) {
        const state = this.#states.get(client)
        encoding.writeVarUint(encoder, client)
        encoding.writeVarUint(encoder, state?.clock ?? this.#tick())
        encoding.writeVarString(encoder, state === undefined ? 'null' : textOf(state, veiled))
      }
    })
    return encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, MESSAGE.awareness)
      encoding.writeVarUint8Array(encoder, update)
    })
  }
}

/** What a client says of itself; null: that it shows nothing any more; undefined: nothing that can be shown. */
const stateOf = (json: string): object | null | undefined => {
  try {
    const state: unknown = JSON.parse(json)
    return typeof state === 'object' && !Array.isArray(state) ? state : undefined
  } catch {
    return undefined
  }
}

const isVeiledFor = ({ session }: Connection): boolean => session.link !== null

const textOf = ({ json, shown, color, holder }: State, veiled: boolean): string =>
  veiled ? JSON.stringify({ ...shown, user: { ...veil(holder.session), color } }) : json

/** The id tells people apart in one document, and leads nowhere: neither to the user nor to the same one elsewhere. */
const veil = ({ user, document }: Session): Session['user'] => ({
  ...user,
  id: createHash('sha256').update(`${document} ${user.id}`).digest('base64url'),
})
