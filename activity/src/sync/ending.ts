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

export const RESET: End = { why: 'reset', text: 'The document was repaired on the server.' }

/** What a close code ends; null for those after which it is right to come back (R32). */
export const endOfClose = (code: number, reason: string): End | null => {
  if (!isPermanentClose(code) || code === CLOSE.ticketExpired.code) return null
  const known = Object.values(CLOSE).find((close) => close.code === code)
  const text = reason === '' ? (known?.reason ?? 'The server closed the connection.') : reason
  if (code === CLOSE.accessLost.code) return { why: 'access lost', text }
  if (code === CLOSE.documentGone.code) return { why: 'document gone', text }
  return { why: 'closed', text }
}

/** What a refused ticket ends; null when asking again can help. */
export const endOfTicket = (error: unknown): End | null => {
  if (!(error instanceof StickyError) || ERRORS[error.code].retry) return null
  const text = error.message
  if (error.code === 'unauthenticated') return { why: 'signed out', text }
  if (error.code === 'forbidden') return { why: 'access lost', text }
  if (error.code === 'not_found') return { why: 'document gone', text }
  return { why: 'closed', text }
}
