/** Random texts that are as regular as language is: the same seed makes the same ones. */
export type Corpus = {
  /** Numbers from 0 to 1. */
  random: () => number
  /** The more frequent, the oftener. */
  word(): string
  title(): string
  text(bytes: number): string
}

const WORDS = 100_000
/** How fast words get rarer from one to the next (Zipf). */
const STEEPNESS = 1.05

const ONSETS = 'b br c ch d dr f g gr h j k l m n p pl pr qu r s sh st t th tr v w'.split(' ')
const NUCLEI = 'a e i o u ea ou ai e a i'.split(' ')
const CODAS = ['', '', ...'n r s t l m nd st ng ck'.split(' ')]

/** Numbers from 0 to 1 (mulberry32). */
export const randomOf = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const pick = <T>(random: () => number, list: readonly T[]): T =>
  list[Math.floor(random() * list.length)] as T

export const corpusOf = (random: () => number): Corpus => {
  const words = vocabulary(random)
  const weights = cumulated(words.length)
  const total = weights.at(-1) ?? 0
  const word = (): string => words[indexOf(weights, random() * total)] ?? ''
  const sentence = (length: number): string => Array.from({ length }, word).join(' ')
  return {
    random,
    word,
    title: () => sentence(2 + Math.floor(random() * 4)),
    text: (bytes) => {
      const lines: string[] = []
      for (let size = 0; size < bytes;) {
        const line = `${sentence(5 + Math.floor(random() * 15))}.\n`
        lines.push(line)
        size += line.length
      }
      return lines.join('')
    },
  }
}

const longWord = (corpus: Corpus): string => {
  let word = corpus.word()
  while (word.length < 5) word = corpus.word()
  return word
}

/** A few letters of a longer word, from the one at `from` on. */
export const partOf = (corpus: Corpus, from: number): string =>
  longWord(corpus).slice(from, from + 2 + Math.floor(corpus.random() * 3))

/** A longer word with a slip in it. */
export const misspelt = (corpus: Corpus): string => {
  const word = longWord(corpus)
  const at = 1 + Math.floor(corpus.random() * (word.length - 1))
  return word.slice(0, at) + pick(corpus.random, ['a', 'e', 't', 's', '']) + word.slice(at + 1)
}

/** The more frequent, the shorter. */
const vocabulary = (random: () => number): string[] => {
  const syllable = (): string => pick(random, ONSETS) + pick(random, NUCLEI) + pick(random, CODAS)
  const words = new Set<string>()
  while (words.size < WORDS) {
    const syllables = (words.size < 300 ? 1 : 2) + Math.floor(random() * random() * 4)
    words.add(Array.from({ length: syllables }, syllable).join(''))
  }
  return [...words]
}

const cumulated = (count: number): number[] => {
  let sum = 0
  return Array.from({ length: count }, (_, i) => (sum += (i + 2.7) ** -STEEPNESS))
}

/** The first place whose weight is not less, by halving. */
const indexOf = (weights: readonly number[], value: number): number => {
  let [low, high] = [0, weights.length - 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if ((weights[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}
