/**
 * Controls and format characters, bidi overrides among them. What joins emoji and letters of some
 * scripts stays, and the tags that make flags.
 */
const unseen = /(?![\t\n]|\u200c|\u200d|[\u{e0020}-\u{e007f}])[\p{Cc}\p{Cf}]/gu
const loneSurrogate = /\p{Cs}/gu
const lineSeparator = /[\u2028\u2029]/g
const zalgo = /(\p{M}{4})\p{M}+/gu
const plain = /^[\t\n -~]*$/

/**
 * The text as it may be drawn: no control or bidi characters, well-formed, at most four combining
 * marks on a base (T16). Keeps tabs and line breaks.
 */
export function clean(text: string): string {
  if (plain.test(text)) return text
  return text
    .replace(loneSurrogate, '\ufffd')
    .replace(lineSeparator, ' ')
    .replace(unseen, '')
    .replace(zalgo, '$1')
}

/** A name or title for one line of a card: cleaned, white space collapsed, at most `max` characters. */
export function cleanLine(text: string, max: number): string {
  return clean(text.slice(0, max)).replace(/\s+/g, ' ').trim()
}
