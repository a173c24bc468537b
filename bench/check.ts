import { parseArgs } from 'node:util'
import { measure } from './measure.ts'
import { chosenWorkloads, positive, runCommand } from './options.ts'
import { requireProc } from './processor-time.ts'
import { committedResult, resultOf } from './result.ts'
import type { Outcome } from './result.ts'
import type { Workload } from './workload.ts'

/** A short form: enough for a ratio, not for a result. As much warm-up as for one, since it changes ratios. */
const SHORT = { warmUp: 2_000, duration: 2_000, profile: false }
/** By how much a ratio may be worse: short runs on a machine with two cores differ by about as much. */
const TOLERANCE = '0.4'

const HELP = `npm run bench:check -- [workloads] [options]

Runs the workloads that have a committed result in a short form, and compares each ratio between two contestants (never
a time) with that result. Ends with 1 when one is worse by more than the tolerance.

Options:
  --tolerance n   how much worse a ratio may be: 0.4 is 40 % (${TOLERANCE})
  --runs n        so many times each, in turn (2)
  --help          this text`

const options = {
  tolerance: { type: 'string', default: TOLERANCE },
  runs: { type: 'string', default: '2' },
  help: { type: 'boolean', default: false },
} as const

const isSame = (a: Outcome) => (b: Outcome) =>
  a.in === b.in && a.figure === b.figure && a.of === b.of && a.against === b.against

const isRatio = ({ against, by }: Outcome): boolean => against !== null && by !== 'difference'

/** One line for each ratio, and whether one of them is worse than it may be. */
const compare = (
  { id, figures }: Workload,
  before: readonly Outcome[],
  now: readonly Outcome[],
  tolerance: number,
): boolean => {
  let fine = true
  for (const old of before) {
    const found = now.find(isSame(old))
    const figure = figures.find((figure) => figure.id === old.figure)
    const name = `${id} ${old.in}, ${figure?.title ?? old.figure}, ${old.of} ÷ ${old.against}`
    if (found === undefined) {
      console.log(`${name}: was ${old.value.toFixed(2)}, is not measured any more: WORSE`)
      fine = false
      continue
    }
    const change = figure?.better === 'more' ? old.value / found.value : found.value / old.value
    const isWorse = change > 1 + tolerance
    const verdict = isWorse ? 'WORSE' : 'fine'
    console.log(`${name}: was ${old.value.toFixed(2)}, is ${found.value.toFixed(2)}: ${verdict}`)
    fine &&= !isWorse
  }
  return fine
}

runCommand(async () => {
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  if (values.help) {
    console.log(HELP)
    return 0
  }
  const tolerance = positive('tolerance', values.tolerance)
  const runs = Math.ceil(positive('runs', values.runs))
  const chosen = chosenWorkloads(positionals)
  requireProc()
  let fine = true
  let compared = 0
  for (const workload of chosen) {
    const before = committedResult(workload.id)?.outcomes.filter(isRatio)
    if (before === undefined || before.length === 0) {
      const why = before === undefined ? 'no committed result' : 'a result without ratios'
      console.log(`${workload.id} has ${why}: nothing to compare. npm run bench -- ${workload.id}`)
      continue
    }
    const peers = [...new Set(before.flatMap(({ of, against }) => [of, against ?? of]))]
    const measured = await measure(workload, { ...SHORT, runs, peers })
    compared += before.length
    fine = compare(workload, before, resultOf(workload, measured).outcomes, tolerance) && fine
  }
  console.log(
    fine
      ? `None of ${compared} ratios is worse by more than ${tolerance * 100} %.`
      : `Some ratio is worse by more than ${tolerance * 100} %. Run npm run bench on a quiet machine to see whether it stays so.`,
  )
  return fine ? 0 : 1
})
