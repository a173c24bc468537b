import type { Person } from '../../../src/wire/control.ts'
import { fill, h, icon } from '../dom/dom.ts'
import { ICONS } from '../dom/icons.ts'
import { openPopover } from '../dom/popover.ts'
import { toggleTheme } from '../dom/theme.ts'
import type { Store } from '../session/store.ts'
import { togglePanel } from '../tools/panel.ts'

/** Who one is, and the switches of the sandbox itself. */
export function userPanel(store: Store): HTMLElement {
  const me: HTMLButtonElement = h('button', {
    type: 'button',
    className: 'me',
    ariaHasPopup: 'dialog',
    ariaExpanded: 'false',
    on: { click: () => openPeople(me, store) },
  })
  const protocol = tool('Protocol', ICONS.shield, () => togglePanel('protocol'))
  protocol.classList.add('counting')
  store.draw(['state', 'guild'], () => {
    const { name, avatarUrl, roles } = store.state.me
    me.ariaLabel = `${name}: switch person`
    fill(
      me,
      h('img', { className: 'avatar', src: avatarUrl, alt: '' }),
      h('span', {}, h('strong', {}, name), h('small', {}, roles.join(', ') || 'Member')),
    )
  })
  store.draw(['state', 'violations'], () => {
    const { length } = store.state.violations
    protocol.dataset['count'] = length === 0 ? '' : String(length)
    protocol.ariaLabel = length === 0 ? 'Protocol' : `Protocol: ${length} violations`
  })
  return h(
    'div',
    { className: 'user' },
    me,
    tool('Switch between dark and light', ICONS.sun, toggleTheme),
    tool('Faults', ICONS.bolt, () => togglePanel('faults')),
    protocol,
  )
}

/** The people of the sandbox: to look through their eyes here, or in a tab beside this one. */
function openPeople(at: HTMLElement, store: Store): void {
  const people = store.state.people.filter(({ bot }) => !bot)
  const content = h(
    'div',
    { ariaLabel: 'Switch person', attrs: { role: 'dialog' } },
    h('h3', {}, 'View as'),
    h('ul', {}, ...people.map((person) => personLine(person, store))),
  )
  openPopover({ at, content, className: 'people' })
}

function personLine(person: Person, store: Store): HTMLElement {
  const query = new URLSearchParams(location.search)
  query.set('as', person.key)
  const href = `?${query}`
  const isMe = person.id === store.state.me.id
  return h(
    'li',
    {},
    h(
      'a',
      { href, attrs: { 'aria-current': isMe ? 'true' : null, 'data-first': isMe ? '' : null } },
      h('img', { className: 'avatar', src: person.avatarUrl, alt: '' }),
      h(
        'span',
        {},
        h('strong', {}, person.name),
        h('small', {}, `${person.roles.join(', ') || 'Member'} · ${person.locale}`),
      ),
    ),
    h(
      'a',
      {
        href,
        target: '_blank',
        rel: 'noopener',
        className: 'tool',
        ariaLabel: `Open ${person.name} in a new tab`,
      },
      icon(ICONS.external),
    ),
  )
}

function tool(label: string, path: string, click: () => void): HTMLElement {
  return h(
    'button',
    { type: 'button', className: 'tool', ariaLabel: label, title: label, on: { click } },
    icon(path),
  )
}
