import type { Activities } from './activities.ts'
import type { Messages } from './cards/messages.ts'
import type { Refresh } from './cards/refresh.ts'
import type { Log } from './log.ts'
import type { People } from './people.ts'
import type { Api } from './server.ts'
import type { Sticking } from './sticking/sticking.ts'

/**
 * What commands and buttons may use; made once, in `bot.ts`. `publicUrl`: where people find the
 * server, without a slash at the end. `api`: in nobody's name, for what the server tells only the bot; what
 * somebody may do is asked in theirs.
 */
export type Services = {
  clientId: string
  publicUrl: string
  people: People
  api: Api
  refresh: Refresh
  activities: Activities
  messages: Messages
  sticking: Sticking
  log: Log
}
