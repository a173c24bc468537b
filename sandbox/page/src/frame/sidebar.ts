import { fill, h, icon } from './dom.ts'
import { ICONS } from './icons.ts'
import type { Store } from './store.ts'

/** The servers, the channels of the one server, and who one is. */
export function sidebar(store: Store, onChosen: () => void): HTMLElement {
  const channels = h('ul', { className: 'channels' })
  const name = h('h1', {})
  const user = h('div', { className: 'user' })
  const draw = () => {
    name.textContent = store.state.guild.name
    fill(channels, ...store.state.channels.map((channel) => line(store, channel.id, onChosen)))
    fill(user, ...userPanel(store))
  }
  for (const topic of ['state', 'channel', 'participants'] as const) store.on(topic, draw)
  draw()
  const initials = store.state.guild.name.replaceAll(/(\w)\w*\s*/g, '$1')
  return h(
    'div',
    { className: 'sidebar', id: 'sidebar' },
    h(
      'nav',
      { className: 'rail', ariaLabel: 'Servers' },
      h('div', { className: 'home', attrs: { 'aria-hidden': 'true' } }, '▚'),
      h('div', { className: 'server', attrs: { 'aria-hidden': 'true' } }, initials),
    ),
    h('nav', { className: 'list', ariaLabel: 'Channels' }, name, channels, user),
  )
}

function line(store: Store, id: string, onChosen: () => void): HTMLElement {
  const channel = store.state.channels.find((one) => one.id === id)
  const isOpen = id === store.channelId
  const inside = store.participants(id)
  return h(
    'li',
    {},
    h(
      'button',
      {
        type: 'button',
        className: 'channel',
        attrs: { 'aria-current': isOpen ? 'page' : null },
        on: {
          click: () => {
            store.openChannel(id)
            onChosen()
          },
        },
      },
      icon(channel?.isPrivate ? ICONS.lock : ICONS.hash),
      h('span', {}, channel?.name ?? ''),
      inside.length > 0 &&
        h(
          'span',
          { className: 'count', ariaLabel: `${inside.length} in Activity` },
          `▶ ${inside.length}`,
        ),
    ),
  )
}

function userPanel(store: Store): HTMLElement[] {
  const { me, people } = store.state
  const choose = h(
    'select',
    {
      ariaLabel: 'View as',
      on: {
        change: () => {
          const query = new URLSearchParams(location.search)
          query.set('as', choose.value)
          location.search = query.toString()
        },
      },
    },
    ...people
      .filter((person) => !person.bot)
      .map((person) =>
        h('option', { value: person.key, selected: person.id === me.id }, person.name),
      ),
  )
  return [
    h('img', { className: 'avatar', src: me.avatarUrl, alt: '' }),
    h('div', {}, choose, h('p', {}, me.roles.join(', ') || 'Member')),
  ]
}
