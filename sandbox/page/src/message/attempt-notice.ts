import { h, icon } from '../dom/dom.ts'
import { ICONS } from '../dom/icons.ts'
import type { Attempt, Store } from '../session/store.ts'
import { personName } from './person-name.ts'
import { privately } from './privately.ts'

/** A command on its way to the bot, or that came to nothing: seen by one person, never kept. */
export function attemptNotice({ nonce, label, failure }: Attempt, store: Store): HTMLElement {
  const { me, application } = store.state
  return h(
    'article',
    { className: failure === null ? 'message' : 'message ephemeral failed', ariaLabel: label },
    h(
      'div',
      { className: 'origin' },
      h('img', { src: me.avatarUrl, alt: '' }),
      personName(me, me.name),
      ' used ',
      h('span', { className: 'command-name' }, label),
    ),
    h('img', { className: 'avatar', src: application.iconUrl, alt: '' }),
    h(
      'header',
      {},
      h('span', { className: 'author' }, application.name),
      h('span', { className: 'badge' }, 'APP'),
    ),
    h(
      'div',
      { className: 'body' },
      failure === null
        ? h('p', { className: 'thinking' }, 'Sending command…')
        : h('p', { className: 'failure', attrs: { role: 'alert' } }, icon(ICONS.alert), failure),
      failure !== null && privately(() => store.dropAttempt(nonce)),
    ),
  )
}
