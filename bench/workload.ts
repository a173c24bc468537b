import type { Contestant } from './contestants/contestant.ts'

/** Something that a run measures. */
export type Figure = {
  id: string
  /** For tables, with the unit. */
  title: string
  better: 'less' | 'more'
  /** Digits after the point in tables. */
  digits: number
}

/**
 * What has to be reached: the median of `figure` of `of`, as it is where `against` is absent, has to be at most `bound`
 * (where less is better) or at least (where more is). With `against` that is about the quotient of both medians, or, by
 * `difference`, about how much more `of` has. `in`: the case; all of them where it is absent.
 */
export type Target = {
  figure: string
  of: string
  against?: string
  by?: 'quotient' | 'difference'
  bound: number
  in?: string
}

/** What one run is given. `warmUp` and `duration` are ms; `profileTo`: where to write a CPU profile, or null. */
export type Setting = {
  contestant: Contestant
  case: string
  warmUp: number
  duration: number
  profileTo: string | null
}

/**
 * One benchmark: one file in `workloads/`, listed in `workloads/index.ts`. `run` starts the contestant, does its
 * work, stops it, and answers with a number for each figure; it throws when what arrived is not complete, so that a
 * server that drops something cannot win by it. `drive.ts` does all of that for work that is connections and
 * messages.
 */
export type Workload = {
  /** As on the command line. */
  id: string
  title: string
  /** What is expected and why, in one or two sentences written before the first result. */
  expectation: string
  /** What a run is about, in the order of the tables: a size, a way. One at least. */
  cases: readonly string[]
  /** The first is the one that counts. */
  figures: readonly Figure[]
  /** Ids of the contestants it can be run against. */
  contestants: readonly string[]
  targets: readonly Target[]
  run(setting: Setting): Promise<Record<string, number>>
}
