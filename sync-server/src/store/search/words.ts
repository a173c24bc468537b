import { fold } from './fold.ts'

/**
 * A word as search sees it: folded, and where it stands in the text (UTF-16 offsets). `tail`: the last sign of a run
 * that is written without spaces, there to be found by itself; the pair before it has it, too.
 */
export type Word = { word: string; start: number; end: number; tail: boolean }

/** Longer runs of letters (addresses, keys) are cut into words of this length. */
const LONGEST = 40
const MOST_QUERY_WORDS = 16

/** Signs of scripts that put no spaces between words. */
const DENSE_SIGN = String.raw`(?=[\p{L}\p{M}\p{N}])[\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]`
const LETTER = String.raw`(?:[A-Za-z0-9]|(?!${DENSE_SIGN})[\p{L}\p{N}])`
/** Letters with marks, and what is not seen only between them. */
const SYLLABLES = String.raw`${LETTER}(?:[\p{M}\p{Cf}]*${LETTER})*\p{M}*`
const DENSE = String.raw`(?:${DENSE_SIGN}[\uFF9E\uFF9F]?)+`
const LETTERS = String.raw`${SYLLABLES}(?:['’]${SYLLABLES})*`
/** Emoji, currencies, arrows and mathematics: each is a word of its own. */
const SYMBOL = String.raw`(?![\uFFFC\uFFFD])[\p{So}\p{Sc}\p{Sm}]`

const RUN = new RegExp(`${LETTERS}|${DENSE}|${SYMBOL}`, 'gu')
const BEGINS_DENSE = new RegExp(`^${DENSE_SIGN}`, 'u')
/** A sign with the marks on it, also the half-wide ones. */
const UNIT = /[^\p{M}\uFF9E\uFF9F][\p{M}\uFF9E\uFF9F]*|[\p{M}\uFF9E\uFF9F]+/gu
const NOT_IN_WORDS = /[^\p{L}\p{N}\p{M}]+/gu
const PLAIN_WORD = /^[A-Za-z0-9]*$/

/** Whether a word comes from a script without spaces: it has one or two signs then. */
export const isDense = (word: string): boolean => BEGINS_DENSE.test(word)

/**
 * The words of a text in the order in which they stand, also those that come again. Scripts without spaces give every
 * pair of neighbours: `会議室` is `会議`, `議室` and, as its tail, `室`.
 */
export const wordsOf = (text: string): Word[] => {
  const words: Word[] = []
  for (const { 0: run, index } of text.matchAll(RUN)) addRun(words, run, index)
  return words
}

/** The words of a text, each once, in the order of their first place. */
export const distinctWordsOf = (text: string): string[] => {
  const words: Word[] = []
  for (const run of new Set(text.normalize('NFC').match(RUN))) addRun(words, run, 0)
  return [...new Set(words.map(({ word }) => word))]
}

/** What has to be found: the words of a query, each once; the first ones of a long query. */
export const queryWordsOf = (query: string): string[] => {
  const words = wordsOf(query.normalize('NFC')).filter(({ tail }) => !tail)
  return [...new Set(words.map(({ word }) => word))].slice(0, MOST_QUERY_WORDS)
}

const addRun = (words: Word[], run: string, at: number): void => {
  if (run.length <= LONGEST && PLAIN_WORD.test(run))
    words.push({ word: run.toLowerCase(), start: at, end: at + run.length, tail: false })
  else if (BEGINS_DENSE.test(run)) addPairs(words, run, at)
  else addLetters(words, run, at)
}

const addLetters = (words: Word[], run: string, at: number): void => {
  const folded = fold(run)
  const signs = Array.from(folded.replace(NOT_IN_WORDS, '') || folded)
  const place = { start: at, end: at + run.length, tail: false }
  for (let from = 0; from < signs.length; from += LONGEST)
    words.push({ word: signs.slice(from, from + LONGEST).join(''), ...place })
}

const addPairs = (words: Word[], run: string, at: number): void => {
  const units = [...run.matchAll(UNIT)].map(({ 0: unit, index }) => ({
    sign: fold(unit),
    start: at + index,
    end: at + index + unit.length,
  }))
  for (const [i, { sign, start, end }] of units.entries()) {
    const next = units[i + 1]
    if (next === undefined) words.push({ word: sign, start, end, tail: i > 0 })
    else words.push({ word: sign + next.sign, start, end: next.end, tail: false })
  }
}
