import { MESSAGE, readServerFrame, SYNC } from '@sticky/shared/frames'
import type { ServerFrame } from '@sticky/shared/frames'
import * as decoding from 'lib0/decoding'

/** All that a server may say: its sticky frames, and the y-protocols messages that they do not replace. */
export type Message =
  | ServerFrame
  | { kind: 'step 1'; stateVector: Uint8Array }
  | { kind: 'update'; update: Uint8Array }
  | { kind: 'presence'; states: Uint8Array }
  | { kind: 'other' }

/** Throws on bytes that are no message; types that y-protocols may add later are `other`. */
export const readMessage = (bytes: Uint8Array): Message => {
  const decoder = decoding.createDecoder(bytes)
  switch (decoding.readVarUint(decoder)) {
    case MESSAGE.sticky:
      return readServerFrame(decoder)
    case MESSAGE.sync:
      return readSync(decoder)
    case MESSAGE.awareness:
      return { kind: 'presence', states: decoding.readVarUint8Array(decoder) }
    default:
      return { kind: 'other' }
  }
}

const readSync = (decoder: decoding.Decoder): Message =>
  decoding.readVarUint(decoder) === SYNC.step1
    ? { kind: 'step 1', stateVector: decoding.readVarUint8Array(decoder) }
    : { kind: 'update', update: decoding.readVarUint8Array(decoder) }
