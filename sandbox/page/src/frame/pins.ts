import type { PageMessage } from '../../../src/wire/control.ts'
import { h, icon } from '../dom/dom.ts'
import { ICONS } from '../dom/icons.ts'
import { openPopover } from '../dom/popover.ts'
import { shortTime } from '../dom/time.ts'
import { markdown, type Names } from '../markdown/draw.ts'
import { summary } from '../message/summary.ts'
import type { Connection } from '../session/connection.ts'
import type { Store } from '../session/store.ts'

/** The pinned messages of the open channel, newest first. */
export function openPins(
  at: HTMLElement,
  store: Store,
  connection: Connection,
  names: Names,
): void {
  const pinned = store.messages().filter((message) => message.pinned)
  const close = () => popover.close()
  const lines = pinned
    .toReversed()
    .map((message) => h('li', {}, pin(message, store, connection, names, close)))
  const content = h(
    'div',
    { ariaLabel: 'Pinned messages', attrs: { role: 'dialog' } },
    h('h3', {}, 'Pinned messages'),
    lines.length === 0
      ? h('p', { className: 'nothing' }, 'Nothing is pinned in this channel yet.')
      : h('ul', {}, ...lines),
  )
  const popover = openPopover({ at, content, className: 'pins', align: 'end' })
}

function pin(
  message: PageMessage,
  store: Store,
  connection: Connection,
  names: Names,
  close: () => void,
): HTMLElement {
  const author = store.person(message.author.id)
  const name = author?.name ?? message.author.username
  const jump = () => {
    close()
    store.jump(message.channel_id, message.id)
  }
  const unpin = () => {
    close()
    connection.send({ type: 'pin', messageId: message.id, isPinned: false })
  }
  return h(
    'div',
    { className: 'pin' },
    h('img', { className: 'avatar', src: author?.avatarUrl ?? '', alt: '' }),
    h(
      'div',
      {},
      h('strong', {}, name),
      ' ',
      h('time', { dateTime: message.timestamp }, shortTime(new Date(message.timestamp))),
      h('div', { className: 'text' }, content(message, names)),
    ),
    h(
      'button',
      { type: 'button', className: 'button small secondary', on: { click: jump } },
      'Jump',
    ),
    store.channel?.mayPin &&
      h(
        'button',
        { type: 'button', className: 'tool', ariaLabel: 'Unpin', on: { click: unpin } },
        icon(ICONS.close),
      ),
  )
}

function content(message: PageMessage, names: Names): Node | string {
  return message.content === '' ? summary(message) : markdown(message.content, names)
}
