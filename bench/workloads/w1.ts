import { DELIVERY_FIGURES, deliveryReadings, drive } from '../drive.ts'
import type { Workload } from '../workload.ts'

const { cpu, children, deliveries, packing, loop, generator } = DELIVERY_FIGURES

/** Keystrokes under way: as many as a writer can have sent while the server wrote the ones before to everybody. */
const WINDOW = 128

const READERS: Record<string, number> = { '100 readers': 100, '500 readers': 500 }

export const w1: Workload = {
  id: 'w1',
  title: 'One writer, many readers, as fast as it goes',
  expectation:
    'Whoever writes once per delivery pays a system call for each, 3 to 8 µs; whoever packs a turn is ten times ' +
    'cheaper. Sticky packs, and its log costs little beside that; Hocuspocus 4 merges and comes close at 500 readers.',
  cases: Object.keys(READERS),
  figures: [cpu, children, deliveries, packing, loop, generator],
  contestants: ['f1', 'f2', 'hp3', 'hp4', 'yws', 'sticky', 'sticky-plain'],
  targets: [
    { figure: 'cpu', of: 'sticky', against: 'f2', bound: 1.3, in: '100 readers' },
    { figure: 'cpu', of: 'sticky', against: 'hp4', bound: 1 },
  ],
  run: async (setting) =>
    deliveryReadings(
      await drive(setting, {
        documents: 1,
        clients: 1 + (READERS[setting.case] ?? 0),
        traffic: { what: 'typing', writers: 1, pace: { mode: 'closed', window: WINDOW } },
      }),
    ),
}
