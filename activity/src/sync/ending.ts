import { CLOSE, ERRORS, isPermanentClose, StickyError } from '@sticky/shared/errors'
import type { Refusal } from '@sticky/shared/frames'
import type { Ending } from './status.ts'

export type End = { why: Ending; text: string }

/** Said to the person when the server gave a refusal without words. */
const REFUSED = {
  resync: 'The server asked for everything again.',
  'read-only': 'You may only view this document.',
  revoked: 'You may no longer edit this document.',
  'too large': 'The edit is larger than the server takes.',
  'too fast': 'Too many edits in a short time.',
  malformed: 'The server could not read an edit.',
  'not yours': 'The edit was made in another session.',
  gap: 'The server lacks an earlier edit.',
  full: 'The document is full.',
} as const satisfies Record<Refusal, string>

export const refusal = (why: Refusal, text: string = ''): End => ({
  why,
  text: text === '' ? REFUSED[why] : text,
})

export const isRefusal = ({ why }: End): boolean => Object.hasOwn(REFUSED, why)

/** The server says that this replica is not what it has; or it has less than this replica has seen of it. */
export const RESET: End = { why: 'reset', text: 'The document was repaired on the server.' }
export const OTHER_HISTORY: End = {
  why: 'reset',
  text: 'The server went back to an earlier state of the document.',
}

export const ACCESS_LOST: End = { why: 'access lost', text: CLOSE.accessLost.reason }

/** What a close code ends; null for those after which it is right to come back (R32). */
export const endOfClose = (code: number, reason: string): End | null => {
  if (!isPermanentClose(code) || code === CLOSE.ticketExpired.code) return null
  const known = Object.values(CLOSE).find((close) => close.code === code)
  const text = reason === '' ? (known?.reason ?? 'The server closed the connection.') : reason
  if (code === CLOSE.accessLost.code) return { why: 'access lost', text }
  if (code === CLOSE.documentGone.code) return { why: 'document gone', text }
  const refused = REFUSING.get(code)
  return refused === undefined ? { why: 'closed', text } : refusal(refused)
}

/** Closes that say of what was sent last that it never comes in (1009 is permanent for that message). */
const REFUSING: ReadonlyMap<number, Refusal> = new Map([
  [CLOSE.malformed.code, 'malformed'],
  [CLOSE.tooLarge.code, 'too large'],
  [CLOSE.tooFast.code, 'too fast'],
])

/** What a refused ticket ends; null when asking again can help. */
export const endOfTicket = (error: unknown): End | null => {
  if (!(error instanceof StickyError) || ERRORS[error.code].retry) return null
  const text = error.message
  if (error.code === 'unauthenticated') return { why: 'signed out', text }
  if (error.code === 'forbidden') return { why: 'access lost', text }
  if (error.code === 'not_found') return { why: 'document gone', text }
  return { why: 'closed', text }
}
