import {
  ButtonStyle,
  ComponentType,
  SeparatorSpacingSize,
  type APIButtonComponent,
  type APIComponentInMessageActionRow,
  type APIMediaGalleryItem,
  type APIMessageTopLevelComponent,
  type APISectionComponent,
  type APIStringSelectComponent,
  type APIThumbnailComponent,
} from 'discord-api-types/v10'
import { h, icon } from './dom.ts'
import { ICONS } from './icons.ts'
import { markdown, type Names } from './markdown.ts'

/** What pressing something in a message does. */
export interface Press {
  customId: string
  componentType: number
  values: string[]
}

export interface ComponentContext {
  names: Names
  press: (press: Press, control: HTMLElement) => void
  /** Follows a link button; true when the page deals with the address itself. */
  follow: (url: string) => boolean
}

type Component = APIMessageTopLevelComponent | APISectionComponent['accessory']

/** Draws a component of a message, old kinds and Components V2 alike. */
export function component(item: Component, context: ComponentContext): HTMLElement {
  switch (item.type) {
    case ComponentType.ActionRow:
      return h('div', { className: 'row' }, ...item.components.map((one) => control(one, context)))
    case ComponentType.TextDisplay:
      return h('div', { className: 'text' }, markdown(item.content, context.names))
    case ComponentType.Container:
      return h(
        'div',
        { className: 'container', attrs: { style: accent(item.accent_color) } },
        ...item.components.map((one) => component(one, context)),
      )
    case ComponentType.MediaGallery:
      return h('div', { className: 'gallery' }, ...item.items.map((one) => picture(one)))
    case ComponentType.Section:
      return h(
        'div',
        { className: 'section' },
        h('div', {}, ...item.components.map((one) => component(one, context))),
        component(item.accessory, context),
      )
    case ComponentType.Thumbnail:
      return picture(item, 'thumbnail')
    case ComponentType.Separator: {
      const size = item.spacing === SeparatorSpacingSize.Large ? 'large' : 'small'
      return h('hr', { className: item.divider === false ? `${size} bare` : size })
    }
    case ComponentType.File:
      return h('a', { className: 'file', href: item.file.url, target: '_blank' }, 'Download file')
    case ComponentType.Button:
      return button(item, context)
    default:
      return h('p', { className: 'unknown' }, 'The sandbox cannot draw this component yet.')
  }
}

function accent(color: number | null | undefined): string | null {
  return color == null ? null : `--accent: #${color.toString(16).padStart(6, '0')}`
}

function picture(item: APIMediaGalleryItem | APIThumbnailComponent, className = 'picture') {
  const { url, width, height } = item.media
  const image = h('img', { src: url, alt: item.description ?? '', className })
  if (width && height) Object.assign(image, { width, height })
  return image
}

function control(item: APIComponentInMessageActionRow, context: ComponentContext): HTMLElement {
  if (item.type === ComponentType.Button) return button(item, context)
  if (item.type === ComponentType.StringSelect) {
    return select(item, context)
  }
  return h('p', { className: 'unknown' }, 'The sandbox cannot draw this menu yet.')
}

const STYLES: Record<number, string> = {
  [ButtonStyle.Primary]: 'primary',
  [ButtonStyle.Secondary]: 'secondary',
  [ButtonStyle.Success]: 'success',
  [ButtonStyle.Danger]: 'danger',
}

function button(item: APIButtonComponent, context: ComponentContext): HTMLElement {
  if (item.style === ButtonStyle.Premium) return h('p', { className: 'unknown' }, 'Premium')
  const label = [item.emoji?.name, item.label].filter(Boolean).join(' ')
  if (item.style === ButtonStyle.Link) return linkButton(label, item.url, context)
  const { custom_id: customId, style } = item
  const press: Press = { customId, componentType: ComponentType.Button, values: [] }
  const element: HTMLElement = h(
    'button',
    {
      type: 'button',
      className: `button ${STYLES[style] ?? 'secondary'}`,
      disabled: item.disabled ?? false,
      on: { click: () => context.press(press, element) },
    },
    label,
  )
  return element
}

function linkButton(label: string, href: string, { follow }: ComponentContext): HTMLElement {
  return h(
    'a',
    {
      href,
      target: '_blank',
      rel: 'noreferrer',
      className: 'button secondary',
      on: {
        click: (event) => {
          if (follow(href)) event.preventDefault()
        },
      },
    },
    label,
    icon(ICONS.external),
  )
}

function select(item: APIStringSelectComponent, context: ComponentContext): HTMLElement {
  const placeholder = h('option', { value: '', disabled: true }, item.placeholder ?? 'Choose…')
  const isChosen = item.options.some((option) => option.default === true)
  placeholder.selected = !isChosen
  const element: HTMLSelectElement = h(
    'select',
    {
      disabled: item.disabled ?? false,
      multiple: (item.max_values ?? 1) > 1,
      attrs: { 'aria-label': item.placeholder ?? 'Choose' },
      on: {
        change: () => {
          const values = [...element.selectedOptions].map((option) => option.value)
          const { custom_id: customId, type: componentType } = item
          context.press({ customId, componentType, values }, element)
        },
      },
    },
    placeholder,
    ...item.options.map((option) =>
      h('option', { value: option.value, defaultSelected: option.default ?? false }, option.label),
    ),
  )
  return element
}
