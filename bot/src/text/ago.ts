const UNITS = [
  ['year', 365 * 24 * 3_600],
  ['month', 30 * 24 * 3_600],
  ['day', 24 * 3_600],
  ['hour', 3_600],
  ['minute', 60],
] as const

/**
 * How long ago something was, short, in a language: "2 hr. ago". For places where a timestamp of
 * Discord's markdown is not drawn, such as suggestions.
 */
export const agoIn = (language: string): ((ms: number) => string) => {
  const format = new Intl.RelativeTimeFormat(language, { style: 'short', numeric: 'auto' })
  return (ms) => {
    const seconds = Math.max(0, ms) / 1000
    const [unit, length] = UNITS.find(([, length]) => seconds >= length) ?? ['second', Infinity]
    return format.format(-Math.floor(seconds / length), unit)
  }
}
