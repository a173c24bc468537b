import type { Changes } from './changes.ts'
import { personOf } from './refs.ts'

/** Changes of how Discord behaves. */
export const conditionChanges: Changes<
  | 'fail'
  | 'stop-failing'
  | 'activities'
  | 'bot-token'
  | 'expire-interactions'
  | 'consent'
  | 'forget-consent'
  | 'gateway'
  | 'interactions-endpoint'
  | 'privileged-intents'
  | 'limits'
> = {
  fail: ({ services }, { how, route, times, retryAfter }) =>
    services.conditions.fail({
      how,
      route,
      times,
      ...(retryAfter !== undefined && { retryAfter }),
    }),
  'stop-failing': ({ services }) => services.conditions.set({ failures: [] }),
  activities: ({ services }, { isEnabled }) =>
    services.conditions.set({ areActivitiesEnabled: isEnabled }),
  'bot-token': ({ services, gateway }, { isValid }) => {
    services.conditions.set({ isBotTokenValid: isValid })
    if (!isValid) gateway.refuseToken()
  },
  'expire-interactions': ({ services }) => services.interactions.expireAll(),
  consent: ({ services }, { mode }) => services.conditions.set({ consent: mode }),
  'forget-consent': ({ services }, { person }) =>
    services.oauth.forgetConsent(personOf(services.world.place, person).id),
  gateway: ({ gateway }, { event }) => gateway.disturb(event),
  'interactions-endpoint': ({ services }, { url }) =>
    services.conditions.set({ interactionsEndpoint: url }),
  'privileged-intents': ({ services }, { areAllowed }) =>
    services.conditions.set({ arePrivilegedIntentsAllowed: areAllowed }),
  limits: ({ services }, { mode }) => services.conditions.set({ limits: mode }),
}
