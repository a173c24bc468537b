import { DELIVERY_FIGURES, deliveryReadings, drive } from '../drive.ts'
import type { Workload } from '../workload.ts'

const { deliveries, cpu, children, loop, generator } = DELIVERY_FIGURES

/** Keystrokes of each of the 2,000 clients that the other one has not got yet. */
const WINDOW = 2

export const w2: Workload = {
  id: 'w2',
  title: 'A thousand documents with two clients each, everybody typing',
  expectation:
    'Here one update is one delivery, and nothing but the commit can be shared: Sticky puts all documents of a turn ' +
    'into one transaction and opens none of them, which is a third of the work of applying each update to a Y.Doc.',
  cases: ['1,000 documents'],
  figures: [{ ...deliveries, title: 'updates/s' }, cpu, children, loop, generator],
  contestants: ['f1', 'hp3', 'hp4', 'yws', 'sticky', 'sticky-plain', 'sticky-slow'],
  targets: [
    { figure: 'deliveries', of: 'sticky', bound: 50_000 },
    { figure: 'deliveries', of: 'sticky', against: 'hp4', bound: 3 },
  ],
  run: async (setting) =>
    deliveryReadings(
      await drive(setting, {
        documents: 1_000,
        clients: 2,
        traffic: { what: 'typing', writers: 2, pace: { mode: 'closed', window: WINDOW } },
      }),
    ),
}
