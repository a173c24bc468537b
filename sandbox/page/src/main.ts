import type { PageState } from '../../src/wire/control.ts'
import { ActivityPanel } from './activity/activity-panel.ts'
import { askConsent } from './activity/consent.ts'
import { Composer } from './composer/composer.ts'
import { h } from './dom/dom.ts'
import { restoreTheme } from './dom/theme.ts'
import { keepTime } from './dom/time.ts'
import { header } from './frame/header.ts'
import { memberList } from './frame/member-list.ts'
import { sidebar } from './frame/sidebar.ts'
import { messageLog } from './message/log.ts'
import { namesOf } from './message/names.ts'
import { openModal } from './modal/modal.ts'
import { Connection } from './session/connection.ts'
import { followLinks } from './session/links.ts'
import { Store } from './session/store.ts'
import { faultsPanel } from './tools/faults-panel.ts'
import { protocolPanel } from './tools/protocol-panel.ts'
import './style/theme.css'
import './style/control.css'
import './style/layout.css'
import './style/sidebar.css'
import './style/overlay.css'
import './style/message.css'
import './style/component.css'
import './style/composer.css'
import './style/modal.css'
import './style/tools.css'
import './style/activity.css'

const query = new URLSearchParams(location.search)
let store: Store | null = null

restoreTheme()
keepTime()
const connection = new Connection({
  person: query.get('as') ?? 'ada',
  onMessage: (message) => {
    if (store) store.apply(message)
    else if (message.type === 'state') store = open(message)
  },
  onOnline: (online) => store?.setOnline(online),
})

/** Builds the page around the first state; later states only redraw what changed. */
function open(state: PageState): Store {
  const store = new Store(state, query.get('channel'))
  const names = namesOf(store)
  const composer = new Composer(store, connection)
  const close = () => document.body.classList.remove('toggled-sidebar')
  const activity = new ActivityPanel(store, connection)
  const chat = h('div', { className: 'chat' }, messageLog(store, connection), composer.element)
  const main = h(
    'main',
    {},
    header(store, connection, names),
    h('div', { className: 'work' }, activity.element, chat, memberList(store, connection)),
    faultsPanel(store, connection),
    protocolPanel(store),
  )
  document.body.append(sidebar(store, close), main, status(store))
  main.addEventListener('click', ({ target }) => {
    if (target instanceof Element && !target.closest('.toggle-sidebar')) close()
  })
  askConsent(store, connection)
  followLinks(store, connection)
  store.on('modal', ({ modal }) => openModal(store, connection, names, modal))
  store.on('channel', () => {
    title(store)
    remember(store)
    composer.focus()
  })
  store.on('unread', () => title(store))
  title(store)
  composer.focus()
  return store
}

function title(store: Store): void {
  const { channels, me } = store.state
  const pings = channels.reduce((sum, { id }) => sum + store.unread(id).pings, 0)
  const sign = store.channel?.guildId === null ? '' : '#'
  const count = pings > 0 ? `(${pings}) ` : ''
  document.title = `${count}${sign}${store.channel?.name ?? ''} · ${me.name} · Sandbox`
}

/** A reload stays in the channel. */
function remember(store: Store): void {
  query.set('channel', store.channelId)
  history.replaceState(null, '', `?${query}`)
}

/** Says when the sandbox is away. */
function status(store: Store): HTMLElement {
  const line = h('p', { className: 'status', attrs: { role: 'status' } })
  store.draw(['online', 'state'], () => {
    line.textContent = store.online ? '' : 'Connection lost. Reconnecting…'
    line.hidden = store.online
  })
  return line
}
