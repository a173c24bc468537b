import type { Violation } from '../../src/wire/control.ts'
import { fill, h } from './dom.ts'
import type { Store } from './store.ts'

/** Lists every way in which bot or stand-in broke Discord's rules. Empty is right. */
export function protocolPanel(store: Store): HTMLElement {
  const list = h('div', { className: 'violations' })
  const draw = () => {
    const { violations } = store.state
    if (violations.length === 0) fill(list, h('p', {}, 'Everything keeps to the rules of Discord.'))
    else fill(list, ...violations.toReversed().map((violation) => entry(violation)))
  }
  for (const topic of ['state', 'violations'] as const) store.on(topic, draw)
  draw()
  return h(
    'section',
    { className: 'protocol', id: 'protocol', hidden: true, ariaLabel: 'Protocol' },
    h('h2', {}, 'Protocol'),
    list,
  )
}

function entry({ at, side, route, message, details }: Violation): HTMLElement {
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
