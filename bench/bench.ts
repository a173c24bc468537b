import { parseArgs } from 'node:util'
import { contestants } from './contestants/index.ts'
import { useBundle } from './contestants/sticky.ts'
import { measure } from './measure.ts'
import { chosenPeers, chosenWorkloads, positive, runCommand } from './options.ts'
import { requireProc } from './processor-time.ts'
import { format, writeSection } from './report.ts'
import { resultOf, writeResult } from './result.ts'
import { linesOf } from './table.ts'
import { workloads } from './workloads/index.ts'

const COMMAND = 'npm run bench'

const list = (things: readonly { id: string; title: string }[]): string =>
  things.map(({ id, title }) => `  ${id.padEnd(14)}${title}`).join('\n')

const help = (): string => `${COMMAND} -- [workloads] [options]

Runs benchmarks, all of them when none is named, and writes bench/results/<id>.json and its part of bench/RESULTS.md.
Use a machine on which nothing else runs.

Workloads:
${list(workloads)}

Contestants:
${list(contestants)}

Options:
  --peers a,b     only these contestants
  --runs n        so many times each, in turn (3)
  --seconds n     measured in each run (4)
  --warm-up n     seconds before it (2)
  --built folder  measures this bundle of the server (sync-server/dist, say), not the source tree
  --profile       prints what the server's time goes to, and writes no results
  --dry           writes no results
  --self-check    checks the load generator and the traces against Yjs
  --help          this text`

const options = {
  peers: { type: 'string' },
  runs: { type: 'string', default: '3' },
  seconds: { type: 'string', default: '4' },
  'warm-up': { type: 'string', default: '2' },
  built: { type: 'string' },
  profile: { type: 'boolean', default: false },
  dry: { type: 'boolean', default: false },
  'self-check': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

runCommand(async () => {
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  if (values.help) {
    console.log(help())
    return 0
  }
  if (values['self-check']) {
    const { selfCheck } = await import('./self-check.ts')
    selfCheck()
    return 0
  }
  const how = {
    runs: Math.ceil(positive('runs', values.runs)),
    duration: positive('seconds', values.seconds) * 1000,
    warmUp: positive('warm-up', values['warm-up']) * 1000,
    profile: values.profile,
  }
  const chosen = chosenWorkloads(positionals).map((workload) => ({
    workload,
    peers: chosenPeers(workload, values.peers),
  }))
  if (values.built !== undefined) useBundle(values.built)
  requireProc()
  let failures = 0
  for (const { workload, peers } of chosen) {
    const result = resultOf(workload, await measure(workload, { ...how, peers }))
    const lines = linesOf(workload, result)
    const title = `${workload.id.toUpperCase()}: ${workload.title}`
    console.log(['', `## ${title}`, '', ...lines, ''].join('\n'))
    failures += result.failures.length
    if (values.dry || values.profile) continue
    writeResult(result)
    writeSection({ name: workload.id, title, command: COMMAND, lines })
    format('bench/results', 'bench/RESULTS.md')
  }
  return failures === 0 ? 0 : 1
})
