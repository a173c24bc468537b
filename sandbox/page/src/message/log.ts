import type { PageMessage } from '../../../src/wire/control.ts'
import { fill, h } from '../dom/dom.ts'
import type { Connection } from '../session/connection.ts'
import type { Store } from '../session/store.ts'
import { messageArticle } from './article.ts'
import { attemptNotice } from './attempt-notice.ts'
import type { MessageContext } from './context.ts'
import { keepingFocus } from './focus.ts'
import { isContinued, isNewDay } from './grouping.ts'
import { namesOf } from './names.ts'
import { pressed } from './press.ts'
import { rewrite } from './rewrite.ts'
import { Scroll } from './scroll.ts'
import { welcome } from './welcome.ts'

/** The messages of the open channel, newest at the bottom. */
export function messageLog(store: Store, connection: Connection): HTMLElement {
  const list = h('div', {})
  const notices = h('div', {})
  const attrs = { role: 'log', 'aria-relevant': 'additions' }
  const log = h('div', { ariaLabel: 'Messages', attrs }, list, notices)
  const scroll = new Scroll(log)
  const context: MessageContext = {
    store,
    connection,
    names: namesOf(store),
    press: (message, press, control) => void pressed(store, connection, message, press, control),
    rewrite: (message) => {
      const article = articleOf(message.id)
      if (article) rewrite(article, message, connection, drawAll)
    },
  }
  const drawAll = () => {
    const messages = store.messages()
    const parts = messages.flatMap((message, i) => withDay(messages[i - 1], message, context))
    silently(log, () => keepingFocus(list, () => fill(list, welcome(store), ...parts)))
  }
  const drawNotices = () => {
    const here = [...store.attempts.values()].filter((one) => one.channelId === store.channelId)
    fill(notices, ...here.map((attempt) => attemptNotice(attempt, store)))
  }

  for (const topic of ['state', 'guild', 'messages', 'message-delete'] as const) {
    store.on(topic, drawAll)
  }
  store.on('channel', () => {
    drawAll()
    drawNotices()
    scroll.toBottom()
  })
  store.on('attempts', drawNotices)
  store.on('message', (message) => {
    if (message.channel_id !== store.channelId) return
    const isNew = articleOf(message.id) === null
    keepingFocus(list, () => drawOne(list, message, context))
    if (isNew) scroll.grown(message.author.id === store.state.me.id)
  })
  store.on('jump', (id) => flash(articleOf(id)))
  drawAll()
  return h('div', { className: 'log' }, scroll.element, scroll.news)
}

/** Nothing of what is only drawn anew is read out. */
function silently(log: HTMLElement, redraw: () => void): void {
  log.ariaLive = 'off'
  redraw()
  requestAnimationFrame(() => {
    log.ariaLive = null
  })
}

function drawOne(list: HTMLElement, message: PageMessage, context: MessageContext): void {
  const messages = context.store.messages()
  const before = messages[messages.indexOf(message) - 1]
  const present = articleOf(message.id)
  if (present) present.replaceWith(messageArticle(message, isContinued(before, message), context))
  else list.append(...withDay(before, message, context))
}

/** A message, below a line with the date when another day begins. */
function withDay(
  before: PageMessage | undefined,
  message: PageMessage,
  context: MessageContext,
): HTMLElement[] {
  const article = messageArticle(message, isContinued(before, message), context)
  if (!isNewDay(before, message)) return [article]
  const date = new Date(message.timestamp).toLocaleDateString(undefined, { dateStyle: 'long' })
  return [h('p', { className: 'day' }, h('span', {}, date)), article]
}

function articleOf(id: string): HTMLElement | null {
  return document.querySelector(`#message-${CSS.escape(id)}`)
}

function flash(article: HTMLElement | null): void {
  if (!article) return
  article.scrollIntoView({ block: 'center' })
  article.focus({ preventScroll: true })
  article.classList.remove('flash')
  // Starts the animation anew.
  article.getBoundingClientRect()
  article.classList.add('flash')
}
