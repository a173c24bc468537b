import type { APIEmbed } from 'discord-api-types/v10'
import { h } from '../dom/dom.ts'
import { markdown, type Names } from '../markdown/draw.ts'
import { picture } from './media.ts'

/** An embed: what messages had before Components V2. */
export function embed(item: APIEmbed, names: Names): HTMLElement {
  const color = item.color === undefined ? null : `#${item.color.toString(16).padStart(6, '0')}`
  return h(
    'div',
    { className: 'container', attrs: { style: color && `--accent: ${color}` } },
    item.author && h('p', { className: 'embed-author' }, item.author.name),
    item.title !== undefined && h('h3', {}, titleOf(item.title, item.url)),
    item.description !== undefined && text(item.description, names),
    ...(item.fields ?? []).map((field) =>
      h('div', { className: 'embed-field' }, h('h4', {}, field.name), text(field.value, names)),
    ),
    item.image && picture({ ...item.image, description: item.title ?? '' }),
    item.footer && h('small', {}, item.footer.text),
  )
}

function titleOf(title: string, url: string | undefined): Node | string {
  return url === undefined
    ? title
    : h('a', { href: url, target: '_blank', rel: 'noreferrer' }, title)
}

function text(content: string, names: Names): HTMLElement {
  return h('div', { className: 'text' }, markdown(content, names))
}
