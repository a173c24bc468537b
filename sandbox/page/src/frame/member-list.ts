import { ApplicationCommandType } from 'discord-api-types/v10'
import type { Person } from '../../../src/wire/control.ts'
import { commandsFor } from '../composer/commands.ts'
import { fill, h } from '../dom/dom.ts'
import { ICONS } from '../dom/icons.ts'
import { openMenu, type MenuEntry } from '../dom/menu.ts'
import { onMenuAsked } from '../dom/menu-asked.ts'
import { personName } from '../message/person-name.ts'
import type { Connection } from '../session/connection.ts'
import type { Store } from '../session/store.ts'
import { useCommand } from '../session/use.ts'

/** Who may read the open channel, by their highest role. */
export function memberList(store: Store, connection: Connection): HTMLElement {
  const list = h('div', {})
  store.draw(['state', 'guild', 'channel', 'online'], () =>
    fill(list, ...groups(store).map(([role, people]) => group(role, people, store, connection))),
  )
  return h('aside', { className: 'members', id: 'members', ariaLabel: 'Members' }, list)
}

function groups({ state, channel }: Store): [string, Person[]][] {
  const byRole = new Map<string, Person[]>()
  const isDm = channel?.guildId === null
  for (const person of state.people.filter(({ id }) => channel?.memberIds.includes(id))) {
    const role = isDm ? 'Members' : person.bot ? 'Apps' : (person.roles[0] ?? 'Members')
    byRole.set(role, [...(byRole.get(role) ?? []), person])
  }
  return [...byRole]
}

function group(role: string, people: Person[], store: Store, connection: Connection): HTMLElement {
  return h(
    'section',
    { ariaLabel: role },
    h('h2', {}, `${role} — ${people.length}`),
    h('ul', {}, ...people.map((person) => h('li', {}, member(person, store, connection)))),
  )
}

function member(person: Person, store: Store, connection: Connection): HTMLElement {
  const isOnline = !person.bot || (store.online && store.state.botOnline)
  const open = () => openMenu(element, person.name, personActions(person, store, connection))
  const element: HTMLElement = h(
    'button',
    {
      type: 'button',
      className: isOnline ? 'member' : 'member offline',
      ariaHasPopup: 'menu',
      on: { click: open },
    },
    h(
      'span',
      { className: 'presence' },
      h('img', { className: 'avatar', src: person.avatarUrl, alt: '' }),
    ),
    personName(person, person.name),
    person.bot && h('span', { className: 'badge' }, 'APP'),
    person.id === store.state.me.id && h('span', { className: 'you' }, 'you'),
    !isOnline && h('span', { className: 'away' }, 'offline'),
  )
  onMenuAsked(element, open)
  return element
}

/** What can be done with somebody; commands for people are the application's own. */
function personActions(person: Person, store: Store, connection: Connection): MenuEntry[] {
  const apps = commandsFor(store, ApplicationCommandType.User).map(({ label, command }) => ({
    label,
    choose: () => {
      useCommand(store, connection, { label, commandId: command.id, targetId: person.id })
    },
  }))
  const dm = store.state.channels.find(
    ({ kind, memberIds }) => kind === 'dm' && memberIds.includes(person.id),
  )
  const copyId = () => void navigator.clipboard.writeText(person.id)
  return [
    ...(dm && person.id !== store.state.me.id
      ? [{ label: 'Message', path: ICONS.at, choose: () => store.openChannel(dm.id) }]
      : []),
    ...(apps.length > 0 ? [{ label: 'Apps', path: ICONS.apps, entries: apps }] : []),
    { label: 'Copy user ID', path: ICONS.copy, choose: copyId },
  ]
}
