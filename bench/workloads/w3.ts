import { DELIVERY_FIGURES, deliveryReadings, drive } from '../drive.ts'
import type { Workload } from '../workload.ts'

const { cpu, children, deliveries, packing, loop, generator } = DELIVERY_FIGURES

/** Keystrokes of each client that are not with everybody yet. */
const WINDOW = 4

export const w3: Workload = {
  id: 'w3',
  title: 'A hundred clients, all typing in one document',
  expectation:
    'Every keystroke goes to 99 others, so packing a turn decides; beside it Sticky pays for one look into each ' +
    'update and one row in the log, and Hocuspocus 4 for applying and merging it.',
  cases: ['100 clients'],
  figures: [cpu, children, deliveries, packing, loop, generator],
  contestants: ['f1', 'f2', 'hp3', 'hp4', 'yws', 'sticky', 'sticky-plain', 'sticky-slow'],
  targets: [
    { figure: 'cpu', of: 'sticky', against: 'f2', bound: 1.5 },
    { figure: 'cpu', of: 'sticky', against: 'hp4', bound: 1 / 2.5 },
  ],
  run: async (setting) =>
    deliveryReadings(
      await drive(setting, {
        documents: 1,
        clients: 100,
        traffic: { what: 'typing', writers: 100, pace: { mode: 'closed', window: WINDOW } },
      }),
    ),
}
