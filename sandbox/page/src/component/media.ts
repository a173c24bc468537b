import type {
  APIMediaGalleryComponent,
  APIMediaGalleryItem,
  APIThumbnailComponent,
} from 'discord-api-types/v10'
import { h, icon } from '../dom/dom.ts'
import { openDialog } from '../dom/dialog.ts'
import { ICONS } from '../dom/icons.ts'

/** A picture as it is shown; sizes are in pixels, and unknown for pictures from elsewhere. */
interface Picture {
  url: string
  description: string
  width?: number | null | undefined
  height?: number | null | undefined
  isSpoiler?: boolean | undefined
}

/** One picture as it is, several as tiles. */
export function gallery({ items }: APIMediaGalleryComponent): HTMLElement {
  const columns = items.length === 1 ? 'one' : items.length % 3 === 0 ? 'three' : 'two'
  return h('div', { className: `gallery ${columns}` }, ...items.map((one) => picture(of(one))))
}

/** The small picture beside a section. */
export function thumbnail(item: APIThumbnailComponent): HTMLElement {
  const element = picture(of(item))
  element.classList.add('thumbnail')
  return element
}

/** A picture; pressing it shows it large. */
export function picture(shown: Picture): HTMLElement {
  const element: HTMLElement = h(
    'div',
    { className: shown.isSpoiler ? 'picture covered' : 'picture' },
    image(shown),
    h(
      'button',
      {
        type: 'button',
        className: 'enlarge',
        ariaLabel: shown.isSpoiler ? 'Show the covered picture' : 'View larger',
        on: {
          click: () => {
            if (element.classList.contains('covered')) element.classList.remove('covered')
            else enlarge(shown)
          },
        },
      },
      icon(ICONS.enlarge),
    ),
  )
  return element
}

function of(item: APIMediaGalleryItem | APIThumbnailComponent): Picture {
  const { url, width, height } = item.media
  return { url, width, height, description: item.description ?? '', isSpoiler: item.spoiler }
}

function image({ url, description, width, height }: Picture): HTMLImageElement {
  const element = h('img', { src: url, alt: description })
  if (width && height) Object.assign(element, { width, height })
  return element
}

function enlarge(shown: Picture): void {
  const original = h(
    'a',
    { href: shown.url, target: '_blank', rel: 'noreferrer noopener' },
    'Open original',
  )
  openDialog({
    title: 'Picture',
    className: 'lightbox',
    content: [
      h('div', { className: 'frame' }, image(shown)),
      h('p', {}, shown.description),
      original,
    ],
    onClose: () => {},
  })
}
