import type { PageMessage } from '../../src/wire/control.ts'
import type { Connection } from './connection.ts'
import { fill, h } from './dom.ts'
import { messageArticle, notice, type ArticleContext } from './message-article.ts'
import type { Press } from './component.ts'
import type { Store } from './store.ts'

const NEAR_BOTTOM_PX = 120
const CONTINUED_WITHIN_MS = 7 * 60 * 1000
const ACTIVITY_LINK = /^https:\/\/discord\.com\/activities\/(\d+)(?:\?(.*))?$/

/** The messages of the open channel, newest at the bottom, kept in view unless somebody scrolled up. */
export function messageLog(store: Store, connection: Connection): HTMLElement {
  const list = h('div', { className: 'messages', attrs: { role: 'log', 'aria-label': 'Messages' } })
  const notices = h('div', { className: 'notices' })
  const scroller = h('div', { className: 'scroller', tabIndex: 0 }, list, notices)
  scroller.setAttribute('aria-label', 'Message history')
  scroller.setAttribute('role', 'group')
  const context = articleContext(store, connection)

  // Stays at the bottom through new messages, arriving pictures and a changing window, until
  // somebody scrolls up.
  let isStuck = true
  const toBottom = () => {
    if (isStuck) scroller.scrollTop = scroller.scrollHeight
  }
  scroller.addEventListener('scroll', () => {
    const below = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight
    isStuck = below < NEAR_BOTTOM_PX
  })
  const sizes = new ResizeObserver(toBottom)
  for (const part of [scroller, list, notices]) sizes.observe(part)
  const drawAll = () => {
    const messages = store.messages()
    const articles = messages.map((message, i) =>
      messageArticle(message, isContinued(messages[i - 1], message), context),
    )
    fill(list, welcome(store), ...articles)
  }
  const drawNotices = () => {
    const here = [...store.attempts.values()].filter((one) => one.channelId === store.channelId)
    fill(
      notices,
      ...here.map(({ nonce, label, failed }) =>
        failed
          ? notice(`${label}: The application did not respond`, true, () =>
              store.dropAttempt(nonce),
            )
          : notice(`Sending ${label}…`, false),
      ),
    )
  }

  store.on('state', drawAll)
  store.on('channel', () => {
    isStuck = true
    drawAll()
    drawNotices()
    toBottom()
  })
  store.on('attempts', drawNotices)
  store.on('message-delete', (id) => document.querySelector(`#message-${id}`)?.remove())
  store.on('message', (message) => {
    if (message.channel_id !== store.channelId) return
    drawOne(store, list, message, context)
    toBottom()
  })
  drawAll()
  return scroller
}

function drawOne(store: Store, list: HTMLElement, message: PageMessage, context: ArticleContext) {
  const messages = store.messages()
  const index = messages.indexOf(message)
  const article = messageArticle(message, isContinued(messages[index - 1], message), context)
  const before = document.querySelector(`#message-${message.id}`)
  if (!before) return list.append(article)
  const focused = before.contains(document.activeElement) ? document.activeElement : null
  before.replaceWith(article)
  // An edit while somebody's focus is on a button of the card must not throw the focus away.
  const label = focused?.textContent
  const same = [...article.querySelectorAll<HTMLElement>('button, a')].find(
    (one) => one.textContent === label,
  )
  return same?.focus()
}

function isContinued(before: PageMessage | undefined, message: PageMessage): boolean {
  if (before?.author.id !== message.author.id || before.ephemeral !== message.ephemeral)
    return false
  const gap = Date.parse(message.timestamp) - Date.parse(before.timestamp)
  return gap < CONTINUED_WITHIN_MS
}

function welcome({ channel }: Store): HTMLElement {
  return h(
    'div',
    { className: 'welcome' },
    h('h2', {}, `Welcome to #${channel?.name ?? ''}!`),
    h('p', {}, `This is the start of the #${channel?.name ?? ''} channel. ${channel?.topic ?? ''}`),
  )
}

function articleContext(store: Store, connection: Connection): ArticleContext {
  return {
    names: {
      user: (id) => store.person(id)?.name ?? null,
      channel: (id) => store.state.channels.find((channel) => channel.id === id)?.name ?? null,
      role: (id) => store.state.roles.find((role) => role.id === id)?.name ?? null,
    },
    person: (id) => store.person(id),
    press: (message, press, control) => pressed(store, connection, message, press, control),
    follow: (url) => {
      const [, id, query] = ACTIVITY_LINK.exec(url) ?? []
      if (id !== store.state.application.id) return false
      const customId = new URLSearchParams(query).get('custom_id')
      return connection.send({ type: 'open-activity', channelId: store.channelId, customId })
    },
    dismiss: ({ channel_id, id }) => store.dropMessage(channel_id, id),
  }
}

/** Shows the control as busy until the bot answers, and says so when it does not. */
function pressed(
  store: Store,
  connection: Connection,
  message: PageMessage,
  press: Press,
  control: HTMLElement,
): void {
  if (control.getAttribute('aria-busy') === 'true') return
  const nonce = crypto.randomUUID()
  const article = control.closest('article')
  article?.querySelector('.failure')?.remove()
  control.setAttribute('aria-busy', 'true')
  const finish = (failed: boolean) => {
    control.removeAttribute('aria-busy')
    if (!failed || !article) return
    const attrs = { role: 'status' }
    article.append(h('p', { className: 'failure', attrs }, 'This interaction failed'))
  }
  const stop = store.on('interaction', (outcome) => {
    if (outcome.nonce !== nonce) return
    stop()
    finish(outcome.outcome === 'failed')
  })
  const use = { channelId: message.channel_id, messageId: message.id }
  if (!connection.send({ type: 'component', nonce, ...use, ...press })) finish(true)
}
