import { pino } from 'pino'
import type { Logger } from 'pino'

export type { Logger } from 'pino'

/** One JSON line an event, on standard output. Never content, never tokens. */
export const createLog = (level: string, role: string): Logger =>
  pino({
    level,
    base: { program: 'sync-server', role },
    redact: ['req.headers.authorization', '*.token', '*.ticket', '*.password'],
  })
