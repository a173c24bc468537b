/** "The struct at `clock` needs `on`'s clock `at`", where that is not in the log yet. */
export type Need = { clock: number; on: number; at: number }

/** One client's part of an update: its structs go from `start` to `end` without a hole. */
export type Section = {
  client: number
  /** The first clock that the log lacks. */
  known: number
  start: number
  end: number
  /** In the order of their clocks. */
  needs: Need[]
  /** The first so many needs are known to be met, and while `open`, the next one is being looked at. */
  met: number
  open: boolean
}

/**
 * Whether all of `waiting` can be integrated in some order: no struct needs, by way of whatever others, itself. A
 * struct waits for what is before it of its own client and for what it needs; the search is depth first, and looks
 * at each need once. Expects that what is needed is in the update.
 */
export const resolves = (
  sections: ReadonlyMap<number, Section>,
  waiting: readonly Section[],
): boolean => waiting.every((section) => meets(section, section.needs.length, sections))

/** Whether the first `count` needs of `first` can be met. */
const meets = (first: Section, count: number, sections: ReadonlyMap<number, Section>): boolean => {
  const path = [{ section: first, count }]
  for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
    const { section } = last
    const need = section.met < last.count ? section.needs[section.met] : undefined
    section.open = need !== undefined
    if (need === undefined) {
      path.pop()
      continue
    }
    const other = sections.get(need.on)
    const before = other === undefined ? 0 : needsUpTo(other, need.at)
    if (other === undefined || other.met >= before) section.met += 1
    else if (other.open) return false
    else path.push({ section: other, count: before })
  }
  return true
}

/** How many needs have to be met before the struct with this clock is there. */
const needsUpTo = ({ needs }: Section, clock: number): number => {
  let [low, high] = [0, needs.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((needs[middle]?.clock ?? Infinity) <= clock) low = middle + 1
    else high = middle
  }
  return low
}
