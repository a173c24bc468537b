import { parseArgs } from 'node:util'
import { Kills } from './kills.ts'
import type { KillReport } from './kills.ts'
import { prepareProgram } from './program.ts'
import { circumstances, inWords, writeSection } from '../report.ts'
import { runSeed } from '../../sync-server/test/fuzz/run.ts'
import { World } from '../../sync-server/test/fuzz/world.ts'

/** Random acts for each seed of the fuzz. */
const STEPS = 250

/**
 * The long runs. `--minutes`: the convergence fuzz, one seed after the other. `--rounds`: `kill -9` of the real
 * program under load, `--jobs` programs at a time; `--built`: the folder of a bundle, instead of sync-server/dist.
 * `--seed`: where to begin. 0 leaves one out. What came of it is written into bench/RESULTS.md.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 32) },
    jobs: { type: 'string', default: '1' },
    built: { type: 'string' },
  },
})
const seed = Number(values.seed)
/** As it was when the run began. */
const where = inWords(circumstances())

const report = (name: string, title: string, lines: string[]): void =>
  writeSection({ name, title, command: 'npm run soak', lines })

const kills = async (rounds: number, jobs: number): Promise<boolean> => {
  const args = prepareProgram(values.built)
  const started = Date.now()
  const seconds = (): number => Math.round((Date.now() - started) / 1000)
  const runs = Array.from({ length: jobs }, (_, job) => new Kills(args, seed + job))
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
  report('durability', 'Durability', [
    `${done} rounds of \`kill -9\` (${done - merges} of the whole program, ${merges} of merge alone), ` +
      `${total(({ documents }) => documents)} documents, ${total(({ marks }) => marks)} pieces of text typed, ` +
      `${total(({ promised }) => promised)} of them acknowledged or seen by somebody else. ` +
      `Lost: ${lost.length}. Documents that did not converge, or other faults: ${faults.length}.`,
    '',
    `${seconds()} s, ${jobs} at a time, seed ${seed}, ${where}.`,
  ])
  return lost.length + faults.length === 0
}

const fuzz = async (minutes: number): Promise<boolean> => {
  const end = Date.now() + minutes * 60_000
  const world = await World.open()
  const total = new Map<string, number>()
  const broken: number[] = []
  let runs = 0
  try {
    for (let next = seed; Date.now() < end; next = (next + 1) % 2 ** 32) {
      const { counts, faults } = await runSeed(world, next, STEPS)
      runs += 1
      for (const [what, count] of Object.entries(counts))
        total.set(what, (total.get(what) ?? 0) + count)
      if (faults.length > 0) broken.push(next)
      for (const fault of faults) console.error(`seed ${next}: ${fault}`)
    }
  } finally {
    await world.close()
  }
  const did = [...total].map(([what, count]) => `${what} ${count}`).join(', ')
  report('fuzz', 'Convergence fuzz', [
    `${runs} seeds from ${seed} in ${minutes} minutes, ${STEPS} steps each, with Yjs (\`sticky.v1\` and y-websocket) and ywasm. ` +
      `Seeds that broke a rule: ${broken.length === 0 ? 'none' : broken.join(', ')}.`,
    '',
    `They did: ${did}.`,
    '',
    `${where}.`,
  ])
  return broken.length === 0
}

const rounds = Number(values.rounds)
const minutes = Number(values.minutes)
const converges = minutes === 0 || (await fuzz(minutes))
const fine = (rounds === 0 || (await kills(rounds, Number(values.jobs)))) && converges
console.log(fine ? 'fine' : `not fine: npm run soak -- --seed ${seed}`)
process.exit(fine ? 0 : 1)
