import { DELIVERY_FIGURES, deliveryReadings, drive } from '../drive.ts'
import type { Workload } from '../workload.ts'

const { p99, p50, kept, cpu, children, loop, generator } = DELIVERY_FIGURES

export const w1o: Workload = {
  id: 'w1o',
  title: 'One writer at 50 keystrokes a second, 500 readers: latency',
  expectation:
    'There is nothing to pack, so everybody pays 500 system calls per keystroke, some 3 ms; the commit before it ' +
    'adds about 0.25 ms, and the last reader feels it least.',
  cases: ['500 readers'],
  figures: [p99, p50, kept, cpu, children, loop, generator],
  contestants: ['f1', 'f2', 'hp3', 'hp4', 'yws', 'sticky', 'sticky-plain', 'sticky-slow'],
  targets: [{ figure: 'p99', of: 'sticky', against: 'f1', bound: 1.3 }],
  run: async (setting) =>
    deliveryReadings(
      await drive(setting, {
        documents: 1,
        clients: 501,
        traffic: { what: 'typing', writers: 1, pace: { mode: 'open', perSecond: 50 } },
      }),
    ),
}
