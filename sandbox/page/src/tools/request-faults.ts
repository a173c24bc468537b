import type { Failure, FailureKind } from '../../../src/wire/change.ts'
import { fill, h } from '../dom/dom.ts'
import type { Store } from '../session/store.ts'
import type { Apply } from './apply.ts'
import { action, choice, entered, entry, group, row } from './controls.ts'

const KINDS: [FailureKind, string][] = [
  ['rate-limit', '429, one route'],
  ['global-rate-limit', '429, all routes'],
  ['server-error', '500'],
  ['unavailable', '503'],
  ['hang', 'no answer'],
  ['reset', 'connection cut'],
]

/** The bot's next requests fail. */
export function requestFaults(store: Store, apply: Apply): HTMLElement {
  const how = choice('How requests fail', KINDS)
  const times = entry('times', { type: 'number', value: '1', min: '1' })
  const after = entry('retry after, s', { type: 'number', value: '1', min: '0' })
  const routes = h('datalist', { id: 'routes' })
  const route = entry('route', { placeholder: 'any' })
  route.querySelector('input')?.setAttribute('list', 'routes')
  const now = h('ul', { className: 'failures' })
  store.draw(['state', 'calls'], () => {
    const seen = new Set(store.state.calls.map((call) => call.route))
    fill(routes, ...[...seen].map((value) => h('option', { value })))
  })
  store.draw(['state', 'conditions'], () => {
    fill(now, ...store.state.conditions.failures.map((one) => h('li', {}, described(one))))
  })
  const fail = () => {
    const kind = how.value as FailureKind
    const failure: Failure = {
      how: kind,
      route: entered(route) || null,
      times: Math.max(1, Number(entered(times))),
      ...(kind.endsWith('rate-limit') && { retryAfter: Number(entered(after)) }),
    }
    apply({ kind: 'fail', ...failure }, `Will fail: ${described(failure)}`)
  }
  return group(
    'Requests of the bot',
    row(how, times, after),
    row(route, routes),
    row(
      action('Let them fail', fail, 'danger'),
      action('Stop failing', () => apply({ kind: 'stop-failing' }, 'Nothing fails any more.')),
    ),
    now,
  )
}

function described({ how, route, times }: Failure): string {
  const name = KINDS.find(([kind]) => kind === how)?.[1] ?? how
  return `${times} × ${name}, ${route ?? 'any route'}`
}
