import { createHash } from 'node:crypto'
import { MESSAGE } from '@sticky/shared/frames'
import { freeColor } from '@sticky/shared/palette'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Connection, Session } from './connection.ts'
import { framed } from './framing.ts'
import type { Leases } from './leases.ts'

/** `shown` is what the client says, without who it is; `json` is both, as users see it. */
type State = { holder: Connection; clock: number; shown: object; color: string; json: string }

/** What has changed: for each receiver the message of its audience, encoded once. `only`: whose change it is. */
type News = { messageFor: (to: Connection) => Uint8Array; only: Connection | null }

/** A cursor and a little more fit; larger states are dropped (R40). */
const MAX_STATE = 2_048
/** A client names itself; more entries than a full room has are not read. */
const MAX_ENTRIES = 1_000

/**
 * Who is here, in one room (R40 to R42). Every state is written by the server: the name and colour are the
 * session's, the clock is the server's, so nobody can speak for somebody else or roll a cursor back. Who came by a
 * link sees names and colours but no user's id (R43).
 */
export class Presence {
  readonly #states = new Map<number, State>()
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
    return this.#changed.size > 0
  }

  /** Somebody has left since then: that is told at once. */
  get withdrawn(): boolean {
    return this.#withdrawn
  }

  /** Takes a frame's awareness update. Throws on bytes that are not one. */
  receive(from: Connection, decoder: decoding.Decoder): void {
    const inner = decoding.createDecoder(decoding.readVarUint8Array(decoder))
    const entries = Math.min(decoding.readVarUint(inner), MAX_ENTRIES)
    for (let i = 0; i < entries; i += 1) {
      const client = decoding.readVarUint(inner)
      decoding.readVarUint(inner)
      const json = decoding.readVarString(inner)
      if (this.#speaksFor(from, client)) this.#set(from, client, json)
    }
  }

  /** The client id that this connection is present with from now on; what it showed under another one goes. */
  identify(from: Connection, client: number): void {
    if (from.clientId !== null && from.clientId !== client) this.leave(from)
    from.clientId = client
  }

  /** Withdraws what a connection that is gone has shown. */
  leave(connection: Connection): void {
    const client = connection.clientId
    if (client === null || this.#states.get(client)?.holder !== connection) return
    this.#states.delete(client)
    this.#changed.set(client, null)
    this.#withdrawn = true
  }

  /** Everybody's state, for a newcomer; null when nobody shows any. */
  all(newcomer: Connection): Uint8Array | null {
    if (this.#states.size === 0) return null
    return this.#frame([...this.#states.keys()], isVeiledFor(newcomer))
  }

  /** What has changed since the last call. To be sent before anything changes again. */
  take(): News | null {
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
  #speaksFor(from: Connection, client: number): boolean {
    const holder = this.#states.get(client)?.holder
    if (holder !== undefined && holder !== from && holder.phase !== 'closed') return false
    if (from.clientId === null && !this.#leases.heldByAnother(from, client)) from.clientId = client
    return from.clientId === client
  }

  #set(from: Connection, client: number, given: string): void {
    if (given === 'null') return this.leave(from)
    if (given.length > MAX_STATE) return
    const state: unknown = JSON.parse(given)
    if (typeof state !== 'object' || state === null || Array.isArray(state)) return
    const color = this.#colorOf(from, client)
    const json = JSON.stringify({ ...state, user: { ...from.session.user, color } })
    this.#states.set(client, { holder: from, clock: this.#tick(), shown: state, color, json })
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

const isVeiledFor = ({ session }: Connection): boolean => session.link !== null

const textOf = ({ json, shown, color, holder }: State, veiled: boolean): string =>
  veiled ? JSON.stringify({ ...shown, user: { ...veil(holder.session), color } }) : json

/** The id tells people apart in one document, and leads nowhere: neither to the user nor to the same one elsewhere. */
const veil = ({ user, document }: Session): Session['user'] => ({
  ...user,
  id: createHash('sha256').update(`${document} ${user.id}`).digest('base64url'),
})
