import type { ChannelView } from '../../../src/wire/control.ts'
import { fill, h, icon } from '../dom/dom.ts'
import { ICONS } from '../dom/icons.ts'
import type { Store } from '../session/store.ts'
import { channelIcon } from './channel-icon.ts'
import { facesOf } from './faces.ts'
import { userPanel } from './user-panel.ts'

/** The server and the conversations, the channels with their threads, and who one is. */
export function sidebar(store: Store, onChosen: () => void): HTMLElement {
  const open = (id: string) => {
    store.openChannel(id)
    onChosen()
  }
  const rail = h('nav', { className: 'rail', ariaLabel: 'Servers' })
  const name = h('h1', {})
  const channels = h('div', { className: 'channels' })
  store.draw(['state', 'guild', 'channel', 'participants', 'unread', 'online'], () => {
    name.textContent = store.state.guild.name
    fill(rail, ...railButtons(store, open))
    fill(channels, ...sections(store, open))
  })
  return h(
    'div',
    { className: 'sidebar', id: 'sidebar' },
    rail,
    h('nav', { className: 'list', ariaLabel: 'Channels' }, name, channels, userPanel(store)),
  )
}

type Open = (id: string) => void

function railButtons(store: Store, open: Open): HTMLElement[] {
  const { channels, guild } = store.state
  const dms = channels.filter(({ guildId }) => guildId === null)
  const ours = channels.filter(({ guildId }) => guildId !== null)
  const initials = guild.name.replaceAll(/(\w)\w*\s*/g, '$1').slice(0, 3)
  return [
    railButton('Direct messages', icon(ICONS.at), dms, store, open),
    h('hr', {}),
    railButton(guild.name, initials, ours, store, open),
  ]
}

function railButton(
  label: string,
  content: Node | string,
  channels: ChannelView[],
  store: Store,
  open: Open,
): HTMLElement {
  const isOpen = channels.some(({ id }) => id === store.channelId)
  const isUnread = channels.some(({ id }) => store.unread(id).messages > 0)
  const [first] = channels
  return h(
    'button',
    {
      type: 'button',
      className: isUnread ? 'server unread' : 'server',
      ariaLabel: label,
      title: label,
      disabled: !first,
      attrs: { 'aria-current': isOpen ? 'true' : null },
      on: {
        click: () => {
          if (first && !isOpen) open(first.id)
        },
      },
    },
    content,
  )
}

function sections(store: Store, open: Open): HTMLElement[] {
  const { channels } = store.state
  const text = channels.filter(({ kind }) => kind === 'text')
  const dms = channels.filter(({ guildId }) => guildId === null)
  const lines = text.map((channel) =>
    h('li', {}, line(channel, store, open), threads(channel, store, open)),
  )
  const people = dms.map((channel) => h('li', {}, line(channel, store, open)))
  return [
    section('Text channels', lines),
    ...(dms.length > 0 ? [section('Direct messages', people)] : []),
  ]
}

function section(title: string, lines: HTMLElement[]): HTMLElement {
  return h('section', { ariaLabel: title }, h('h2', {}, title), h('ul', {}, ...lines))
}

function threads(parent: ChannelView, store: Store, open: Open): HTMLElement | null {
  const inside = store.state.channels.filter(
    ({ parentId, isArchived, id }) =>
      parentId === parent.id && (!isArchived || id === store.channelId),
  )
  if (inside.length === 0) return null
  const lines = inside.map((thread) => h('li', {}, line(thread, store, open)))
  return h('ul', { className: 'threads', ariaLabel: `Threads of ${parent.name}` }, ...lines)
}

function line(channel: ChannelView, store: Store, open: Open): HTMLElement {
  const { messages, pings } = store.unread(channel.id)
  const inside = store.participants(channel.id)
  const isLocked = channel.isPrivate && channel.guildId !== null
  return h(
    'button',
    {
      type: 'button',
      className: messages > 0 ? 'channel unread' : 'channel',
      attrs: { 'aria-current': channel.id === store.channelId ? 'page' : null },
      on: { click: () => open(channel.id) },
    },
    picture(channel, store),
    h('span', { className: 'name' }, channel.name),
    isLocked && h('span', { className: 'unseen' }, ' (private)'),
    messages > 0 && h('span', { className: 'unseen' }, ` ${messages} unread`),
    inside.length > 0 &&
      h(
        'span',
        { className: 'inside', title: `${inside.length} in the Activity` },
        ...facesOf(inside.map(({ id }) => store.person(id))),
      ),
    pings > 0 && h('span', { className: 'pings' }, String(pings)),
  )
}

function picture(channel: ChannelView, store: Store): Node {
  const other = channel.memberIds.find((id) => id !== store.state.me.id)
  const person = channel.kind === 'dm' ? store.person(other ?? '') : undefined
  if (!person) return channelIcon(channel)
  return h('img', { className: 'avatar', src: person.avatarUrl, alt: '' })
}
