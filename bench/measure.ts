import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contestants } from './contestants/index.ts'
import { printProfile } from './profile.ts'
import { circumstances } from './report.ts'
import type { Circumstances } from './report.ts'
import type { Workload } from './workload.ts'

/** `peers`: ids of the contestants, in any order. `warmUp` and `duration` in ms, of each run. */
export type How = {
  peers: readonly string[]
  runs: number
  warmUp: number
  duration: number
  profile: boolean
}

/** For each case, for each contestant, for each figure. */
export type Measured<T> = Record<string, Record<string, Record<string, T>>>

/** All runs of one workload. `failures`: runs that gave no number, with the reason. */
export type Runs = {
  circumstances: Circumstances
  how: Omit<How, 'peers' | 'profile'>
  values: Measured<number[]>
  failures: string[]
}

/** Runs a workload `runs` times against each contestant in turn: a, b, a, b. One after the other. */
export const measure = async (workload: Workload, how: How): Promise<Runs> => {
  const chosen = contestants.filter(({ id }) => how.peers.includes(id))
  for (const contestant of chosen) await contestant.prepare()
  const { runs, warmUp, duration } = how
  const result: Runs = {
    circumstances: circumstances(),
    how: { runs, warmUp, duration },
    values: {},
    failures: [],
  }
  for (let run = 1; run <= runs; run += 1) {
    for (const one of workload.cases) {
      for (const contestant of chosen) {
        const name = `${workload.id} ${one}, ${contestant.id}, run ${run} of ${runs}`
        const file = `sticky-bench-${workload.id}-${one}-${contestant.id}.cpuprofile`
        const profileTo = how.profile ? join(tmpdir(), file.replaceAll(/[ ,]+/g, '-')) : null
        try {
          const readings = await workload.run({
            contestant,
            case: one,
            warmUp,
            duration,
            profileTo,
          })
          keep(result.values, one, contestant.id, readings)
          console.log(`${name}: ${inBrief(workload, readings)}`)
          if (profileTo !== null) printProfile(profileTo)
        } catch (error) {
          const why = error instanceof Error ? error.message : String(error)
          result.failures.push(`${name}: ${why}`)
          console.error(`${name} failed: ${why}`)
        }
      }
    }
  }
  return result
}

const keep = (
  values: Measured<number[]>,
  one: string,
  contestant: string,
  readings: Record<string, number>,
): void => {
  const figures = ((values[one] ??= {})[contestant] ??= {})
  for (const [figure, value] of Object.entries(readings))
    (figures[figure] ??= []).push(Number(value.toPrecision(6)))
}

const inBrief = ({ figures }: Workload, readings: Record<string, number>): string =>
  figures
    .map(({ id, title, digits }) => `${(readings[id] ?? NaN).toFixed(digits)} ${title}`)
    .join(', ')
