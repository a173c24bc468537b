import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Measured, Runs } from './measure.ts'
import { ROOT } from './report.ts'
import type { Target, Workload } from './workload.ts'

/** A target in one case, and what was measured. `value`: what {@link Target} says is compared with `bound`. */
export type Outcome = {
  in: string
  figure: string
  of: string
  against: string | null
  by: 'quotient' | 'difference'
  value: number
  bound: number
  met: boolean
}

/** What a workload came to; one file in results/. */
export type Result = { workload: string } & Runs & {
    medians: Measured<number>
    outcomes: Outcome[]
  }

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const [low = NaN, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1)
  return (low + high) / 2
}

export const resultOf = (workload: Workload, runs: Runs): Result => {
  const medians = mapped(runs.values, (values) => Number(median(values).toPrecision(6)))
  return { workload: workload.id, ...runs, medians, outcomes: outcomesOf(workload, medians) }
}

const mapped = <A, B>(measured: Measured<A>, change: (value: A) => B): Measured<B> => {
  const each = <X, Y>(record: Record<string, X>, to: (value: X) => Y): Record<string, Y> =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]))
  return each(measured, (one) => each(one, (figures) => each(figures, change)))
}

const outcomesOf = (workload: Workload, medians: Measured<number>): Outcome[] =>
  workload.targets.flatMap((target) =>
    workload.cases
      .filter((one) => target.in === undefined || target.in === one)
      .flatMap((one) => outcomeOf(workload, target, one, medians[one] ?? {})),
  )

/** Nothing when one of both was not measured. */
const outcomeOf = (
  { figures }: Workload,
  { figure, of, against, by = 'quotient', bound }: Target,
  one: string,
  medians: Record<string, Record<string, number>>,
): Outcome[] => {
  const mine = medians[of]?.[figure]
  const theirs = against === undefined ? 1 : medians[against]?.[figure]
  if (mine === undefined || theirs === undefined) return []
  const value = Number((by === 'difference' ? mine - theirs : mine / theirs).toPrecision(6))
  const less = figures.find(({ id }) => id === figure)?.better === 'less'
  const met = less ? value <= bound : value >= bound
  return [{ in: one, figure, of, against: against ?? null, by, value, bound, met }]
}

const pathOf = (id: string): string => `bench/results/${id}.json`

/** Writes results/<id>.json. */
export const writeResult = (result: Result): void => {
  mkdirSync(join(ROOT, 'bench/results'), { recursive: true })
  writeFileSync(join(ROOT, pathOf(result.workload)), `${JSON.stringify(result, null, 2)}\n`)
}

/** The result that was committed last; null when there is none. */
export const committedResult = (id: string): Result | null => {
  try {
    const text = execFileSync('git', ['show', `HEAD:${pathOf(id)}`], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return JSON.parse(text) as Result
  } catch {
    return null
  }
}
