import { parseArgs } from 'node:util'
import { Kills } from './kills.ts'
import { prepareProgram } from './program.ts'
import { circumstances, writeSection } from './report.ts'

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

const rounds = Number(values.rounds)
const fine = rounds === 0 || (await kills(rounds))
console.log(fine ? 'fine' : `not fine: npm run soak -- --seed ${seed}`)
process.exit(fine ? 0 : 1)
