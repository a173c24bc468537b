import { element } from './dom.ts'

/** The shape of text that is on its way. */
export const skeleton = (): HTMLElement =>
  element('div', { class: 'skeleton', 'aria-hidden': 'true' }, [
    element('i', { class: 'skeleton-title' }),
    element('i'),
    element('i'),
    element('i', { class: 'skeleton-short' }),
  ])
