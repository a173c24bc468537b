import { fingerprint } from '@sticky/shared/fingerprint'
import * as encoding from 'lib0/encoding'
import type { Author, ClientRange } from '../store/types.ts'
import { Deleted } from '../store/deleted.ts'
import type { Change, Known } from './inspect.ts'
import type { Served } from './recent-snapshots.ts'
import { decodeStateVector } from './state-vector.ts'

/** Whether somebody without an account writes in this name. */
export const isGuest = (author: Author): boolean => author.startsWith('link:')

/** So many ranges are added one by one. */
const FEW = 16

/**
 * A document as the relay knows it: clocks, deleted ranges and whose each client id is. Never the text (F60).
 */
export class Knowledge implements Known {
  readonly #clocks = new Map<number, number>()
  readonly #authors = new Map<number, Author>()
  /** How many client ids each author has. */
  readonly #counts = new Map<Author, number>()
  #guests = 0
  /** Encoded until somebody asks for it or adds to it: who opens a document and reads it never does. */
  #deleted: Deleted | Uint8Array = new Deleted()
  #total = 0

  static of(snapshot: Served | null): Knowledge {
    const knowledge = new Knowledge()
    if (snapshot === null) return knowledge
    knowledge.#readStateVector(snapshot.stateVector)
    knowledge.#deleted = snapshot.deleted
    for (const [client, author] of snapshot.authors) knowledge.#own(client, author)
    return knowledge
  }

  clock(client: number): number {
    return this.#clocks.get(client) ?? 0
  }

  author(client: number): Author | undefined {
    return this.#authors.get(client)
  }

  deletes(client: number, from: number, to: number): boolean {
    return this.#ranges.covers(client, from, to)
  }

  /** What a replica at this point has to have, in 32 bytes (R63). */
  fingerprint(): Uint8Array {
    return fingerprint(this.#clocks, this.#ranges.entries())
  }

  /** Length of the text in UTF-16 units: every clock is one, and stays one until it is deleted. */
  get length(): number {
    return this.#total - this.#ranges.total
  }

  /** The first who writes with an id has it for good (R13). */
  #own(client: number, author: Author): void {
    if (this.#authors.has(client)) return
    this.#authors.set(client, author)
    this.#counts.set(author, this.clientsOf(author) + 1)
    if (isGuest(author)) this.#guests += 1
  }

  /** How many client ids are this author's. */
  clientsOf(author: Author): number {
    return this.#counts.get(author) ?? 0
  }

  /** How many client ids are of people without an account. */
  get clientsOfGuests(): number {
    return this.#guests
  }

  /** How many clients have written, ever. */
  get clients(): number {
    return this.#clocks.size
  }

  /** In how many separate pieces text was deleted. */
  get deletedRanges(): number {
    return this.#ranges.ranges
  }

  /** Takes in what an inspected update brings, in `author`'s name (R10: once it is durable, or in its batch). */
  advance(change: Change, author: Author): void {
    for (const { client, from, to } of change.ranges) {
      this.#clocks.set(client, to)
      this.#total += to - from
      this.#own(client, author)
    }
    this.#delete(change.born)
    this.#delete(change.deletes)
  }

  get #ranges(): Deleted {
    if (this.#deleted instanceof Uint8Array) this.#deleted = Deleted.decode(this.#deleted)
    return this.#deleted
  }

  #delete(ranges: readonly ClientRange[]): void {
    if (ranges.length <= FEW) {
      for (const { client, from, to } of ranges) this.#ranges.add(client, from, to)
      return
    }
    const byClient = new Map<number, ClientRange[]>()
    for (const range of ranges) {
      const own = byClient.get(range.client)
      if (own === undefined) byClient.set(range.client, [range])
      else own.push(range)
    }
    for (const [client, own] of byClient) this.#ranges.addAll(client, own)
  }

  /** As Yjs encodes it: `count (client clock)*`. */
  stateVector(): Uint8Array {
    return encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, this.#clocks.size)
      for (const [client, clock] of this.#clocks) {
        encoding.writeVarUint(encoder, client)
        encoding.writeVarUint(encoder, clock)
      }
    })
  }

  #readStateVector(bytes: Uint8Array): void {
    for (const [client, clock] of decodeStateVector(bytes)) {
      this.#clocks.set(client, clock)
      this.#total += clock
    }
  }
}
