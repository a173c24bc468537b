/** Letters that Unicode does not take apart, as people type them without their marks. */
const PLAIN: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  þ: 'th',
  ς: 'σ',
}
const UNDIVIDED = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'g')

/**
 * Accents and other marks that letters of any script carry, Hebrew points, and what is not seen at all. Not the two
 * marks that make another sound of a kana, nor the vowels of Indic scripts: those words would be other words.
 */
const MARKS = /(?![\u3099\u309A])(?=\p{Script=Inherited})[\p{Mn}\p{Me}]|[\u0591-\u05C7]|\p{Cf}/gu

const ASCII = /^\p{ASCII}*$/u
/** Kana, ideographs and Hangul that have nothing to fold: most of what there is. */
const AS_IT_IS = /^[\u3041-\u3096\u30A1-\u30FA\u30FC\u4E00-\u9FFF\uAC00-\uD7A3]*$/

/** The text as it is compared: without case, accents, widths, ligatures and other ways to write the same letters. */
export const fold = (text: string): string => {
  if (ASCII.test(text)) return text.toLowerCase()
  if (AS_IT_IS.test(text)) return text
  const bare = text.normalize('NFKD').toLowerCase().replace(MARKS, '')
  return bare.replace(UNDIVIDED, (letter) => PLAIN[letter] ?? letter).normalize('NFC')
}
