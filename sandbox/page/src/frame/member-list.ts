import type { Person } from '../../src/wire/control.ts'
import { fill, h } from './dom.ts'
import type { Store } from './store.ts'

/** Who is here, by their highest role. */
export function memberList(store: Store): HTMLElement {
  const list = h('div', {})
  const draw = () =>
    fill(list, ...groups(store).map(([role, people]) => group(role, people, store)))
  for (const topic of ['state', 'online'] as const) store.on(topic, draw)
  draw()
  return h('aside', { className: 'members', id: 'members', ariaLabel: 'Members' }, list)
}

function groups(store: Store): [string, Person[]][] {
  const byRole = new Map<string, Person[]>()
  for (const person of store.state.people) {
    const role = person.bot ? 'Apps' : (person.roles[0] ?? 'Members')
    byRole.set(role, [...(byRole.get(role) ?? []), person])
  }
  return [...byRole]
}

function group(role: string, people: Person[], store: Store): HTMLElement {
  return h(
    'section',
    {},
    h('h2', {}, `${role} — ${people.length}`),
    h('ul', {}, ...people.map((person) => member(person, store))),
  )
}

function member(person: Person, store: Store): HTMLElement {
  const isOnline = !person.bot || (store.online && store.state.botOnline)
  const color = person.color === null ? null : `--role: ${person.color}`
  return h(
    'li',
    { className: isOnline ? 'member' : 'member offline' },
    h('img', { className: 'avatar', src: person.avatarUrl, alt: '' }),
    h('span', { className: 'who', attrs: { style: color } }, person.name),
    person.bot && h('span', { className: 'badge' }, 'APP'),
    !isOnline && h('span', { className: 'away' }, 'offline'),
  )
}
