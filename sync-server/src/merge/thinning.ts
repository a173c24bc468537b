import type { VersionRow } from '../store/types.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Up to which age, ms, the last version of how long a stretch of time is kept. Each stretch divides the next one. */
const KEPT = [
  { younger: HOUR, one: 1 },
  { younger: DAY, one: 10 * MINUTE },
  { younger: 30 * DAY, one: HOUR },
  { younger: 365 * DAY, one: DAY },
  { younger: Infinity, one: 7 * DAY },
] as const

/**
 * The versions, by seq, that are too many at `now`: of the last hour all are kept, of the last day one in ten minutes,
 * of the last 30 days one an hour, of the last year one a day, before that one a week; of each stretch the last. So
 * what is forgotten earlier is never missed later, and the newest version always stays.
 */
export const surplus = (
  versions: readonly Pick<VersionRow, 'seq' | 'at'>[],
  now: number,
): number[] => {
  const taken = new Set<string>()
  const drop: number[] = []
  for (const { seq, at } of [...versions].sort((a, b) => b.seq - a.seq)) {
    const { one } = KEPT.find(({ younger }) => now - at < younger) ?? KEPT[0]
    const stretch = one === 1 ? `${seq}` : `${one} ${Math.floor(at / one)}`
    if (taken.has(stretch)) drop.push(seq)
    taken.add(stretch)
  }
  return drop
}
