import { ApplicationCommandType } from 'discord-api-types/v10'
import type { ChannelView } from '../../../src/wire/control.ts'
import { commandsFor } from '../composer/commands.ts'
import { prompted } from '../dom/dialog.ts'
import { fill, h, icon } from '../dom/dom.ts'
import { ICONS } from '../dom/icons.ts'
import { openMenu, type MenuEntry } from '../dom/menu.ts'
import type { Names } from '../markdown/draw.ts'
import type { Connection } from '../session/connection.ts'
import type { Store } from '../session/store.ts'
import { useCommand } from '../session/use.ts'
import { channelIcon } from './channel-icon.ts'
import { facesOf } from './faces.ts'
import { openPins } from './pins.ts'

/** The line above the chat: which channel, who runs something in it, and what belongs to it. */
export function header(store: Store, connection: Connection, names: Names): HTMLElement {
  const title = h('div', { className: 'title' })
  const join = h('span', {})
  const pins = tool('Pinned messages', ICONS.pin, () => openPins(pins, store, connection, names))
  const more = tool('Channel options', ICONS.more, () =>
    openMenu(more, 'Channel options', channelActions(store, connection)),
  )
  const members = tool('Members', ICONS.people, () =>
    document.body.classList.toggle('toggled-members'),
  )
  const channels = tool('Channels', ICONS.menu, () =>
    document.body.classList.toggle('toggled-sidebar'),
  )
  channels.classList.add('toggle-sidebar')
  store.draw(['state', 'guild', 'channel', 'commands', 'participants', 'unread'], () => {
    if (store.channel) fill(title, ...titleOf(store.channel, store))
    fill(join, joinButton(store, connection))
    more.hidden = channelActions(store, connection).length === 0
    const isUnread = store.state.channels.some(({ id }) => store.unread(id).messages > 0)
    channels.classList.toggle('unread', isUnread)
  })
  return h('header', { className: 'bar' }, channels, title, join, more, pins, members)
}

function titleOf(channel: ChannelView, store: Store): (Node | null)[] {
  const parent = channel.parentId === null ? undefined : store.channelById(channel.parentId)
  return [
    parent ? parentLink(parent, store) : null,
    channelIcon(channel),
    h('h2', {}, channel.name),
    channel.isArchived ? h('span', { className: 'badge quiet' }, 'Archived') : null,
    channel.isLocked ? h('span', { className: 'badge quiet' }, 'Locked') : null,
    channel.topic === '' ? null : h('span', { className: 'topic' }, channel.topic),
  ]
}

function parentLink(parent: ChannelView, store: Store): HTMLElement {
  const open = () => store.openChannel(parent.id)
  return h(
    'button',
    { type: 'button', className: 'parent', on: { click: open } },
    channelIcon(parent),
    parent.name,
    icon(ICONS.right),
  )
}

function channelActions(store: Store, connection: Connection): MenuEntry[] {
  const { channel } = store
  if (!channel) return []
  const isThread = channel.kind === 'public-thread' || channel.kind === 'private-thread'
  if (isThread) {
    const isIn = channel.memberIds.includes(store.state.me.id)
    const type = isIn ? 'leave-thread' : 'join-thread'
    const choose = () => connection.send({ type, channelId: channel.id })
    return [{ label: isIn ? 'Leave thread' : 'Join thread', path: ICONS.thread, choose }]
  }
  if (!channel.mayCreateThreads) return []
  return [
    threadEntry('Create thread', channel, connection, false),
    threadEntry('Create private thread', channel, connection, true),
  ]
}

function threadEntry(
  label: string,
  { id }: ChannelView,
  connection: Connection,
  isPrivate: boolean,
): MenuEntry {
  const create = async () => {
    const name = await prompted({ title: label, label: 'Thread name', yes: 'Create' })
    if (name !== null) connection.send({ type: 'create-thread', channelId: id, name, isPrivate })
  }
  return { label, path: isPrivate ? ICONS.lock : ICONS.thread, choose: () => void create() }
}

/** Joins the Activity that runs here, or begins one by the application's Entry Point command. */
function joinButton(store: Store, connection: Connection): HTMLElement | null {
  const inside = store.participants(store.channelId)
  if (inside.some(({ id }) => id === store.state.me.id)) return null
  const { channelId } = store
  const { name } = store.state.application
  if (inside.length > 0) {
    const open = { type: 'open-activity', channelId, customId: null } as const
    const join = startButton(`Join ${name}`, 'success', () => connection.send(open))
    const people = inside.map(({ id }) => store.person(id))
    return h('span', { className: 'joining' }, ...facesOf(people), join)
  }
  const [entry] = commandsFor(store, ApplicationCommandType.PrimaryEntryPoint)
  if (!entry) return null
  const use = { label: `Launch ${name}`, commandId: entry.command.id }
  return startButton(`Launch ${name}`, 'secondary', () => useCommand(store, connection, use))
}

function startButton(label: string, style: string, click: () => void): HTMLElement {
  const [verb = '', ...name] = label.split(' ')
  return h(
    'button',
    { type: 'button', className: `button small ${style}`, ariaLabel: label, on: { click } },
    verb,
    h('span', { className: 'wide-only' }, name.join(' ')),
  )
}

function tool(label: string, path: string, click: () => void): HTMLElement {
  return h(
    'button',
    { type: 'button', className: 'tool', ariaLabel: label, title: label, on: { click } },
    icon(path),
  )
}
