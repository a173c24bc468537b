import { createRequire } from 'node:module'
import type { Bidi } from 'bidi-js'

export type Direction = 'ltr' | 'rtl'

// Its types speak of a module, what it has is a function.
const createBidi = createRequire(import.meta.url)('bidi-js') as () => Bidi
const bidi = createBidi()

const rightToLeft =
  /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
const strong =
  /([\u0590-\u05ff\u0600-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}])|\p{L}/u

/** May anything in the text go from right to left? */
export function hasRightToLeft(text: string): boolean {
  return rightToLeft.test(text)
}

/** The direction of the first letter that has one; null if there is none. */
export function directionOf(text: string): Direction | null {
  const match = strong.exec(text)
  if (!match) return null
  return match[1] === undefined ? 'ltr' : 'rtl'
}

/** The embedding level of each UTF-16 unit (Unicode's bidirectional algorithm); odd ones go from right to left. */
export function levelsOf(text: string, base: Direction): Uint8Array {
  return bidi.getEmbeddingLevels(text, base).levels
}

/** What is on a line, from left to right: whatever lies at a level or above is turned round, the highest first (L2). */
export function visualOrder<T extends { level: number }>(logical: readonly T[]): readonly T[] {
  const highest = Math.max(0, ...logical.map(({ level }) => level))
  if (highest === 0) return logical
  const order = logical.slice()
  for (let level = highest; level > 0; level--) reverseFrom(order, level)
  return order
}

function reverseFrom<T extends { level: number }>(order: T[], level: number): void {
  for (let from = 0; from < order.length; from++) {
    let to = from
    while ((order[to]?.level ?? -1) >= level) to++
    if (to > from) order.splice(from, to - from, ...order.slice(from, to).toReversed())
    from = to
  }
}
