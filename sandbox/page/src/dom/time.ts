import { h } from './dom.ts'
import { momentText, shortMoment } from './moment.ts'

const EVERY_MS = 1000

/** A moment in one of Discord's timestamp styles (`<t:0:R>` is `R`); the full date as a tip. */
export function timestamp(date: Date, style = 'f'): HTMLTimeElement {
  const at = date.getTime()
  const isValid = !Number.isNaN(at)
  const element = h(
    'time',
    { dateTime: isValid ? date.toISOString() : '', className: 'moment' },
    isValid ? momentText(at, style, Date.now()) : 'Invalid date',
  )
  if (!isValid) return element
  element.title = momentText(at, 'F', Date.now())
  if (style === 'R') element.dataset['relative'] = String(at)
  return element
}

/** `14:03` for today, else with the date. */
export function shortTime(date: Date): string {
  return shortMoment(date.getTime(), Date.now())
}

/** Keeps relative timestamps true for as long as the page is open. */
export function keepTime(): void {
  setInterval(() => {
    const now = Date.now()
    for (const element of document.querySelectorAll<HTMLElement>('time[data-relative]')) {
      const text = momentText(Number(element.dataset['relative']), 'R', now)
      if (element.textContent !== text) element.textContent = text
    }
  }, EVERY_MS)
}
