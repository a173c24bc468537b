import type { PageState } from '../../src/wire/control.ts'
import { ActivityPanel } from './activity-panel.ts'
import { Composer } from './composer.ts'
import { Connection } from './connection.ts'
import { h } from './dom.ts'
import { header } from './header.ts'
import { memberList } from './member-list.ts'
import { messageLog } from './message-log.ts'
import { protocolPanel } from './protocol-panel.ts'
import { sidebar } from './sidebar.ts'
import { Store } from './store.ts'
import './style/theme.css'
import './style/layout.css'
import './style/message.css'
import './style/composer.css'
import './style/activity.css'
import { restoreTheme } from './theme.ts'

const query = new URLSearchParams(location.search)
let store: Store | null = null

restoreTheme()
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
  const composer = new Composer(store, connection)
  const close = () => document.body.classList.remove('toggled-sidebar')
  const activity = new ActivityPanel(store, connection)
  const chat = h('div', { className: 'chat' }, messageLog(store, connection), composer.element)
  const main = h(
    'main',
    {},
    header(store, connection),
    h('div', { className: 'work' }, activity.element, chat, memberList(store)),
    protocolPanel(store),
  )
  document.body.append(sidebar(store, close), main, status(store))
  store.on('channel', () => {
    title(store)
    remember(store)
    composer.focus()
  })
  title(store)
  composer.focus()
  return store
}

function title(store: Store): void {
  document.title = `#${store.channel?.name ?? ''} · ${store.state.me.name} · Sandbox`
}

/** A reload stays in the channel. */
function remember(store: Store): void {
  query.set('channel', store.channel?.name ?? '')
  history.replaceState(null, '', `?${query}`)
}

/** Says when the sandbox or the bot is away. */
function status(store: Store): HTMLElement {
  const line = h('p', { className: 'status', attrs: { role: 'status' } })
  const draw = () => {
    line.textContent = store.online ? '' : 'Connection lost. Reconnecting…'
    line.hidden = store.online
  }
  store.on('online', draw)
  store.on('state', draw)
  draw()
  return line
}
