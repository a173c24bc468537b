import { h } from './dom.ts'

const MARGIN_PX = 8
const GAP_PX = 4

/** Where somebody clicked, in pixels of the window. */
export interface Point {
  x: number
  y: number
}

interface PopoverOptions {
  /** What it belongs to: it stands below that, or above when there is more room. */
  at: HTMLElement | Point
  content: HTMLElement
  className: string
  /** As wide as what it belongs to. */
  isAsWide?: boolean
  /** The edges that stand in one line. */
  align?: 'start' | 'end'
  onClose?: () => void
}

export interface Popover {
  element: HTMLElement
  close: () => void
}

/**
 * Shows something over the page until somebody presses Escape or clicks elsewhere. The focus goes to
 * the element that says `autofocus`, and back to where it was.
 */
export function openPopover(options: PopoverOptions): Popover {
  const { at, content, className, onClose } = options
  const element = h('div', { className: `popover ${className}`, popover: 'auto' }, content)
  const place = () => placeAt(element, options)
  const follow = new ResizeObserver(place)
  hostOf(at).append(element)
  if (at instanceof HTMLElement) at.setAttribute('aria-expanded', 'true')
  element.showPopover()
  place()
  follow.observe(element)
  window.addEventListener('resize', place)
  window.addEventListener('scroll', place, true)
  element.querySelector<HTMLElement>('[data-first]')?.focus({ preventScroll: true })
  element.addEventListener('toggle', (event) => {
    if (event.newState === 'open' || event.target !== element) return
    follow.disconnect()
    window.removeEventListener('resize', place)
    window.removeEventListener('scroll', place, true)
    if (at instanceof HTMLElement) at.setAttribute('aria-expanded', 'false')
    element.remove()
    onClose?.()
  })
  return { element, close: () => element.hidePopover() }
}

/** Everything outside an open dialog is inert, so what opens from it has to be in it. */
function hostOf(at: HTMLElement | Point): Element {
  const dialog = at instanceof HTMLElement ? at.closest('dialog') : null
  return dialog ?? document.body
}

function placeAt(element: HTMLElement, { at, isAsWide, align = 'start' }: PopoverOptions): void {
  if (at instanceof HTMLElement && !at.isConnected) return
  const from = at instanceof HTMLElement ? at.getBoundingClientRect() : new DOMRect(at.x, at.y)
  if (isAsWide) element.style.width = `${from.width}px`
  const { offsetWidth: width, offsetHeight: height } = element
  const below = innerHeight - from.bottom - GAP_PX - MARGIN_PX
  const above = from.top - GAP_PX - MARGIN_PX
  const isBelow = height <= below || below >= above
  const top = isBelow ? from.bottom + GAP_PX : from.top - GAP_PX - height
  const left = align === 'start' ? from.left : from.right - width
  element.style.top = `${between(MARGIN_PX, top, innerHeight - height - MARGIN_PX)}px`
  element.style.left = `${between(MARGIN_PX, left, innerWidth - width - MARGIN_PX)}px`
}

function between(least: number, value: number, most: number): number {
  return Math.max(least, Math.min(value, most))
}
