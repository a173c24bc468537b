import { contestants } from './contestants/index.ts'
import type { Workload } from './workload.ts'
import { workloads } from './workloads/index.ts'

/** What was typed cannot be meant: the message says what can. */
export class UsageError extends Error {}

/** The workloads with these ids; all of them when there are none. */
export const chosenWorkloads = (ids: readonly string[]): readonly Workload[] => {
  if (ids.length === 0) return workloads
  return ids.map((id) => {
    const found = workloads.find((workload) => workload.id === id)
    if (found !== undefined) return found
    const all = workloads.map(({ id }) => id).join(', ')
    throw new UsageError(`There is no workload "${id}". There are: ${all}.`)
  })
}

/** The contestants named in `list`, separated by commas, of those that the workload runs against; all without one. */
export const chosenPeers = (workload: Workload, list: string | undefined): readonly string[] => {
  if (list === undefined) return workload.contestants
  const ids = list.split(',').map((id) => id.trim())
  for (const id of ids) {
    if (contestants.some((contestant) => contestant.id === id)) continue
    const all = contestants.map(({ id }) => id).join(', ')
    throw new UsageError(`There is no contestant "${id}". There are: ${all}.`)
  }
  const fitting = ids.filter((id) => workload.contestants.includes(id))
  if (fitting.length > 0) return fitting
  const own = workload.contestants.join(', ')
  throw new UsageError(`${workload.id} runs against none of these. It runs against: ${own}.`)
}

/** A number above 0, as typed after `--<name>`. */
export const positive = (name: string, text: string): number => {
  const number = Number(text)
  if (number > 0 && Number.isFinite(number)) return number
  throw new UsageError(`--${name} is a number above 0, not "${text}".`)
}

/** Runs a command; a usage error ends it with 2 and a hint, another error with 1. */
export const runCommand = (command: () => Promise<number>): void => {
  // what was started and written for this command goes when it ends
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
  command().then(
    (code) => process.exit(code),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error)
      const isUsage = error instanceof UsageError || isParseError(error)
      if (isUsage) console.error('--help says how it goes.')
      process.exit(isUsage ? 2 : 1)
    },
  )
}

/** `parseArgs` names what it does not know. */
const isParseError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
