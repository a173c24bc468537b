import { MESSAGE } from '@sticky/shared/frames'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import {
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from 'y-protocols/awareness'
import type { Awareness } from 'y-protocols/awareness'

/** This client's own state, and nobody else's (R40). */
export const ownPresenceFrame = (awareness: Awareness): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.awareness)
    encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(awareness, [awareness.clientID]))
  })

/**
 * Takes in what the server says of others. Its copy of our own state is left out: it is older than ours, and
 * the server counts presence clocks by itself, so it would win.
 */
export const takePresence = (awareness: Awareness, states: Uint8Array, origin: unknown): void => {
  keepOthers(awareness)
  applyAwarenessUpdate(awareness, withoutClient(states, awareness.clientID), origin)
}

/** Who is there is known from the line; when that is cut, nobody is, and clocks may start anew elsewhere. */
export const forgetOthers = (awareness: Awareness, origin: unknown): void => {
  const others = [...awareness.meta.keys()].filter((id) => id !== awareness.clientID)
  removeAwarenessStates(awareness, others, origin)
  for (const id of others) awareness.meta.delete(id)
}

/** From now on this tab is present under another client id: the document's. */
export const moveTo = (awareness: Awareness, clientId: number, origin: unknown): void => {
  const state = awareness.getLocalState()
  const before = awareness.clientID
  removeAwarenessStates(awareness, [before], origin)
  awareness.meta.delete(before)
  awareness.clientID = clientId
  awareness.setLocalState(state)
}

/** y-protocols drops a state after 30 s without news; a live line on which nobody left is news. */
const keepOthers = (awareness: Awareness): void => {
  const now = Date.now()
  for (const [id, meta] of awareness.meta) if (id !== awareness.clientID) meta.lastUpdated = now
}

const withoutClient = (states: Uint8Array, clientId: number): Uint8Array => {
  const decoder = decoding.createDecoder(states)
  const kept: { id: number; clock: number; state: string }[] = []
  for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) {
    const id = decoding.readVarUint(decoder)
    const clock = decoding.readVarUint(decoder)
    const state = decoding.readVarString(decoder)
    if (id !== clientId) kept.push({ id, clock, state })
  }
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, kept.length)
    for (const { id, clock, state } of kept) {
      encoding.writeVarUint(encoder, id)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, state)
    }
  })
}
