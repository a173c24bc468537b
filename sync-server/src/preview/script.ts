/** A script, or a language whose shape of the Han characters differs, for which there is a font of its own. */
export type Script = 'arabic' | 'hebrew' | 'devanagari' | 'thai' | 'japanese' | 'korean' | 'chinese'

/** Those that share the Han characters. */
export const eastAsian = ['japanese', 'korean', 'chinese'] as const satisfies readonly Script[]

type EastAsian = (typeof eastAsian)[number]

const alphabets = [
  ['arabic', /\p{scx=Arabic}/u],
  ['hebrew', /[\p{Script=Hebrew}]/u],
  ['devanagari', /\p{Script=Devanagari}/u],
  ['thai', /\p{Script=Thai}/u],
] as const satisfies readonly (readonly [Script, RegExp])[]

const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u
const hangul = /\p{Script=Hangul}/u
const han = /\p{Script=Han}/u

/** What East Asian fonts have and the others have not: letters, their punctuation, wide forms. */
const wide = /[\p{Script=Han}\p{Script=Hangul}\u2e80-\u33ff\ufe30-\ufe4f\uff00-\uffef]/u

/** Nothing below this belongs to any of the scripts. */
const simple = /^[\0-\u0589\u1e00-\u1fff\u2010-\u2027\u2030-\u205e]*$/

/** The East Asian languages of the document that is composed now, the one whose shapes Han characters take first. */
let languages: readonly EastAsian[] = ['chinese']

/**
 * Chooses the shapes of the Han characters for all that is composed until the next call: with kana in the text it is
 * Japanese, with hangul Korean, else Chinese. The others follow for what that font has not. Composing is synchronous,
 * so there is one document at a time.
 */
export function chooseLanguages(text: string): void {
  const found: EastAsian[] = []
  if (kana.test(text)) found.push('japanese')
  if (hangul.test(text)) found.push('korean')
  if (found.length === 0 || han.test(text)) found.push('chinese')
  languages = found
}

const none: readonly Script[] = []

/** The scripts of a text, in the order in which their fonts are to be looked into. */
export function scriptsOf(text: string): readonly Script[] {
  if (simple.test(text)) return none
  const found: Script[] = alphabets
    .filter(([, letters]) => letters.test(text))
    .map(([name]) => name)
  return wide.test(text) ? [...found, ...languages] : found
}
