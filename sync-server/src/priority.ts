import { existsSync, readdirSync } from 'node:fs'
import { getPriority, setPriority } from 'node:os'

/** Linux counts niceness for each thread: the collector's would compete with the server as before. */
const THREADS = '/proc/self/task'
/** The one that asks, and elsewhere the whole process. */
const SELF = 0

/** From now on this process takes the processor only as far as others leave it, by `niceness` (1 to 19: the most). */
export const giveWay = (niceness: number): void => {
  const threads = existsSync(THREADS) ? readdirSync(THREADS).map(Number) : []
  for (const thread of [SELF, ...threads]) atLeast(niceness, thread)
}

/** The same for the thread that calls; nothing where niceness is a matter of whole processes. */
export const giveWayInThread = (niceness: number): void => {
  if (existsSync(THREADS)) atLeast(niceness, SELF)
}

/** Who is nicer already stays so: being less nice is not for everybody, and refused. */
const atLeast = (niceness: number, thread: number): void => {
  if (getPriority(thread) < niceness) setPriority(thread, niceness)
}
