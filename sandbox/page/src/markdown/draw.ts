import { h } from '../dom/dom.ts'
import { timestamp } from '../dom/time.ts'
import { parseMarkdown } from './parse.ts'
import type { Block, Inline, List } from './tree.ts'

/** What mentions are called; `null` when unknown. */
export interface Names {
  user: (id: string) => string | null
  channel: (id: string) => string | null
  role: (id: string) => string | null
  /** Opens a channel that is mentioned. */
  openChannel: (id: string) => void
}

/**
 * Discord's Markdown as nodes. Text only ever becomes text nodes, so nothing in a message can become
 * markup; links are http(s) only.
 */
export function markdown(text: string, names: Names): DocumentFragment {
  const fragment = document.createDocumentFragment()
  fragment.append(...parseMarkdown(text).map((one) => block(one, names)))
  return fragment
}

function block(item: Block, names: Names): HTMLElement {
  switch (item.kind) {
    case 'heading':
      return h(`h${item.level}`, {}, ...spans(item.inner, names))
    case 'small':
      return h('small', {}, ...spans(item.inner, names))
    case 'quote':
      return h('blockquote', {}, ...item.blocks.map((one) => block(one, names)))
    case 'fence':
      return h('pre', { tabIndex: 0 }, h('code', {}, item.text))
    case 'list':
      return list(item, names)
    default:
      return h('p', { className: isJumbo(item.inner) ? 'jumbo' : '' }, ...spans(item.inner, names))
  }
}

function list({ from, items }: List, names: Names): HTMLElement {
  const entries = items.map((item) =>
    h('li', {}, ...spans(item.inner, names), ...item.lists.map((one) => list(one, names))),
  )
  return from === null ? h('ul', {}, ...entries) : h('ol', { start: from }, ...entries)
}

function spans(inner: Inline[], names: Names): (Node | string)[] {
  return inner.map((one) => span(one, names))
}

function span(item: Inline, names: Names): Node | string {
  switch (item.kind) {
    case 'text':
      return item.text
    case 'code':
      return h('code', {}, item.text)
    case 'strong':
    case 'em':
    case 'u':
    case 's':
      return h(item.kind, {}, ...spans(item.inner, names))
    case 'spoiler':
      return spoiler(spans(item.inner, names))
    case 'link':
      return h(
        'a',
        { href: item.href, target: '_blank', rel: 'noreferrer noopener' },
        ...spans(item.inner, names),
      )
    case 'user':
      return mention(`@${names.user(item.id) ?? 'unknown-user'}`)
    case 'channel':
      return channelMention(item.id, names)
    case 'role':
      return mention(`@${(names.role(item.id) ?? 'unknown-role').replace(/^@/, '')}`)
    case 'everyone':
      return mention(item.text)
    case 'command':
      return mention(`/${item.name}`)
    case 'moment':
      return timestamp(new Date(item.seconds * 1000), item.style)
    default:
      return h('span', { className: 'custom-emoji', title: `:${item.name}:` }, `:${item.name}:`)
  }
}

/** Covered until it is pressed. */
function spoiler(inner: (Node | string)[]): HTMLElement {
  const reveal = () => {
    element.classList.add('shown')
    element.removeAttribute('role')
    element.removeAttribute('aria-label')
  }
  const element: HTMLElement = h(
    'span',
    {
      className: 'spoiler',
      tabIndex: 0,
      ariaLabel: 'Spoiler: press to show',
      attrs: { role: 'button' },
      on: {
        click: reveal,
        keydown: (event) => {
          if (event.key === 'Enter' || event.key === ' ') reveal()
        },
      },
    },
    ...inner,
  )
  return element
}

function channelMention(id: string, names: Names): HTMLElement {
  const name = names.channel(id)
  if (name === null) return mention('#No access')
  return h(
    'button',
    { type: 'button', className: 'mention', on: { click: () => names.openChannel(id) } },
    `#${name}`,
  )
}

function mention(text: string): HTMLElement {
  return h('span', { className: 'mention' }, text)
}

const EMOJI_ONLY =
  /^(?:\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\u{fe0f}|\u{200d})*\s*){1,27}$/u

/** Emoji alone are shown large. */
function isJumbo(inner: Inline[]): boolean {
  const [first] = inner
  return inner.length === 1 && first?.kind === 'text' && EMOJI_ONLY.test(first.text)
}
