import { clientFrame, MESSAGE, SYNC, syncFrame } from '@sticky/shared/frames'
import type { Cursor } from '@sticky/shared/frames'
import * as encoding from 'lib0/encoding'
import type { Seat, Wire } from './plan.ts'

/** Message types of Hocuspocus beside those of y-protocols. */
export const HOCUSPOCUS = { auth: 2, syncReply: 4, close: 7, syncStatus: 8 } as const

/** What a client has of a document when it connects. A cursor is for `sticky.v1` only. */
export type Knowledge = { stateVector: Uint8Array; cursor: Cursor | null }

/** Of somebody who comes for the first time. */
export const NOTHING_YET: Knowledge = { stateVector: new Uint8Array([0]), cursor: null }

/** What stands before every message. */
export const prefixOf = ({ wire, document }: Seat): Uint8Array =>
  wire === 'hocuspocus'
    ? encoding.encode((encoder) => encoding.writeVarString(encoder, document))
    : new Uint8Array(0)

const step1 = ({ stateVector }: Knowledge): Uint8Array => syncFrame(SYNC.step1, stateVector)

/** What a client says first, message by message, without the prefix. */
export const GREETINGS: Record<Wire, (clientId: number, has: Knowledge) => Uint8Array[]> = {
  forward: () => [],
  hocuspocus: (_, has) => [new Uint8Array([HOCUSPOCUS.auth, 0, 1, 'x'.charCodeAt(0)]), step1(has)],
  plain: (_, has) => [step1(has)],
  sticky: (clientId, has) => [clientFrame({ kind: 'join', clientId, ...has })],
}

/** Whether a message of this type brings what y-protocols calls sync. */
export const isSync = (type: number): boolean =>
  type === MESSAGE.sync || type === HOCUSPOCUS.syncReply
