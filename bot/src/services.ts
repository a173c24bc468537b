import type { Activities } from './activities.ts'
import type { Refresh } from './cards/refresh.ts'
import type { Log } from './log.ts'
import type { People } from './people.ts'

/**
 * What commands and buttons may use; made once, in `bot.ts`. `publicUrl`: where people find the
 * server, without a slash at the end.
 */
export type Services = {
  clientId: string
  publicUrl: string
  people: People
  refresh: Refresh
  activities: Activities
  log: Log
}
