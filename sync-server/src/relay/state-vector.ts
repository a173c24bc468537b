import * as decoding from 'lib0/decoding'

/** A state vector as Yjs encodes it: `count (client clock)*`. Throws when the bytes are not one. */
export const decodeStateVector = (bytes: Uint8Array): Map<number, number> => {
  const clocks = new Map<number, number>()
  if (bytes.length === 0) return clocks
  const decoder = decoding.createDecoder(bytes)
  for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) {
    const client = decoding.readVarUint(decoder)
    clocks.set(client, decoding.readVarUint(decoder))
  }
  return clocks
}

/** True when `mine` has every struct that `theirs` has. Deletes are not in it (R16). */
export const covers = (mine: Uint8Array, theirs: Uint8Array): boolean => {
  const clocks = decodeStateVector(mine)
  for (const [client, clock] of decodeStateVector(theirs)) {
    if ((clocks.get(client) ?? 0) < clock) return false
  }
  return true
}
