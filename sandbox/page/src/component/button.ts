import { ButtonStyle, ComponentType, type APIButtonComponent } from 'discord-api-types/v10'
import { h, icon } from '../dom/dom.ts'
import { ICONS } from '../dom/icons.ts'
import type { ComponentContext } from './context.ts'
import { emojiOf } from './emoji.ts'

const STYLES: Record<number, string> = {
  [ButtonStyle.Primary]: 'primary',
  [ButtonStyle.Secondary]: 'secondary',
  [ButtonStyle.Success]: 'success',
  [ButtonStyle.Danger]: 'danger',
}

/** A button of a message, in each of Discord's styles. */
export function button(item: APIButtonComponent, context: ComponentContext): HTMLElement {
  if (item.style === ButtonStyle.Premium) return h('p', { className: 'unknown' }, 'Premium')
  const content = [item.emoji && emojiOf(item.emoji), item.label]
  const name = item.label ?? item.emoji?.name ?? ''
  if (item.style === ButtonStyle.Link) return linkButton(item.url, item.disabled ?? false, content)
  const { custom_id: customId, style } = item
  const element: HTMLElement = h(
    'button',
    {
      type: 'button',
      className: `button ${STYLES[style] ?? 'secondary'}`,
      disabled: item.disabled ?? false,
      ariaLabel: name,
      on: {
        click: () =>
          context.press({ customId, componentType: ComponentType.Button, values: [] }, element),
      },
    },
    ...content,
  )
  return element
}

type Content = (Node | string | undefined)[]

function linkButton(href: string, isDisabled: boolean, content: Content): HTMLElement {
  const className = 'button secondary'
  if (isDisabled)
    return h(
      'button',
      { type: 'button', className, disabled: true },
      ...content,
      icon(ICONS.external),
    )
  return h(
    'a',
    { href, target: '_blank', rel: 'noreferrer noopener', className },
    ...content,
    icon(ICONS.external),
  )
}
