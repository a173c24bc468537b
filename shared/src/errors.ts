/**
 * Every way in which Sticky says no, in one table: what HTTP answers, what a person reads, and whether
 * trying again can help. `message` says what to do; a thrower may replace it with something more exact.
 */
export const ERRORS = {
  invalid_request: {
    status: 400,
    retry: false,
    message: 'The request is not valid. Correct the fields in details.',
  },
  unauthenticated: {
    status: 401,
    retry: false,
    message: 'Sign in and send the token as "Authorization: Bearer …".',
  },
  forbidden: {
    status: 403,
    retry: false,
    message: 'You may not do this. Ask an owner of the document for the right.',
  },
  not_found: {
    status: 404,
    retry: false,
    message: 'There is nothing here that you may see. Check the address.',
  },
  conflict: {
    status: 409,
    retry: false,
    message: 'This conflicts with what is there. Read it again, then retry.',
  },
  username_taken: {
    status: 409,
    retry: false,
    message: 'This user name is taken. Choose another one.',
  },
  last_owner: {
    status: 409,
    retry: false,
    message: 'A document needs an owner. Make somebody else an owner first.',
  },
  precondition_failed: {
    status: 412,
    retry: false,
    message: 'The text has changed since you read it. Read it again, then retry.',
  },
  too_large: { status: 413, retry: false, message: 'This is too large. Send less at once.' },
  unsupported_type: {
    status: 415,
    retry: false,
    message: 'Send application/json, or text/markdown where text is expected.',
  },
  rate_limited: {
    status: 429,
    retry: true,
    message: 'Too many requests. Wait a little, then retry.',
  },
  registration_closed: {
    status: 403,
    retry: false,
    message: 'Registration is closed on this server. Ask its operator for an account.',
  },
  wrong_credentials: {
    status: 401,
    retry: false,
    message: 'User name or password is wrong. Check both and retry.',
  },
  link_expired: {
    status: 410,
    retry: false,
    message: 'This link has expired. Ask whoever sent it for a new one.',
  },
  link_revoked: {
    status: 410,
    retry: false,
    message: 'This link was revoked. Ask whoever sent it for a new one.',
  },
  password_required: {
    status: 403,
    retry: false,
    message: 'This link has a password. Send it along.',
  },
  wrong_password: {
    status: 403,
    retry: false,
    message: 'That is not the password of this link. Check it and retry.',
  },
  not_saved: {
    status: 507,
    retry: true,
    message:
      'The server cannot write to its disk. Nothing was lost; retry once its operator has made room.',
  },
  unavailable: {
    status: 503,
    retry: true,
    message: 'A part of the server is not answering. Retry in a few seconds.',
  },
  internal: {
    status: 500,
    retry: true,
    message:
      'Something went wrong on our side. Retry; if it keeps happening, tell the operator the request id.',
  },
} as const satisfies Record<string, { status: number; retry: boolean; message: string }>

export type ErrorCode = keyof typeof ERRORS

export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(ERRORS, value)

/** Why a document was not shared: `details.reason` of the error, for whoever says it in another language. */
export const REASONS = [
  'not_in_channel',
  'not_in_guild',
  'too_many_people',
  'too_many_places',
] as const
export type Reason = (typeof REASONS)[number]

/** The one error that crosses folders, processes and the wire; answered in one place per surface. */
export class StickyError extends Error {
  readonly code: ErrorCode
  readonly details: unknown

  constructor(code: ErrorCode, message?: string, details?: unknown, options?: { cause?: unknown }) {
    super(message ?? ERRORS[code].message, options)
    this.name = 'StickyError'
    this.code = code
    this.details = details
  }

  get status(): number {
    return ERRORS[this.code].status
  }
}

/**
 * Close codes of the socket (R32). 44xx: do not come back with the same ticket or replica. 45xx: come back
 * with back-off. A browser cannot read an upgrade's HTTP status, so these carry the reason.
 */
export const CLOSE = {
  ticketExpired: { code: 4401, reason: 'The ticket has expired. Ask for a new one.' },
  accessLost: { code: 4403, reason: 'You may no longer open this document.' },
  documentGone: { code: 4404, reason: 'This document was deleted.' },
  replicaRefused: { code: 4409, reason: 'An edit was refused. Open the document afresh.' },
  tooFast: { code: 4429, reason: 'Too many messages. Open the document afresh and slow down.' },
  malformed: { code: 1003, reason: 'A frame could not be read.' },
  tooLarge: { code: 1009, reason: 'A frame is larger than this server takes.' },
  internal: { code: 4500, reason: 'Something went wrong on our side.' },
  unavailable: {
    code: 4503,
    reason: 'The server is stopping or cannot write. Come back in a moment.',
  },
  tooMany: {
    code: 4529,
    reason: 'Too many connections. Close another window, or come back in a moment.',
  },
  unresponsive: { code: 4508, reason: 'No answer to the heartbeat.' },
} as const satisfies Record<string, { code: number; reason: string }>

export type CloseReason = (typeof CLOSE)[keyof typeof CLOSE]

/** 44xx and 1003/1009 are final for what caused them; everything else may be retried (R32). */
export const isPermanentClose = (code: number): boolean =>
  (code >= 4400 && code < 4500) || code === 1003 || code === 1009
