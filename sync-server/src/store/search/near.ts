/** How many typos a word of a query may have: none in short ones and in those with digits, two in long ones. */
export const typosAllowed = (word: string): 0 | 1 | 2 => {
  if (word.length < 4 || !isSpelled(word)) return 0
  return word.length < 8 ? 1 : 2
}

/** Words that a typo can be in, or can lead to. */
export const isSpelled = (word: string): boolean => /^\p{L}{3,}$/u.test(word)

/** Whether a word in use is what a word of a query was meant to be, with at most so many typos. */
export const isNear = (word: string, other: string, typos: number): boolean =>
  distance(word, other, typos) <= typos && isSpelled(other)

/**
 * How many letters have to be changed, left out, added or swapped with their neighbour to make one word of the other
 * (restricted Damerau-Levenshtein); `most + 1` stands for more than `most`.
 */
export const distance = (a: string, b: string, most: number): number => {
  if (Math.abs(a.length - b.length) > most || foreignLetters(a, b, most) > most) return most + 1
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i += 1) {
    const next = nextRow(a, b, i, row, before)
    if (Math.min(...next) > most) return most + 1
    before = row
    row = next
  }
  return Math.min(at(row, b.length), most + 1)
}

/**
 * How many letters of one word the other does not have, up to more than `most`: there are no fewer typos. Sorts most
 * words out cheaply.
 */
const foreignLetters = (a: string, b: string, most: number): number => {
  let count = 0
  for (let i = 0; i < a.length && count <= most; i += 1) if (!b.includes(a.charAt(i))) count += 1
  return count
}

const nextRow = (
  from: string,
  to: string,
  i: number,
  row: readonly number[],
  before: readonly number[],
): number[] => {
  const next = [i]
  for (let j = 1; j <= to.length; j += 1) {
    const same = from[i - 1] === to[j - 1]
    const changed = at(row, j - 1) + (same ? 0 : 1)
    const swapped =
      i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
        ? at(before, j - 2) + 1
        : Infinity
    next.push(Math.min(changed, at(row, j) + 1, at(next, j - 1) + 1, swapped))
  }
  return next
}

const at = (row: readonly number[], i: number): number => row[i] ?? Infinity

/** Two words that are this near have a skeleton in common, if each leaves out as many letters as there are typos. */
const SKELETON_LETTERS = 7

/**
 * What is left of the beginning of a word when up to `typos` letters are left out, in all ways: the index of what is
 * near (after SymSpell). Short words cannot have two typos, so they need fewer.
 */
export const skeletonsOf = (word: string, typos = word.length < 6 ? 1 : 2): Set<string> => {
  const all = new Set<string>()
  const add = (rest: string, from: number, left: number): void => {
    all.add(rest)
    if (left === 0) return
    for (let i = from; i < rest.length; i += 1)
      add(rest.slice(0, i) + rest.slice(i + 1), i, left - 1)
  }
  add(word.slice(0, SKELETON_LETTERS), 0, typos)
  return all
}
