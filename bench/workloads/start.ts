import { withServer } from '../document.ts'
import { Folder } from '../folder.ts'
import { processorTime } from '../processor-time.ts'
import { sumOf } from '../traces.ts'
import { keystrokes } from '../load/update.ts'
import type { Workload } from '../workload.ts'

const SIZES: Record<string, number> = {
  '100 documents': 100,
  '1,000 documents': 1_000,
  '10,000 documents': 10_000,
}
/** Characters of each. */
const LENGTH = 100

export const start: Workload = {
  id: 'start',
  title: 'Starting on a store with many documents',
  expectation:
    'Nothing is loaded before somebody asks for it, and merge looks only for documents that no snapshot covers: so it ' +
    'takes as long with 10,000 documents as with 100, about half a second for loading the program.',
  cases: Object.keys(SIZES),
  figures: [
    { id: 'ready', title: 'start to ready ms', better: 'less', digits: 0 },
    { id: 'cpu', title: 'processor ms', better: 'less', digits: 0 },
    { id: 'rss', title: 'MB resident', better: 'less', digits: 0 },
  ],
  contestants: ['sticky'],
  targets: [{ figure: 'ready', of: 'sticky', bound: 2_000 }],
  run: async ({ contestant, case: one }) => {
    const folder = new Folder()
    try {
      const { state } = sumOf(keystrokes(1, LENGTH))
      await contestant.layDocuments(folder.path, state, SIZES[one] ?? 0)
      const began = performance.now()
      const starting = contestant.start({ folder: folder.path })
      return await withServer(starting, async ({ process }) => {
        const ready = performance.now() - began
        const cpu = processorTime(process.pid) * 1000
        return { ready, cpu, rss: (await process.memory()).rss / 1e6 }
      })
    } finally {
      folder.remove()
    }
  },
}
