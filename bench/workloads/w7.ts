import { DELIVERY_FIGURES, deliveryReadings, drive } from '../drive.ts'
import type { Workload } from '../workload.ts'

const { core, loop, kept, cpu, p50, p99, packing, generator } = DELIVERY_FIGURES

const CLIENTS = 500

export const w7: Workload = {
  id: 'w7',
  title: 'Presence: 500 clients in one document, each moving its cursor once a second',
  expectation:
    'A quarter of a million states a second reach somebody: one system call each would fill a core, so only who ' +
    'gathers what moves for a moment and sends it as one message stays at a tenth of that.',
  cases: ['500 clients'],
  figures: [core, loop, kept, cpu, p50, p99, packing, generator],
  contestants: ['f1', 'f2', 'hp3', 'hp4', 'yws', 'sticky', 'sticky-plain'],
  targets: [
    { figure: 'core', of: 'sticky', bound: 10 },
    { figure: 'loop', of: 'sticky', bound: 20 },
  ],
  run: async (setting) =>
    deliveryReadings(
      await drive(setting, {
        documents: 1,
        clients: CLIENTS,
        people: CLIENTS,
        traffic: {
          what: 'presence',
          writers: CLIENTS,
          pace: { mode: 'open', perSecond: CLIENTS },
        },
      }),
    ),
}
