/** A text as a dialog gives it back: what it ends with, if nobody sees it, is gone; lines end one way. */
const asGiven = (text: string): string => text.replace(/\r\n?/g, '\n').trimEnd()

/**
 * What is to be written when `typed` was sent by a dialog that showed `base`, or null where nobody
 * has changed anything. What the dialog itself takes away is put back (F7): blanks and lines at the
 * end, and `\r\n`, if the lines of the text end so.
 */
export const changed = (typed: string, base: string): string | null => {
  const given = asGiven(typed)
  if (given === asGiven(base)) return null
  if (given === '') return ''
  const ends = /^(?:[^\r\n]|\r\n)*$/.test(base) && base.includes('\r\n') ? '\r\n' : '\n'
  return given.replaceAll('\n', ends) + base.slice(base.trimEnd().length)
}
