import type { ApiCall, Violation } from '../../../src/wire/control.ts'
import { fill, h } from '../dom/dom.ts'
import type { Store } from '../session/store.ts'
import { panel } from './panel.ts'

/** What bot and stand-in said to each other, and every way in which that broke Discord's rules. */
export function protocolPanel(store: Store): HTMLElement {
  const violations = h('div', { className: 'violations' })
  const calls = h('ol', { className: 'calls', ariaLabel: 'Requests of the bot' })
  store.draw(['state', 'violations'], () => {
    const entries = store.state.violations.toReversed().map((one) => violationEntry(one))
    const none = h('p', { className: 'fine' }, 'Everything keeps to the rules of Discord.')
    fill(violations, ...(entries.length === 0 ? [none] : entries))
  })
  store.draw(['state', 'calls'], () => {
    fill(calls, ...store.state.calls.toReversed().map((one) => callLine(one)))
  })
  return panel(
    'protocol',
    'Protocol',
    h('h3', {}, 'Violations'),
    violations,
    h('h3', {}, 'Requests of the bot, newest first'),
    calls,
  )
}

function violationEntry({ at, side, route, message, details }: Violation): HTMLElement {
  return h(
    'div',
    { className: 'violation' },
    h('p', {}, h('span', { className: `side ${side}` }, side), h('code', {}, route)),
    h('p', {}, `${new Date(at).toLocaleTimeString()} · ${message}`),
    h(
      'ul',
      {},
      ...details.map((one) =>
        h('li', {}, h('code', {}, one.path || '(body)'), ` ${one.code}: ${one.message}`),
      ),
    ),
  )
}

function callLine({ at, route, status, code, ms }: ApiCall): HTMLElement {
  return h(
    'li',
    { className: status < 400 ? 'call' : 'call refused' },
    h('span', { className: 'status-code' }, String(status)),
    h('code', {}, route),
    code !== null && h('span', { className: 'code' }, String(code)),
    h('small', {}, `${Math.round(ms)} ms · ${new Date(at).toLocaleTimeString()}`),
  )
}
