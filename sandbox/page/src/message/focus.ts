/**
 * Redraws messages so that an edit does not throw away the focus of somebody who is on a button of it:
 * afterwards it is on the control of the same name in the same message.
 */
export function keepingFocus(list: HTMLElement, redraw: () => void): void {
  const focused = list.contains(document.activeElement) ? document.activeElement : null
  const id = focused?.closest('article')?.id
  const name = nameOf(focused)
  redraw()
  if (!focused || focused.isConnected || id === undefined) return
  const article = list.querySelector<HTMLElement>(`#${CSS.escape(id)}`)
  const controls = article?.querySelectorAll<HTMLElement>('button, a, input') ?? []
  const same = [...controls].find((one) => nameOf(one) === name)
  const next = same ?? article
  next?.focus({ preventScroll: true })
}

function nameOf(element: Element | null): string | null {
  return element?.ariaLabel ?? element?.textContent ?? null
}
