import { parseArgs } from 'node:util'
import { Kills } from './kills.ts'
import { prepareProgram } from './program.ts'
import { circumstances, writeSection } from './report.ts'
import { runSeed } from '../../sync-server/test/fuzz/run.ts'
import { World } from '../../sync-server/test/fuzz/world.ts'

/** Random acts for each seed of the fuzz. */
const STEPS = 250

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 32) },
    built: { type: 'string' },
  },
})
const seed = Number(values.seed)

const kills = async (rounds: number): Promise<boolean> => {
  const recipe = prepareProgram(values.built)
  const run = new Kills(recipe, seed)
  const { report } = run
  try {
    await run.run(rounds, ({ rounds, marks, seconds }) => {
      if (rounds % 20 === 0) console.log(`${rounds} rounds, ${marks} marks, ${seconds} s`)
    })
  } finally {
    recipe.dispose()
  }
  const { lost, faults } = report
  for (const what of [...lost.map((mark) => `lost: ${mark}`), ...faults]) console.error(what)
  writeSection('durability', 'Durability', [
    `${report.rounds} rounds of \`kill -9\` (${report.rounds - report.mergeKills} of the whole program, ${report.mergeKills} of merge alone), ` +
      `${report.documents} documents, ${report.marks} marks typed, ${report.promised} acknowledged or seen by somebody else. ` +
      `Lost: ${lost.length}. Documents that did not converge, or other faults: ${faults.length}.`,
    '',
    `${report.seconds} s, seed ${seed}, ${circumstances()}.`,
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
  writeSection('fuzz', 'Convergence fuzz', [
    `${runs} seeds from ${seed} in ${minutes} minutes, ${STEPS} steps each, with Yjs (\`sticky.v1\` and y-websocket) and ywasm. ` +
      `Seeds that broke a rule: ${broken.length === 0 ? 'none' : broken.join(', ')}.`,
    '',
    `They did: ${did}.`,
    '',
    `${circumstances()}.`,
  ])
  return broken.length === 0
}

const rounds = Number(values.rounds)
const minutes = Number(values.minutes)
const converges = minutes === 0 || (await fuzz(minutes))
const fine = (rounds === 0 || (await kills(rounds))) && converges
console.log(fine ? 'fine' : `not fine: npm run soak -- --seed ${seed}`)
process.exit(fine ? 0 : 1)
