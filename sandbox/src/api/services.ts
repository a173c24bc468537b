import type { Instances } from '../activity/instances.ts'
import type { Conditions } from '../control/conditions.ts'
import type { Interactions } from '../interaction/interactions.ts'
import type { CallLog } from '../protocol/call-log.ts'
import type { Addresses } from '../state/addresses.ts'
import type { Payloads } from '../state/payloads.ts'
import type { World } from '../state/world.ts'
import type { OAuth } from './oauth.ts'
import type { RateLimits } from './rate-limit.ts'

/** Which comes first after LAUNCH_ACTIVITY: the reply to the bot or the loaded iframe. */
export type Race = 'reply-first' | 'frame-first' | 'random'

/** What the handlers work with. */
export interface Services {
  application: { id: string; name: string }
  gatewayUrl: string
  race: Race
  world: World
  payloads: Payloads
  addresses: Addresses
  interactions: Interactions
  instances: Instances
  oauth: OAuth
  limits: RateLimits
  conditions: Conditions
  calls: CallLog
}
