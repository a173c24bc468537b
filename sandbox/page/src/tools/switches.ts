import type { ConsentMode, GatewayEvent, LimitMode } from '../../../src/wire/change.ts'
import { h } from '../dom/dom.ts'
import type { Store } from '../session/store.ts'
import type { Apply } from './apply.ts'
import { action, choice, group, row, setToggle, toggle } from './controls.ts'

const EVENTS: [GatewayEvent, string][] = [
  ['reconnect', 'Ask to reconnect'],
  ['drop', 'Cut the connection'],
  ['resumable-session', 'Session to resume'],
  ['invalid-session', 'Invalid session'],
  ['silence', 'Fall silent'],
]
const CONSENT: [ConsentMode, string][] = [
  ['accept', 'Consent: given for everybody'],
  ['ask', 'Consent: ask each person'],
  ['refuse', 'Consent: refused'],
]
const LIMITS: [LimitMode, string][] = [
  ['real', 'Limits: as at Discord'],
  ['off', 'Limits: none'],
]

/** What is switched for everybody, and what the gateway does. */
export function switches(store: Store, apply: Apply): HTMLElement {
  const activities = toggle('Activities are enabled', (isEnabled) =>
    apply({ kind: 'activities', isEnabled }, isEnabled ? 'Activities start.' : 'Launches fail.'),
  )
  const token = toggle('The bot’s token is valid', (isValid) =>
    apply({ kind: 'bot-token', isValid }, isValid ? 'The token counts.' : 'Requests get 401.'),
  )
  const consent = choice('Consent', CONSENT, (mode) =>
    apply({ kind: 'consent', mode }, 'Consent is set.'),
  )
  const limits = choice('Limits', LIMITS, (mode) =>
    apply({ kind: 'limits', mode }, 'Limits are set.'),
  )
  store.draw(['state', 'conditions'], () => {
    const { conditions } = store.state
    setToggle(activities, conditions.areActivitiesEnabled)
    setToggle(token, conditions.isBotTokenValid)
    consent.value = conditions.consent
    limits.value = conditions.limits
  })
  const expire = () =>
    apply({ kind: 'expire-interactions' }, 'Answers to earlier interactions come too late.')
  const events = EVENTS.map(([event, name]) =>
    action(name, () => apply({ kind: 'gateway', event }, `${name}: done.`)),
  )
  return h(
    'div',
    {},
    group(
      'Application',
      activities,
      token,
      row(consent, limits),
      row(action('Expire interactions', expire)),
    ),
    group('Gateway', row(...events)),
  )
}
