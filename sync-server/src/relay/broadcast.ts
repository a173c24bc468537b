import { SYNC, writeServerFrame, writeSyncFrame } from '@sticky/shared/frames'
import type { Connection } from './connection.ts'
import { encoded } from './framing.ts'
import { join } from './join.ts'

/** An entry on its way to everybody; `from` gets no echo. */
export type Delivery = { seq: number; update: Uint8Array; from: Connection | null }

/** An update as a plain client reads it. */
export const updateMessage = (update: Uint8Array): Buffer =>
  encoded((encoder) => writeSyncFrame(encoder, SYNC.update, update))

/** From so many plain receivers on, the updates of a turn are joined: one message instead of many (F23). */
const MANY = 4

/**
 * What one turn brings to everybody: encoded once for each kind of client, when the first of them needs it, and
 * then the same bytes for all (R18).
 */
export class Broadcast {
  readonly #prev: number
  readonly #deliveries: readonly Delivery[]
  /** Whose updates these are; the only author need not be told anything. */
  readonly #authors = new Set<Connection | null>()
  readonly #mayJoin: boolean
  #bundle: Uint8Array | null = null
  #messages: { bytes: Uint8Array; ends: readonly number[]; joined: boolean } | null = null

  /** `prev`: the seq before the first delivery. `plain`: how many plain clients will get it. */
  constructor(prev: number, deliveries: readonly Delivery[], plain: number) {
    this.#prev = prev
    this.#deliveries = deliveries
    this.#mayJoin = plain >= MANY && deliveries.length > 1
    for (const { from } of deliveries) this.#authors.add(from)
  }

  sendTo(connection: Connection): void {
    const isAuthor = this.#authors.has(connection)
    if (isAuthor && this.#authors.size === 1) return
    if (connection.sticky) return connection.socket.write(this.#asBundle())
    const messages = (this.#messages ??= this.#asMessages())
    // what is joined brings authors their own again, which Yjs takes as known
    if (!isAuthor || messages.joined) return connection.socket.write(messages.bytes)
    for (const others of this.#exceptFor(connection, messages.bytes, messages.ends))
      connection.socket.write(others)
  }

  #asBundle(): Uint8Array {
    this.#bundle ??= encoded((encoder) =>
      writeServerFrame(encoder, {
        kind: 'updates',
        prev: this.#prev,
        seq: this.#deliveries.at(-1)?.seq ?? this.#prev,
        updates: this.#deliveries.map(({ update }) => update),
      }),
    )
    return this.#bundle
  }

  #asMessages(): { bytes: Uint8Array; ends: readonly number[]; joined: boolean } {
    const updates = this.#deliveries.map(({ update }) => update)
    const joined = this.#mayJoin ? join(updates) : null
    if (joined !== null) return { bytes: updateMessage(joined), ends: [], joined: true }
    const messages = updates.map(updateMessage)
    let end = 0
    const ends = messages.map(({ length }) => (end += length))
    const [only] = messages
    const bytes = only !== undefined && messages.length === 1 ? only : Buffer.concat(messages)
    return { bytes, ends, joined: false }
  }

  /** The messages that are not this author's own, in runs. */
  #exceptFor(author: Connection, bytes: Uint8Array, ends: readonly number[]): Uint8Array[] {
    const runs: Uint8Array[] = []
    let start = 0
    for (const [i, { from }] of this.#deliveries.entries()) {
      const end = ends[i] ?? start
      if (from !== author) continue
      const begin = ends[i - 1] ?? 0
      if (begin > start) runs.push(bytes.subarray(start, begin))
      start = end
    }
    if (start < bytes.length) runs.push(bytes.subarray(start))
    return runs
  }
}
