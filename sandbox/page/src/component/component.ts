import {
  ComponentType,
  SeparatorSpacingSize,
  type APIComponentInMessageActionRow,
  type APIFileComponent,
  type APIMessageTopLevelComponent,
  type APISectionComponent,
  type APISelectMenuComponent,
} from 'discord-api-types/v10'
import { h } from '../dom/dom.ts'
import { markdown } from '../markdown/draw.ts'
import { button } from './button.ts'
import { choicesOf, defaultsOf } from './choices.ts'
import type { ComponentContext } from './context.ts'
import { file } from './file.ts'
import { gallery, thumbnail } from './media.ts'
import { select } from './select.ts'

type Component = APIMessageTopLevelComponent | APISectionComponent['accessory']

/** Draws a component of a message, old kinds and Components V2 alike. */
export function component(item: Component, context: ComponentContext): HTMLElement {
  switch (item.type) {
    case ComponentType.ActionRow:
      return h('div', { className: 'row' }, ...item.components.map((one) => control(one, context)))
    case ComponentType.TextDisplay:
      return h('div', { className: 'text' }, markdown(item.content, context.names))
    case ComponentType.Container: {
      const inner = item.components.map((one) => component(one, context))
      const attrs = { style: accent(item.accent_color) }
      const element = h('div', { className: 'container', attrs }, ...inner)
      return item.spoiler ? covered(element) : element
    }
    case ComponentType.MediaGallery:
      return gallery(item)
    case ComponentType.Section: {
      const texts = item.components.map((one) => component(one, context))
      const accessory = component(item.accessory, context)
      return h('div', { className: 'section' }, h('div', {}, ...texts), accessory)
    }
    case ComponentType.Thumbnail:
      return thumbnail(item)
    case ComponentType.Separator: {
      const size = item.spacing === SeparatorSpacingSize.Large ? 'large' : 'small'
      return h('hr', { className: item.divider === false ? `${size} bare` : size })
    }
    case ComponentType.File:
      return file(fileOf(item))
    case ComponentType.Button:
      return button(item, context)
    default:
      return h('p', { className: 'unknown' }, 'The sandbox cannot draw this component yet.')
  }
}

function fileOf({ file, name, size }: APIFileComponent) {
  const fallback = decodeURIComponent(new URL(file.url).pathname.split('/').at(-1) ?? 'file')
  return { url: file.url, name: name ?? fallback, size: size ?? 0 }
}

function accent(color: number | null | undefined): string | null {
  return color == null ? null : `--accent: #${color.toString(16).padStart(6, '0')}`
}

function control(item: APIComponentInMessageActionRow, context: ComponentContext): HTMLElement {
  if (item.type === ComponentType.Button) return button(item, context)
  return menu(item, context)
}

function menu(item: APISelectMenuComponent, { store, press }: ComponentContext): HTMLElement {
  const placeholder = item.placeholder ?? 'Make a selection'
  const element = select({
    label: placeholder,
    placeholder,
    range: { min: item.min_values ?? 1, max: item.max_values ?? 1 },
    isDisabled: item.disabled ?? false,
    isSearchable: item.type !== ComponentType.StringSelect,
    values: defaultsOf(item),
    choices: () => choicesOf(item, store),
    onChosen: (values) =>
      press({ customId: item.custom_id, componentType: item.type, values }, element),
  })
  return element
}

function covered(element: HTMLElement): HTMLElement {
  const reveal = h(
    'button',
    {
      type: 'button',
      className: 'button secondary reveal',
      on: { click: () => element.classList.remove('covered') },
    },
    'Show spoiler',
  )
  element.classList.add('covered')
  element.append(reveal)
  return element
}
