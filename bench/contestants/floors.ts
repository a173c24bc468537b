import { join } from 'node:path'
import { newNames, seatsByName } from './by-name.ts'
import type { Contestant } from './contestant.ts'
import { ServerProcess } from './server-process.ts'

const floor = (id: string, title: string): Contestant => ({
  id,
  title,
  prepare: async () => {},
  start: async () => {
    const program = join(import.meta.dirname, `floors/${id}.ts`)
    const process = await ServerProcess.start({ args: ['--import', 'tsx', program] })
    return {
      process,
      ...seatsByName(process, 'forward'),
      settle: async () => {},
      stop: () => process.stop(),
    }
  },
  layDocuments: async (_folder, _update, count) => newNames(count),
  keptBytes: async () => 0,
})

/** What a WebSocket server in Node costs at least. */
export const floors: readonly Contestant[] = [
  floor('f1', 'floor: passes bytes on'),
  floor('f2', 'floor: passes bytes on, packed per turn'),
]
