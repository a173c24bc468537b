import type { Person } from '../../../src/wire/control.ts'
import { fill, h } from '../dom/dom.ts'
import type { Store } from '../session/store.ts'
import type { Apply } from './apply.ts'
import { action, group, row, setToggle, toggle } from './controls.ts'

/** Who has which role, and who may see the open channel. */
export function peopleFaults(store: Store, apply: Apply): HTMLElement {
  const list = h('div', {})
  store.draw(['state', 'guild', 'channel'], () => {
    const people = store.state.people.filter(({ bot }) => !bot)
    fill(list, ...people.map((person) => personRow(person, store, apply)))
  })
  return group('People', list)
}

function personRow(person: Person, store: Store, apply: Apply): HTMLElement {
  const { key, name } = person
  const channel = store.channelId
  const shut = (deny: string[]) =>
    apply(
      { kind: 'overwrite', channel, person: key, allow: [], deny },
      deny.length > 0 ? `${name} can’t see this channel.` : `For ${name} the roles decide again.`,
    )
  const forget = () =>
    apply({ kind: 'forget-consent', person: key }, `${name} will be asked again.`)
  return h(
    'div',
    { className: 'person-row' },
    h('strong', {}, name),
    row(...roleToggles(person, store, apply)),
    row(
      person.isMember
        ? action('Remove from server', () =>
            apply({ kind: 'leave-guild', person: key }, `${name} has left.`),
          )
        : action('Back to server', () =>
            apply({ kind: 'join-guild', person: key }, `${name} is back.`),
          ),
      action('Hide this channel', () => shut(['ViewChannel'])),
      action('Show it again', () => shut([])),
      action('Forget consent', forget),
    ),
  )
}

/** Roles that people have; those of bots and @everyone are not given by hand. */
function roleToggles(person: Person, { state }: Store, apply: Apply): HTMLElement[] {
  const fixed = new Set([state.application.name, '@everyone'])
  const names = state.roles.map(({ name }) => name).filter((name) => !fixed.has(name))
  return names.map((role) => {
    const others = person.roles.filter((one) => one !== role)
    const element = toggle(role, (isOn) =>
      apply(
        { kind: 'roles', person: person.key, roles: isOn ? [...others, role] : others },
        `${person.name}’s roles are changed.`,
      ),
    )
    setToggle(element, person.roles.includes(role))
    return element
  })
}
