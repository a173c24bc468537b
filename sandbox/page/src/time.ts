import { h } from './dom.ts'

const STYLES: Record<string, Intl.DateTimeFormatOptions> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
}
const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
]
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })

/** A moment in one of Discord's timestamp styles (`<t:0:R>` is `R`). */
export function timestamp(date: Date, style = 'f'): HTMLTimeElement {
  const text = style === 'R' ? ago(date) : date.toLocaleString(undefined, STYLES[style])
  return h('time', { dateTime: validIso(date), className: 'moment' }, text)
}

/** `14:03` for today, else with the date. */
export function shortTime(date: Date): string {
  const isToday = date.toDateString() === new Date().toDateString()
  const time = date.toLocaleTimeString(undefined, { timeStyle: 'short' })
  return isToday ? time : `${date.toLocaleDateString(undefined, { dateStyle: 'short' })} ${time}`
}

function ago(date: Date): string {
  const seconds = (date.getTime() - Date.now()) / 1000
  const [unit, length] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1]
  return relative.format(Math.round(seconds / length), unit)
}

function validIso(date: Date): string {
  return Number.isNaN(date.getTime()) ? '' : date.toISOString()
}
