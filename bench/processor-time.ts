import { readdirSync, readFileSync } from 'node:fs'

/** The kernel's unit in /proc, whatever the machine: 100 ticks a second. */
const TICK = 0.01

/** The numbers of `/proc/<pid>/stat` after the name, which may hold anything; null when the process is gone. */
const statOf = (pid: number | string): string[] | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

/** Throws where there is no /proc, so that nobody waits for a run that cannot count. */
export const requireProc = (): void => {
  if (statOf('self') === null)
    throw new Error('The benchmarks count processor time in /proc: run them on Linux.')
}

/** Processor time that all threads of a process have taken, in user and in system mode, s; steps of 10 ms. */
export const processorTime = (pid: number): number => {
  const stat = statOf(pid)
  return stat === null ? 0 : (Number(stat[11]) + Number(stat[12])) * TICK
}

/** The processes that `pid` has started, and those that they have started. */
export const childrenOf = (pid: number): number[] => {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? statOf(name)?.[1] : undefined
    if (parent !== undefined) parents.set(Number(name), Number(parent))
  }
  const found: number[] = []
  for (let wave = [pid]; wave.length > 0; found.push(...wave)) {
    const above = new Set(wave)
    wave = [...parents].filter(([, parent]) => above.has(parent)).map(([child]) => child)
  }
  return found
}
