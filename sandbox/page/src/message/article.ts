import type { APIAttachment } from 'discord-api-types/v10'
import type { PageMessage } from '../../../src/wire/control.ts'
import { component } from '../component/component.ts'
import type { ComponentContext } from '../component/context.ts'
import { embed } from '../component/embed.ts'
import { file } from '../component/file.ts'
import { picture } from '../component/media.ts'
import { h, icon } from '../dom/dom.ts'
import { ICONS } from '../dom/icons.ts'
import { shortTime } from '../dom/time.ts'
import { markdown, type Names } from '../markdown/draw.ts'
import type { MessageContext } from './context.ts'
import { opensMenu } from './message-menu.ts'
import { origin } from './origin.ts'
import { personName } from './person-name.ts'
import { privately } from './privately.ts'
import { systemMessage } from './system-message.ts'

const LOADING = 1 << 7

/** A message as an `article`; `isContinued` leaves the author out, as the one above has it. */
export function messageArticle(
  message: PageMessage,
  isContinued: boolean,
  context: MessageContext,
): HTMLElement {
  const system = systemMessage(message, context)
  if (system) return opensMenu(system, message, context)
  const author = context.store.person(message.author.id)
  const name = author?.name ?? message.author.username
  const date = new Date(message.timestamp)
  const article = h(
    'article',
    {
      id: `message-${message.id}`,
      className: classes(message, isContinued, context),
      tabIndex: -1,
      ariaLabel: `${name}, ${shortTime(date)}`,
    },
    origin(message, context),
    h('img', { className: 'avatar', src: author?.avatarUrl ?? '', alt: '' }),
    h('time', { className: 'aside', dateTime: message.timestamp }, clock(date)),
    h(
      'header',
      {},
      personName(author, name, 'author'),
      message.author.bot && h('span', { className: 'badge' }, 'APP'),
      h('time', { dateTime: message.timestamp }, shortTime(date)),
      message.pinned && h('span', { className: 'pinned', title: 'Pinned' }, icon(ICONS.pin)),
    ),
    body(message, name, context),
  )
  return opensMenu(article, message, context)
}

function body(message: PageMessage, name: string, context: MessageContext): HTMLElement {
  const { store, connection, names } = context
  const components: ComponentContext = {
    names,
    store,
    press: (press, control) => context.press(message, press, control),
  }
  const isLoading = ((message.flags ?? 0) & LOADING) !== 0
  const dismiss = () => connection.send({ type: 'delete-message', messageId: message.id })
  return h(
    'div',
    { className: 'body' },
    isLoading && thinking(name),
    message.content !== '' && said(message, names),
    ...message.embeds.map((item) => embed(item, names)),
    ...(message.components ?? []).map((item) => component(item, components)),
    ...message.attachments.map((one) => attachment(one)),
    message.content === '' && edited(message),
    message.thread !== undefined &&
      threadChip(message.thread.id, message.thread.name ?? '', context),
    message.ephemeral && privately(dismiss),
  )
}

/** The text; that it was edited stands at the end of its last line. */
function said(message: PageMessage, names: Names): HTMLElement {
  const text = h('div', { className: 'text' }, markdown(message.content, names))
  const mark = edited(message)
  const last = text.lastElementChild
  if (mark && last?.localName === 'p') last.append(' ', mark)
  else if (mark) text.append(mark)
  return text
}

function edited({ edited_timestamp: at }: PageMessage): HTMLElement | null {
  if (at === null) return null
  return h('span', { className: 'edited', title: shortTime(new Date(at)) }, '(edited)')
}

function classes(message: PageMessage, isContinued: boolean, { store }: MessageContext): string {
  const isPing =
    !message.ephemeral && !isDirect(store) && message.pinged?.includes(store.state.me.id)
  return ['message', isContinued && 'continued', message.ephemeral && 'ephemeral', isPing && 'ping']
    .filter(Boolean)
    .join(' ')
}

/** There everything is for everybody, so that nothing stands out for being so. */
function isDirect({ channel }: MessageContext['store']): boolean {
  return channel?.kind === 'dm' || channel?.kind === 'group-dm'
}

function clock(date: Date): string {
  return date.toLocaleTimeString(undefined, { timeStyle: 'short' })
}

function thinking(name: string): HTMLElement {
  const dots = h('span', { className: 'dots', ariaHidden: 'true' }, h('i'), h('i'), h('i'))
  return h('p', { className: 'thinking' }, dots, `${name} is thinking…`)
}

function attachment({ url, filename, size, content_type, ...more }: APIAttachment): HTMLElement {
  const isImage = content_type?.startsWith('image/') ?? false
  if (!isImage) return file({ url, name: filename, size })
  const { width, height, description = filename } = more
  return picture({ url, width, height, description })
}

function threadChip(id: string, name: string, { store }: MessageContext): HTMLElement | null {
  if (!store.channelById(id)) return null
  const open = () => store.openChannel(id)
  return h(
    'button',
    { type: 'button', className: 'thread-chip', on: { click: open } },
    icon(ICONS.thread),
    h('strong', {}, name),
    h('span', {}, 'Open thread'),
  )
}
