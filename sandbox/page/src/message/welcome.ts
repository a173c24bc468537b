import { h, icon } from '../dom/dom.ts'
import { ICONS } from '../dom/icons.ts'
import { channelIcon } from '../frame/channel-icon.ts'
import type { Store } from '../session/store.ts'

/** How a channel begins. */
export function welcome({ channel }: Store): HTMLElement {
  const name = channel?.name ?? ''
  const isThread = channel?.kind === 'public-thread' || channel?.kind === 'private-thread'
  const isDm = channel?.guildId === null
  const title = isDm || isThread ? name : `Welcome to #${name}!`
  const text = isDm
    ? channel.kind === 'group-dm'
      ? `This is the beginning of the group ${name}.`
      : `This is the beginning of your conversation with ${name}.`
    : isThread
      ? 'This is the start of the thread.'
      : `This is the start of the #${name} channel. ${channel?.topic ?? ''}`
  return h(
    'div',
    { className: 'welcome' },
    h('div', { className: 'sign' }, channel ? channelIcon(channel) : icon(ICONS.hash)),
    h('h3', {}, title),
    h('p', {}, text),
  )
}
