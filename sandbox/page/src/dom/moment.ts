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

/** A moment in one of Discord's timestamp styles; `R` counts from `now` (both in ms). */
export function momentText(at: number, style: string, now: number, locale?: string): string {
  if (style === 'R') return relativeText((at - now) / 1000, locale)
  return new Date(at).toLocaleString(locale, STYLES[style] ?? STYLES['f'])
}

/** `14:03` on the day of `now`, else with the date. */
export function shortMoment(at: number, now: number, locale?: string): string {
  const date = new Date(at)
  const time = date.toLocaleTimeString(locale, { timeStyle: 'short' })
  const isToday = date.toDateString() === new Date(now).toDateString()
  return isToday ? time : `${date.toLocaleDateString(locale, { dateStyle: 'short' })} ${time}`
}

function relativeText(seconds: number, locale: string | undefined): string {
  const [unit, length] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1]
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  return relative.format(Math.trunc(seconds / length), unit)
}
