import type { Refresh } from './cards/refresh.ts'
import type { Log } from './log.ts'
import type { People } from './people.ts'

/** What commands and buttons may use; made once, in `bot.ts`. */
export type Services = { clientId: string; people: People; refresh: Refresh; log: Log }
