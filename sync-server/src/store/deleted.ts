import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/**
 * Which clocks of which clients are deleted: for each client sorted, separate ranges, as flat pairs
 * `[from, to, from, to, …]` with `to` exclusive. No content; a few hundred bytes for a usual document (R17).
 */
export class Deleted {
  readonly #clients = new Map<number, number[]>()
  #total = 0
  #ranges = 0

  /** The clients and their ranges, as flat pairs. */
  entries(): Iterable<readonly [client: number, pairs: readonly number[]]> {
    return this.#clients
  }

  /** How many clocks are deleted in all. */
  get total(): number {
    return this.#total
  }

  /** In how many separate ranges. */
  get ranges(): number {
    return this.#ranges
  }

  /** True when every clock of the range is deleted already. */
  covers(client: number, from: number, to: number): boolean {
    const pairs = this.#clients.get(client)
    if (pairs === undefined) return false
    const index = firstEndingAfter(pairs, from)
    const start = pairs[index]
    const end = pairs[index + 1]
    return start !== undefined && end !== undefined && start <= from && to <= end
  }

  /** Adds a range, joining it with those it touches. */
  add(client: number, from: number, to: number): void {
    const pairs = this.#clients.get(client)
    if (pairs === undefined) {
      this.#clients.set(client, [from, to])
      this.#total += to - from
      this.#ranges += 1
      return
    }
    let first = firstEndingAfter(pairs, from)
    // a range that ends exactly at `from` is touched too
    if (first > 0 && pairs[first - 1] === from) first -= 2
    let last = first
    let start = from
    let end = to
    for (let next = pairs[last]; next !== undefined && next <= to; next = pairs[last]) {
      const nextEnd = pairs[last + 1] ?? next
      start = Math.min(start, next)
      end = Math.max(end, nextEnd)
      this.#total -= nextEnd - next
      last += 2
    }
    pairs.splice(first, last - first, start, end)
    this.#ranges += 1 - (last - first) / 2
    this.#total += end - start
  }

  /** Adds a range; fast where it comes after all that are there, as in what {@link encode} writes. */
  #addLast(client: number, from: number, to: number): void {
    const pairs = this.#clients.get(client)
    if (pairs === undefined || from <= (pairs.at(-1) ?? -1)) return this.add(client, from, to)
    pairs.push(from, to)
    this.#total += to - from
    this.#ranges += 1
  }

  /** Adds many of one client at once, in any order: one pass over what is there. Sorts `ranges`. */
  addAll(client: number, ranges: { from: number; to: number }[]): void {
    const before = this.#clients.get(client) ?? []
    ranges.sort((a, b) => a.from - b.from)
    const pairs: number[] = []
    const append = (from: number, to: number): void => {
      const last = pairs.length - 1
      const end = pairs[last]
      if (end === undefined || from > end) pairs.push(from, to)
      else pairs[last] = Math.max(end, to)
    }
    let at = 0
    for (const { from, to } of ranges) {
      for (; (before[at] ?? Infinity) <= from; at += 2) append(before[at] ?? 0, before[at + 1] ?? 0)
      append(from, to)
    }
    for (; at < before.length; at += 2) append(before[at] ?? 0, before[at + 1] ?? 0)
    this.#clients.set(client, pairs)
    this.#total += totalOf(pairs) - totalOf(before)
    this.#ranges += (pairs.length - before.length) / 2
  }

  /** `clients (client count (from length)*)*`, all varints. */
  encode(): Uint8Array {
    return encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, this.#clients.size)
      for (const [client, pairs] of this.#clients) writePairs(encoder, client, pairs)
    })
  }

  static decode(bytes: Uint8Array): Deleted {
    const deleted = new Deleted()
    const decoder = decoding.createDecoder(bytes)
    for (let clients = decoding.readVarUint(decoder); clients > 0; clients -= 1) {
      const client = decoding.readVarUint(decoder)
      for (let ranges = decoding.readVarUint(decoder); ranges > 0; ranges -= 1) {
        const from = decoding.readVarUint(decoder)
        deleted.#addLast(client, from, from + decoding.readVarUint(decoder))
      }
    }
    return deleted
  }
}

const totalOf = (pairs: readonly number[]): number => {
  let total = 0
  for (let i = 0; i < pairs.length; i += 2) total += (pairs[i + 1] ?? 0) - (pairs[i] ?? 0)
  return total
}

const writePairs = (encoder: encoding.Encoder, client: number, pairs: readonly number[]): void => {
  encoding.writeVarUint(encoder, client)
  encoding.writeVarUint(encoder, pairs.length / 2)
  for (let i = 0; i < pairs.length; i += 2) {
    const from = pairs[i] ?? 0
    encoding.writeVarUint(encoder, from)
    encoding.writeVarUint(encoder, (pairs[i + 1] ?? from) - from)
  }
}

/** Index (even) of the first pair whose end lies after `clock`; the length when there is none. */
const firstEndingAfter = (pairs: readonly number[], clock: number): number => {
  let low = 0
  let high = pairs.length / 2
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((pairs[middle * 2 + 1] ?? 0) > clock) high = middle
    else low = middle + 1
  }
  return low * 2
}
