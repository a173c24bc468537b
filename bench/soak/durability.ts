import { Kills } from './kills.ts'
import type { KillReport } from './kills.ts'
import type { Outcome } from './outcome.ts'

/** C1: `rounds` of `kill -9`, `jobs` programs at a time. */
export const durability = async (
  main: string,
  { rounds, jobs, seed }: { rounds: number; jobs: number; seed: number },
): Promise<Outcome> => {
  const started = Date.now()
  const seconds = (): number => Math.round((Date.now() - started) / 1000)
  const runs = Array.from({ length: jobs }, (_, job) => new Kills(main, seed + job))
  const total = (of: (report: KillReport) => number): number =>
    runs.reduce((sum, { report }) => sum + of(report), 0)
  const progress = setInterval(
    () => console.log(`${total(({ rounds }) => rounds)} rounds in ${seconds()} s`),
    60_000,
  )
  try {
    await Promise.all(runs.map((run) => run.run(Math.ceil(rounds / jobs))))
  } finally {
    clearInterval(progress)
  }
  const lost = runs.flatMap(({ report }) => report.lost)
  const faults = runs.flatMap(({ report }) => report.faults)
  for (const what of [...lost.map((mark) => `lost: ${mark}`), ...faults]) console.error(what)
  const done = total(({ rounds }) => rounds)
  const merges = total(({ mergeKills }) => mergeKills)
  return {
    fine: lost.length + faults.length === 0,
    lines: [
      `${done} rounds of \`kill -9\` (${done - merges} of the whole program, ${merges} of merge alone), ` +
        `${total(({ documents }) => documents)} documents, ${total(({ marks }) => marks)} pieces of text typed, ` +
        `${total(({ promised }) => promised)} of them acknowledged or seen by somebody else. ` +
        `Lost: ${lost.length}. Documents that did not converge, or other faults: ${faults.length}.`,
      '',
      `${seconds()} s, ${jobs} at a time, seed ${seed}.`,
    ],
  }
}
