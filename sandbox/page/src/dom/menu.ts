import { h, icon } from './dom.ts'
import { ICONS } from './icons.ts'
import { openPopover, type Point } from './popover.ts'

/** A line of a menu: something to do, or more lines. */
export type MenuEntry =
  | { label: string; path?: string; isDangerous?: boolean; choose: () => void }
  | { label: string; path?: string; entries: MenuEntry[] }

/** Opens a menu; arrows, Home, End, Enter and Escape work as in every menu. */
export function openMenu(at: HTMLElement | Point, label: string, entries: MenuEntry[]): void {
  const close = () => popover.close()
  const popover = openPopover({
    at,
    content: menu(label, entries, close),
    className: 'menu',
    align: at instanceof HTMLElement ? 'end' : 'start',
  })
  linesOf(popover.element)[0]?.focus()
}

function menu(label: string, entries: MenuEntry[], close: () => void): HTMLElement {
  const element: HTMLElement = h(
    'div',
    {
      ariaLabel: label,
      attrs: { role: 'menu' },
      on: { keydown: (event) => onKey(event, element) },
    },
    ...entries.map((entry) => ('entries' in entry ? branch(entry, close) : leaf(entry, close))),
  )
  return element
}

function leaf(entry: Extract<MenuEntry, { choose: () => void }>, close: () => void): HTMLElement {
  return line(entry, entry.isDangerous ? 'dangerous' : '', () => {
    close()
    entry.choose()
  })
}

/** A line whose own menu stands beside it: opened by pointing, pressing or the right arrow. */
function branch(
  entry: Extract<MenuEntry, { entries: MenuEntry[] }>,
  close: () => void,
): HTMLElement {
  const inner = h(
    'div',
    { className: 'menu popover', popover: 'manual' },
    menu(entry.label, entry.entries, close),
  )
  const open = () => {
    if (inner.matches(':popover-open')) return
    inner.showPopover()
    trigger.ariaExpanded = 'true'
    beside(trigger, inner)
  }
  const shut = () => {
    if (inner.matches(':popover-open')) inner.hidePopover()
    trigger.ariaExpanded = 'false'
  }
  const enter = () => {
    open()
    linesOf(inner)[0]?.focus()
  }
  const trigger = line(entry, 'branch', enter)
  trigger.ariaHasPopup = 'menu'
  trigger.ariaExpanded = 'false'
  trigger.append(icon(ICONS.right))
  trigger.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowRight') return
    event.preventDefault()
    enter()
  })
  inner.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowLeft') return
    event.stopPropagation()
    shut()
    trigger.focus()
  })
  return h(
    'div',
    { attrs: { role: 'none' }, on: { mouseenter: open, mouseleave: shut } },
    trigger,
    inner,
  )
}

function line(entry: MenuEntry, className: string, click: () => void): HTMLElement {
  return h(
    'button',
    {
      type: 'button',
      className: `menu-item ${className}`,
      tabIndex: -1,
      attrs: { role: 'menuitem' },
      on: { click },
    },
    h('span', {}, entry.label),
    entry.path !== undefined && icon(entry.path),
  )
}

function beside(trigger: HTMLElement, inner: HTMLElement): void {
  const from = trigger.getBoundingClientRect()
  const room = innerWidth - from.right - 8
  const left = inner.offsetWidth <= room ? from.right + 4 : from.left - inner.offsetWidth - 4
  inner.style.left = `${Math.max(8, left)}px`
  inner.style.top = `${Math.max(8, Math.min(from.top - 6, innerHeight - inner.offsetHeight - 8))}px`
}

/** The lines of one menu, without those of the menus in it. */
function linesOf(element: Element): HTMLElement[] {
  const own = element.querySelector('[role=menu]') ?? element
  return [...own.querySelectorAll<HTMLElement>('[role=menuitem]')].filter(
    (one) => one.closest('[role=menu]') === own,
  )
}

function onKey(event: KeyboardEvent, element: HTMLElement): void {
  const lines = [...element.querySelectorAll<HTMLElement>('[role=menuitem]')].filter(
    (one) => one.closest('[role=menu]') === element,
  )
  const at = lines.indexOf(document.activeElement as HTMLElement)
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
  if (to === undefined) return
  event.preventDefault()
  event.stopPropagation()
  lines.at(to % lines.length)?.focus()
}
