/** `a[from..to)` becomes `b[start..end)`. */
export type Hunk = { from: number; to: number; start: number; end: number }

/** Beyond so many differences what lies between the first and the last one counts as exchanged. */
const LIMIT = 1_000

/**
 * The fewest insertions and deletions that make `b` of `a` (Myers 1986), between what both begin and end with. Takes
 * time by the square of `limit` at most.
 */
export const diff = <T>(a: readonly T[], b: readonly T[], limit = LIMIT): Hunk[] => {
  let start = 0
  const shorter = Math.min(a.length, b.length)
  while (start < shorter && a[start] === b[start]) start += 1
  let same = 0
  while (same < shorter - start && a[a.length - 1 - same] === b[b.length - 1 - same]) same += 1
  const whole: Hunk = { from: start, to: a.length - same, start, end: b.length - same }
  if (whole.from === whole.to && whole.start === whole.end) return []
  const between = shortest(a.slice(whole.from, whole.to), b.slice(whole.start, whole.end), limit)
  return between?.map((hunk) => shifted(hunk, start)) ?? [whole]
}

const shifted = ({ from, to, start, end }: Hunk, by: number): Hunk => ({
  from: from + by,
  to: to + by,
  start: start + by,
  end: end + by,
})

/** Null when there are too many differences to look for the fewest. */
const shortest = <T>(a: readonly T[], b: readonly T[], limit: number): Hunk[] | null => {
  const most = Math.min(a.length + b.length, limit)
  /** How far in `a` one gets on each diagonal `x - y`, and what it was before each number of edits. */
  const reach = new Int32Array(2 * most + 3)
  const trace: Int32Array[] = []
  for (let edits = 0; edits <= most; edits += 1) {
    trace.push(reach.slice(most - edits, most + edits + 3))
    for (let k = -edits; k <= edits; k += 2) {
      const from = before(reach, edits, k)
      let x = at(reach, from) + (from < k ? 1 : 0)
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1
      reach[k + most + 1] = x
      if (x >= a.length && x - k >= b.length) return walkBack(trace, a.length, b.length)
    }
  }
  return null
}

/** Diagonal 0 is in the middle. */
const at = (reach: Int32Array, k: number): number => reach[k + (reach.length - 1) / 2] ?? 0

/** The diagonal that the last edit came from: above, an insertion; below, a deletion. */
const before = (reach: Int32Array, edits: number, k: number): number =>
  k === -edits || (k !== edits && at(reach, k - 1) < at(reach, k + 1)) ? k + 1 : k - 1

const walkBack = (trace: readonly Int32Array[], length: number, other: number): Hunk[] => {
  const hunks: Hunk[] = []
  let x = length
  let y = other
  for (let edits = trace.length - 1; edits > 0; edits -= 1) {
    const reach = trace[edits] ?? new Int32Array()
    const k = x - y
    const from = before(reach, edits, k)
    x = at(reach, from)
    y = x - from
    prepend(hunks, from < k ? { from: x, to: x + 1, start: y, end: y } : grown(x, y))
  }
  return hunks
}

const grown = (x: number, y: number): Hunk => ({ from: x, to: x, start: y, end: y + 1 })

const prepend = (hunks: Hunk[], hunk: Hunk): void => {
  const [next] = hunks
  if (next !== undefined && next.from === hunk.to && next.start === hunk.end) {
    next.from = hunk.from
    next.start = hunk.start
  } else hunks.unshift(hunk)
}
