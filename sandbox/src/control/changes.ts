import type { Services } from '../api/services.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { Change } from '../wire/change.ts'

/** All that can be changed while the stand-in runs. */
export interface Stage {
  services: Services
  gateway: Gateway
}

/** How the changes of these kinds are made; each may answer with what it made. Throw ChangeError. */
export type Changes<Kind extends Change['kind']> = {
  [K in Kind]: (stage: Stage, change: Extract<Change, { kind: K }>) => unknown
}
