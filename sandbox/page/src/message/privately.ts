import { h, icon } from '../dom/dom.ts'
import { ICONS } from '../dom/icons.ts'

/** The line below what only one person sees. */
export function privately(dismiss: () => void): HTMLElement {
  return h(
    'p',
    { className: 'privately' },
    icon(ICONS.eye),
    'Only you can see this · ',
    h('button', { type: 'button', className: 'link', on: { click: dismiss } }, 'Dismiss message'),
  )
}
