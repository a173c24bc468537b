import { existsSync, readdirSync } from 'node:fs'
import { setPriority } from 'node:os'

/** Linux counts niceness for each thread: the collector's would compete with the server as before. */
const THREADS = '/proc/self/task'

/** From now on this process takes the processor only as far as others leave it, by `niceness` (1 to 19: the most). */
export const giveWay = (niceness: number): void => {
  setPriority(niceness)
  if (!existsSync(THREADS)) return
  for (const thread of readdirSync(THREADS)) setPriority(Number(thread), niceness)
}
