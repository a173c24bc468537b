import * as encoding from 'lib0/encoding'
import { digest } from 'lib0/hash/sha256'

/** Of each client: its clock, or its deleted ranges as flat pairs `[from, to, …]`, sorted and joined. */
type Clocks = Iterable<readonly [client: number, clock: number]>
type Deleted = Iterable<readonly [client: number, pairs: readonly number[]]>

const sorted = <T>(entries: Iterable<readonly [number, T]>): (readonly [number, T])[] =>
  [...entries].sort(([a], [b]) => a - b)

/**
 * SHA-256 of what a document holds, state vector and deletes, in one canonical order: the same for two documents
 * exactly when the same structs and deletes are in both (R63). State vectors alone can't see deletes (R16).
 */
export const fingerprint = (clocks: Clocks, deleted: Deleted): Uint8Array =>
  digest(
    encoding.encode((encoder) => {
      for (const [client, clock] of sorted(clocks)) {
        if (clock === 0) continue
        encoding.writeVarUint(encoder, client)
        encoding.writeVarUint(encoder, clock)
      }
      encoding.writeVarUint(encoder, 0)
      for (const [client, pairs] of sorted(deleted)) {
        encoding.writeVarUint(encoder, client)
        encoding.writeVarUint(encoder, pairs.length)
        for (const bound of pairs) encoding.writeVarUint(encoder, bound)
      }
    }),
  )
