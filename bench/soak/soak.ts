import { parseArgs } from 'node:util'
import { crowd } from './crowd.ts'
import { durability } from './durability.ts'
import { flood } from './flood.ts'
import { fuzz } from './fuzz.ts'
import type { Outcome } from './outcome.ts'
import { prepareProgram } from './program.ts'
import { circumstances, format, inWords, writeSection } from '../report.ts'
import { slow } from './slow.ts'
import { steady } from './steady.ts'

const USAGE = `The long runs: npm run soak -- [modes] [options]; all modes when none is named.

  fuzz    random acts of every kind of client, one seed after the other    --minutes 5
  kills   kill -9 of the whole program under load (C1)                     --rounds 1000 --jobs 1
  crowd   very many sockets in one document (T24)                          --sockets 10000
  flood   very many tiny frames from one socket (T24)                      --frames 1000000
  slow    a reader stands still while megabytes go by (C5)                 --megabytes 200 --runs 3
  steady  the same mixed work for a long time: memory stays flat           --minutes 30

  --seed N      where fuzz, kills and steady begin
  --built DIR   a bundle of the server, instead of one that is made now
  --help        this

What came of each mode is written into bench/RESULTS.md. crowd needs as many open files as sockets in each process
(ulimit -Hn); it says what to do when there are too few. crowd, flood, slow and steady need Linux.`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string' },
    rounds: { type: 'string', default: '1000' },
    jobs: { type: 'string', default: '1' },
    sockets: { type: 'string', default: '10000' },
    frames: { type: 'string', default: '1000000' },
    megabytes: { type: 'string', default: '200' },
    runs: { type: 'string', default: '3' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 32) },
    built: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
const seed = Number(values.seed)

type Mode = { section: string; title: string; run: (main: string) => Promise<Outcome> }

const MODES = new Map<string, Mode>([
  [
    'fuzz',
    {
      section: 'fuzz',
      title: 'Convergence fuzz',
      run: (main) => fuzz(main, { minutes: Number(values.minutes ?? 5), seed }),
    },
  ],
  [
    'kills',
    {
      section: 'durability',
      title: 'Durability',
      run: (main) =>
        durability(main, { rounds: Number(values.rounds), jobs: Number(values.jobs), seed }),
    },
  ],
  [
    'crowd',
    {
      section: 'crowd',
      title: 'Many sockets',
      run: (main) => crowd(main, Number(values.sockets)),
    },
  ],
  [
    'flood',
    {
      section: 'flood',
      title: 'Many tiny frames',
      run: (main) => flood(main, Number(values.frames)),
    },
  ],
  [
    'slow',
    {
      section: 'slow',
      title: 'A slow reader',
      run: (main) => slow(main, Number(values.megabytes), Number(values.runs)),
    },
  ],
  [
    'steady',
    {
      section: 'steady',
      title: 'A long time',
      run: (main) => steady(main, { minutes: Number(values.minutes ?? 30), seed }),
    },
  ],
])

/** Runs one mode and writes down what came of it, and where and when that was. */
const run = async (name: string, { section, title, run }: Mode, main: string): Promise<boolean> => {
  const where = inWords(circumstances())
  const { fine, lines } = await run(main)
  const verdict = fine ? 'Passed' : 'Failed'
  const text = [...lines, '', `${verdict}: ${where}.`]
  writeSection({ name: section, title, command: 'npm run soak', lines: text })
  format('bench/RESULTS.md')
  console.log(lines.join('\n'))
  console.log(fine ? `${name}: fine` : `${name}: not fine (seed ${seed})`)
  return fine
}

const soak = async (names: readonly string[]): Promise<boolean> => {
  const main = await prepareProgram(values.built)
  let fine = true
  for (const name of names) {
    const mode = MODES.get(name)
    if (mode !== undefined) fine = (await run(name, mode, main)) && fine
  }
  return fine
}

const unknown = positionals.filter((name) => !MODES.has(name))
if (values.help || unknown.length > 0) {
  if (unknown.length > 0) console.error(`There is no mode ${unknown.join(', ')}.\n`)
  console.log(USAGE)
  process.exit(unknown.length > 0 ? 1 : 0)
}
process.exit((await soak(positionals.length === 0 ? [...MODES.keys()] : positionals)) ? 0 : 1)
