import type { APIMessageComponentEmoji } from 'discord-api-types/v10'
import { h } from '../dom/dom.ts'

/** An emoji; those of a server, which the sandbox has no pictures of, by name. */
export function emojiOf({ id, name }: APIMessageComponentEmoji): HTMLElement {
  const text = id === undefined || id === null ? (name ?? '') : `:${name ?? 'emoji'}:`
  return h('span', { className: 'emoji', ariaHidden: 'true' }, text)
}
