import type { APIAttachment, APIEmbed } from 'discord-api-types/v10'
import type { PageMessage, Person } from '../../src/wire/control.ts'
import { component, type ComponentContext, type Press } from './component.ts'
import { h, icon } from './dom.ts'
import { ICONS } from './icons.ts'
import { markdown, type Names } from './markdown.ts'
import { shortTime } from './time.ts'

const LOADING = 1 << 7

/** What the article needs of its surroundings. */
export interface ArticleContext {
  names: Names
  person: (id: string) => Person | undefined
  press: (message: PageMessage, press: Press, control: HTMLElement) => void
  follow: (url: string) => boolean
  dismiss: (message: PageMessage) => void
}

/** A message as an `article`; `isContinued` leaves the author out, as the one above has it. */
export function messageArticle(
  message: PageMessage,
  isContinued: boolean,
  context: ArticleContext,
): HTMLElement {
  const author = context.person(message.author.id)
  const name = author?.name ?? message.author.username
  const components: ComponentContext = {
    names: context.names,
    press: (press, control) => context.press(message, press, control),
    follow: context.follow,
  }
  const isLoading = ((message.flags ?? 0) & LOADING) !== 0
  return h(
    'article',
    {
      id: `message-${message.id}`,
      className: classes(message, isContinued),
      attrs: { 'aria-label': `${name}, ${shortTime(new Date(message.timestamp))}` },
    },
    usedBy(message, context),
    h('img', { className: 'avatar', src: author?.avatarUrl ?? '', alt: '' }),
    header(message, name, author),
    h(
      'div',
      { className: 'body' },
      isLoading && thinking(name),
      message.content !== '' &&
        h('div', { className: 'text' }, markdown(message.content, context.names)),
      ...message.embeds.map((embed) => embedded(embed, context.names)),
      ...(message.components ?? []).map((item) => component(item, components)),
      ...message.attachments.map((file) => attachment(file)),
      message.edited_timestamp !== null && h('span', { className: 'edited' }, '(edited)'),
      message.ephemeral && privately(() => context.dismiss(message)),
    ),
  )
}

/** A line of the sandbox itself, seen by one person: "sending", or that nobody answered. */
export function notice(text: string, isError: boolean, dismiss?: () => void): HTMLElement {
  return h(
    'article',
    { className: isError ? 'message notice failed' : 'message notice', ariaLabel: text },
    h('p', {}, text),
    dismiss && privately(dismiss),
  )
}

function classes(message: PageMessage, isContinued: boolean): string {
  const isUsed = message.interaction_metadata !== undefined
  return ['message', isContinued && !isUsed && 'continued', message.ephemeral && 'ephemeral']
    .filter(Boolean)
    .join(' ')
}

function usedBy(message: PageMessage, context: ArticleContext): HTMLElement | null {
  const origin = message.interaction_metadata
  if (!origin) return null
  const user = context.person(origin.user.id)
  const name = user?.name ?? origin.user.username
  // The deprecated field is the only one that carries the command's name.
  const command = (message as { interaction?: { name: string } }).interaction?.name
  return h(
    'div',
    { className: 'used' },
    h('img', { src: user?.avatarUrl ?? '', alt: '' }),
    h('span', { className: 'who', attrs: { style: colored(user) } }, name),
    command === undefined ? ' pressed a button' : ' used ',
    command !== undefined && h('span', { className: 'mention' }, `/${command}`),
  )
}

function header(message: PageMessage, name: string, author: Person | undefined): HTMLElement {
  const date = new Date(message.timestamp)
  return h(
    'header',
    {},
    h('span', { className: 'author', attrs: { style: colored(author) } }, name),
    message.author.bot && h('span', { className: 'badge' }, 'APP'),
    h('time', { dateTime: message.timestamp }, shortTime(date)),
  )
}

function colored(person: Person | undefined): string | null {
  return person?.color ? `--role: ${person.color}` : null
}

function thinking(name: string): HTMLElement {
  const dots = h('span', { className: 'dots', attrs: { 'aria-hidden': 'true' } }, '•••')
  return h('p', { className: 'thinking' }, dots, `${name} is thinking…`)
}

function privately(dismiss: () => void): HTMLElement {
  return h(
    'p',
    { className: 'privately' },
    icon(ICONS.eye),
    'Only you can see this · ',
    h('button', { type: 'button', className: 'link', on: { click: dismiss } }, 'Dismiss message'),
  )
}

function attachment(file: APIAttachment): HTMLElement {
  const isImage = file.content_type?.startsWith('image/') ?? false
  if (!isImage) {
    const size = `${Math.ceil(file.size / 1024)} KB`
    return h(
      'a',
      { className: 'file', href: file.url, target: '_blank' },
      `${file.filename} (${size})`,
    )
  }
  const image = h('img', {
    className: 'picture',
    src: file.url,
    alt: file.description ?? file.filename,
  })
  if (file.width && file.height) Object.assign(image, { width: file.width, height: file.height })
  return image
}

function embedded(embed: APIEmbed, names: Names): HTMLElement {
  return h(
    'div',
    { className: 'container' },
    embed.title !== undefined && h('h3', {}, embed.title),
    embed.description !== undefined &&
      h('div', { className: 'text' }, markdown(embed.description, names)),
  )
}
