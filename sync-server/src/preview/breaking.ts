/** A part of a word; `free` if a line may break before it. */
export type Atom = { text: string; free: boolean }

/** Written without spaces, and broken anywhere but where punctuation forbids it. Korean is not among them: it has spaces. */
const ideograph =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Bopomofo}\\u3001-\\u303f\\u30fb\\u30fc\\uff01-\\uff60\\uffe0-\\uffe6'
/** Written without spaces, and broken between words, which takes a dictionary. */
const dictionary = '\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}'

/** Most text, for which the long expressions below would be asked in vain. */
const latin = /^[\0-\u058f]*$/
const needsCare = new RegExp(`[${ideograph}${dictionary}]`, 'u')
const parts = new RegExp(
  `[${dictionary}]+|[${ideograph}][\\p{M}\\u200d]*|[^${ideograph}${dictionary}]+`,
  'gu',
)
const isDictionary = new RegExp(`^[${dictionary}]`, 'u')
const startsWide = new RegExp(`^[${ideograph}]`, 'u')
const endsWide = new RegExp(`[${ideograph}][\\p{M}\\u200d]*$`, 'u')
const endsDictionary = new RegExp(`[${dictionary}]$`, 'u')

/** What no line begins with, and no line ends with (kinsoku). */
const noStart =
  /^[\p{Pe}\p{Pf}!%,.:;?…‥、。，．・：；？！％‰℃°ゝゞヽヾ々〻ー〜～–ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ\u31f0-\u31ff]/u
const noEnd = /[\p{Ps}\p{Pi}¥＄￥＃#$£]$/u
/** A hyphen or slash within a word, or a sign within an address. */
const breaksAfter = /[^/-][/-]$|\w[?&=#]$/

const words = new Intl.Segmenter('th', { granularity: 'word' })

/** May a line break come between two texts that nothing stands between? An emoji is one of its own. */
export function mayBreak(before: string, after: string): boolean {
  if (latin.test(before) && latin.test(after) && !breaksAfter.test(before)) return false
  if (noStart.test(after) || noEnd.test(before)) return false
  if (startsWide.test(after) || endsWide.test(before)) return true
  return breaksAfter.test(before) || isDictionary.test(after) !== endsDictionary.test(before)
}

/** May a line begin with this text, whatever stands before? */
export function mayBegin(text: string): boolean {
  return !noStart.test(text)
}

/** A word in the parts between which a line may break, by the rules of its script. The first is not free. */
export function atomsOf(word: string): Atom[] {
  if (latin.test(word) || !needsCare.test(word)) return [{ text: word, free: false }]
  const atoms: Atom[] = []
  for (const [part] of word.matchAll(parts)) {
    const texts = isDictionary.test(part)
      ? Array.from(words.segment(part), ({ segment }) => segment)
      : [part]
    for (const [index, text] of texts.entries()) {
      const before = atoms.at(-1)?.text
      const free = before !== undefined && (index > 0 ? mayBegin(text) : mayBreak(before, text))
      atoms.push({ text, free })
    }
  }
  return atoms
}
