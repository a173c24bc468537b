/** Controls and format characters, bidi overrides among them. What joins emoji and letters of some scripts stays. */
const unseen = /(?![\t\n\u200c\u200d]|[\u{e0020}-\u{e007f}])[\p{Cc}\p{Cf}]/gu
/** Tags make the flags of England, Scotland and Wales; anywhere else they are nothing that can be seen. */
const tags = /(\u{1f3f4}[\u{e0030}-\u{e007a}]{1,6}\u{e007f})|[\u{e0020}-\u{e007f}]/gu
const joiners = /([\u200c\u200d])[\u200c\u200d]+/g
/** Letters that look like no letter. */
const blank = /[\u3164\uffa0]/g
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
    .replace(tags, '$1')
    .replace(joiners, '$1')
    .replace(blank, ' ')
    .replace(zalgo, '$1')
}

/** A name or title for one line of a card: cleaned, white space collapsed, at most `max` characters. */
export function cleanLine(text: string, max: number): string {
  return clean(text.slice(0, max)).replace(/\s+/g, ' ').trim()
}
