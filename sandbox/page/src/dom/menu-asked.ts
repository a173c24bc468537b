import type { Point } from './popover.ts'

const LONG_PRESS_MS = 500
const HAND_SHAKES_PX = 10

/** Hears of every way to ask for a menu: right button, menu key, Shift+F10, a long press. */
export function onMenuAsked(element: HTMLElement, asked: (at: HTMLElement | Point) => void): void {
  element.addEventListener('contextmenu', (event) => {
    event.preventDefault()
    asked({ x: event.clientX, y: event.clientY })
  })
  element.addEventListener('keydown', (event) => {
    const isAsked = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)
    if (!isAsked) return
    event.preventDefault()
    asked(event.target instanceof HTMLElement ? event.target : element)
  })
  onLongPress(element, asked)
}

/** Safari has no `contextmenu` event for a long press. */
function onLongPress(element: HTMLElement, asked: (at: Point) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let from: Point = { x: 0, y: 0 }
  let isAsked = false
  const stop = () => clearTimeout(timer)
  // Lifting the finger must not press what lies under it.
  element.addEventListener(
    'click',
    (event) => {
      if (!isAsked) return
      isAsked = false
      event.preventDefault()
      event.stopPropagation()
    },
    true,
  )
  element.addEventListener('pointerdown', ({ pointerType, clientX, clientY }) => {
    isAsked = false
    if (pointerType !== 'touch') return
    from = { x: clientX, y: clientY }
    timer = setTimeout(() => {
      isAsked = true
      asked(from)
    }, LONG_PRESS_MS)
  })
  element.addEventListener('pointermove', ({ clientX, clientY }) => {
    if (Math.hypot(clientX - from.x, clientY - from.y) > HAND_SHAKES_PX) stop()
  })
  for (const end of ['pointerup', 'pointercancel', 'contextmenu'] as const) {
    element.addEventListener(end, stop)
  }
}
