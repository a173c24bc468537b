import { h, icon } from '../dom/dom.ts'
import { ICONS } from '../dom/icons.ts'

interface ShownFile {
  url: string
  name: string
  /** Bytes. */
  size: number
}

/** A file that can be saved. */
export function file({ url, name, size }: ShownFile): HTMLElement {
  return h(
    'div',
    { className: 'file' },
    icon(ICONS.file),
    h(
      'div',
      {},
      h('a', { href: url, target: '_blank', rel: 'noreferrer noopener' }, name),
      h('small', {}, sizeText(size)),
    ),
    h(
      'a',
      {
        href: url,
        download: name,
        target: '_blank',
        className: 'tool',
        ariaLabel: `Download ${name}`,
      },
      icon(ICONS.download),
    ),
  )
}

/** `812 B`, `3.4 KB`, `1.2 MB` */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const [amount, unit] = bytes < 1024 ** 2 ? [bytes / 1024, 'KB'] : [bytes / 1024 ** 2, 'MB']
  return `${amount.toFixed(1)} ${unit}`
}
