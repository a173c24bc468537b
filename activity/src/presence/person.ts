/** Somebody in the document, as the server stamped their presence. */
export type Person = { id: string; name: string; color: string }

const NEUTRAL = '#80848e'

/** The palette's `#rrggbb` and nothing else may reach a style (T11). */
export const safeColor = (color: unknown): string =>
  typeof color === 'string' && /^#[0-9a-f]{6}$/i.test(color) ? color : NEUTRAL

/** Reads `user` of an awareness state; null while the server has not stamped it. */
export const readPerson = (state: unknown): Person | null => {
  if (!isRecord(state) || !isRecord(state['user'])) return null
  const { id, name, color } = state['user']
  if (typeof id !== 'string' || typeof name !== 'string') return null
  return { id, name: name.slice(0, 64), color: safeColor(color) }
}

/** "Grace Brewster Hopper" -> "GH" */
export const initials = (name: string): string => {
  const words = name.trim().split(/\s+/u)
  const letters = words.length > 1 ? firstOf(words[0]) + firstOf(words.at(-1)) : firstOf(words[0])
  return letters === '' ? '?' : letters.toLocaleUpperCase()
}

const characters = new Intl.Segmenter()

/** What a person calls one character: an emoji or a letter with its accents counts as one. */
const firstOf = (word = ''): string => {
  for (const { segment } of characters.segment(word)) return segment
  return ''
}

/** Black or white, whichever reads better on `#rrggbb` (WCAG relative luminance). */
export const inkOn = (color: string): '#000000' | '#ffffff' => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000000' : '#ffffff'
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
