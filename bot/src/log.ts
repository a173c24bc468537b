import { pino } from 'pino'
import type { Logger } from 'pino'

export type Log = Logger

/** JSON lines to stdout. */
export const createLog = (level: string): Log =>
  pino({ name: 'bot', level, serializers: { err: summary } })

/**
 * What may be written of an error. Discord's errors carry the request with its files, and an
 * address that contains the interaction's token, so only chosen fields are kept.
 */
const summary = (error: unknown): unknown => {
  if (!(error instanceof Error)) return String(error)
  const { code, status } = error as { code?: unknown; status?: unknown }
  const cause = error.cause === undefined ? undefined : summary(error.cause)
  return { name: error.name, message: error.message, code, status, cause, stack: error.stack }
}
