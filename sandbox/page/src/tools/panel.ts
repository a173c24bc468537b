import { h, icon } from '../dom/dom.ts'
import { ICONS } from '../dom/icons.ts'

/** A part of the sandbox itself that lies over the chat when it is wanted. */
export function panel(id: string, title: string, ...content: HTMLElement[]): HTMLElement {
  return h(
    'section',
    {
      id,
      className: 'panel',
      hidden: true,
      ariaLabel: title,
      on: {
        keydown: (event) => {
          if (event.key === 'Escape' && !event.defaultPrevented) togglePanel(id)
        },
      },
    },
    h(
      'header',
      {},
      h('h2', { tabIndex: -1 }, title),
      h(
        'button',
        {
          type: 'button',
          className: 'tool',
          ariaLabel: `Close ${title}`,
          on: { click: () => togglePanel(id) },
        },
        icon(ICONS.close),
      ),
    ),
    ...content,
  )
}

let opener: Element | null = null

/** Shows or hides a panel; the others are hidden. */
export function togglePanel(id: string): void {
  for (const element of document.querySelectorAll<HTMLElement>('.panel')) {
    const isShown = element.id === id && element.hidden
    element.hidden = !isShown
    if (!isShown) continue
    opener = document.activeElement
    document.body.classList.remove('toggled-sidebar')
    element.querySelector('h2')?.focus()
  }
  const isNoneShown = document.querySelector('.panel:not([hidden])') === null
  if (isNoneShown && opener instanceof HTMLElement) opener.focus()
}
