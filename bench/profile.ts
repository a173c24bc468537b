import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

/** The parts of a `.cpuprofile` that are read here. */
type Profile = {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[]
  samples: number[]
  timeDeltas: number[]
}

/** Functions that are listed. */
const LISTED = 15
/** Not the server's work: nothing to do, and answering the profiler. */
const OTHER = ['(idle) ', 'dispatch ']

/** Prints in which functions the process spent most time while it was not idle; warm-up included. */
export const printProfile = (file: string): void => {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8')) as Profile
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => [
      id,
      `${functionName || '(anonymous)'} ${url === '' ? '' : `${basename(url)}:${lineNumber + 1}`}`,
    ]),
  )
  const spent = new Map<string, number>()
  for (const [i, node] of samples.entries()) {
    const name = names.get(node) ?? '?'
    spent.set(name, (spent.get(name) ?? 0) + (timeDeltas[i] ?? 0))
  }
  const idle = OTHER.reduce((sum, name) => sum + (spent.get(name) ?? 0), 0)
  for (const name of OTHER) spent.delete(name)
  const busy = [...spent.values()].reduce((sum, time) => sum + time, 0)
  console.log(`  busy ${percent(busy, busy + idle)} of the time; of that, by self time (${file}):`)
  for (const [name, time] of [...spent].sort(([, a], [, b]) => b - a).slice(0, LISTED))
    console.log(`  ${percent(time, busy).padStart(7)}  ${name}`)
}

const percent = (part: number, whole: number): string =>
  `${((part / Math.max(1, whole)) * 100).toFixed(1)} %`
