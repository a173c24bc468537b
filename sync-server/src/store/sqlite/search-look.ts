import type { Contents } from '../search/contents.ts'
import { rungOf } from '../search/ladder.ts'
import { MOST_BYTES } from './search-task.ts'
import type { Place } from './search-task.ts'

/** A document in the order of the page; without contents where it is out of reach. */
export type Row = { id: number; key: string | number } & (Contents | { title: null; words: null })

/** Up to so many places are wanted, on rungs from `best` to `worst`. */
export type Wanted = { enough: number; best: number; worst: number }

/** Documents that answer the query, in the order of the page; `all`: there are no more. */
export type Seen = { places: Place[]; all: boolean }

/** After so large a part of the steps, and again, it is looked whether the rest could be enough. */
const PART = 1 / 10

/**
 * Looks at one document after the other, `steps` of them at most, until there are enough, or until that is not to be
 * expected any more.
 */
export const lookAt = (
  rows: Iterable<Row>,
  words: readonly string[],
  { enough, best, worst }: Wanted,
  steps: number,
): Seen => {
  const part = Math.ceil(steps * PART)
  const places: Place[] = []
  let [passed, bytes] = [0, 0]
  for (const { id, key, ...contents } of rows) {
    passed += 1
    if (contents.words !== null) {
      const rung = rungOf(contents, words, worst)
      if (rung !== null && rung >= best) places.push({ id, key, rung })
      bytes += contents.words.length
    }
    const isHopeless = passed % part === 0 && places.length * steps < enough * passed
    if (places.length >= enough || bytes > MOST_BYTES || isHopeless) return { places, all: false }
  }
  return { places, all: passed < steps }
}
