const joiner = '\u200d'

const arabic = /\p{Script=Arabic}/u
/** Letters that join nothing, and those that join only what stands before them. */
const never = /[\u0621\u0674\u06dd\u08ad]/
const onlyBefore =
  /[\u0622-\u0625\u0627\u0629\u062f-\u0632\u0648\u0671-\u0673\u0675-\u0677\u0688-\u0699\u06c0\u06c3-\u06cb\u06cd\u06cf\u06d2\u06d3\u06d5\u06ee\u06ef\u0759-\u075b\u076b\u076c\u0771\u0773\u0774\u0778\u0779\u08aa-\u08ac\u08b1\u08b2\u08b9]/

/**
 * Two parts of a text that stand side by side in different styles, so written that Arabic letters at the seam take the
 * shapes they have within a word.
 */
export function joinAcross(before: string, after: string): [before: string, after: string] {
  const [last, first] = [lastLetter(before), firstLetter(after)]
  if (!joins(last) || onlyBefore.test(last) || !joins(first)) return [before, after]
  return [before + joiner, joiner + after]
}

function joins(letter: string): boolean {
  return arabic.test(letter) && /\p{L}/u.test(letter) && !never.test(letter)
}

function lastLetter(text: string): string {
  return /\P{M}(?=\p{M}{0,8}$)/u.exec(text.slice(-16))?.[0] ?? ''
}

function firstLetter(text: string): string {
  return /^\P{M}/u.exec(text)?.[0] ?? ''
}
