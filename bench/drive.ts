import { Load } from './load/load.ts'
import type { Counts, Traffic } from './load/plan.ts'
import type { Figure, Setting } from './workload.ts'

/** So many documents with so many clients each, and what they do. */
export type Crowd = {
  documents: number
  clients: number
  /** How many different people the clients of a document are; as many as clients, but at most 20, by default. */
  people?: number
  traffic: Traffic
}

/** What the load generator has counted, and the server's event-loop delay meanwhile, p99 in ms. */
export type Driven = Counts & { loop: number }

/** Starts the contestant, lets the crowd do its work, stops it. Throws when something did not arrive. */
export const drive = async (setting: Setting, crowd: Crowd): Promise<Driven> => {
  const { contestant, warmUp, duration, profileTo } = setting
  const { documents: count, clients, people = Math.min(clients, 20), traffic } = crowd
  const server = await contestant.start()
  try {
    const documents = await server.seats(count, clients, people)
    const plan = { documents, traffic, warmUp, duration, server: server.process.pid }
    const load = await Load.connect(plan)
    try {
      if (profileTo !== null) await server.process.startProfile()
      let begin = 0
      let end = 0
      const counts = await load.run({
        begin: () => {
          begin = Date.now()
        },
        end: () => {
          end = Date.now()
          // what fails here fails below, too: the server is gone
          if (profileTo !== null) server.process.stopProfile(profileTo).catch(() => {})
        },
      })
      if (counts.behind > 0) console.log(`  readers were told ${counts.behind} times: behind`)
      return { ...counts, loop: (await server.process.read(begin, end)).p99 }
    } finally {
      load.close()
    }
  } catch (error) {
    throw explained(error, server.process.output)
  } finally {
    await server.stop()
  }
}

const explained = (error: unknown, output: string): Error => {
  const why = error instanceof Error ? error.message : String(error)
  return new Error(output === '' ? why : `${why}\n  it wrote:\n${output}`, { cause: error })
}

/** The figures of work that is messages passed on; `delivery`: one message that reached one other client. */
export const DELIVERY_FIGURES = {
  cpu: { id: 'cpu', title: 'server µs per delivery', better: 'less', digits: 2 },
  children: { id: 'children', title: 'its children µs per delivery', better: 'less', digits: 2 },
  deliveries: { id: 'deliveries', title: 'deliveries/s', better: 'more', digits: 0 },
  p50: { id: 'p50', title: 'p50 ms', better: 'less', digits: 2 },
  p99: { id: 'p99', title: 'p99 ms', better: 'less', digits: 2 },
  core: { id: 'core', title: '% of a core', better: 'less', digits: 1 },
  loop: { id: 'loop', title: 'event-loop delay p99 ms', better: 'less', digits: 1 },
  kept: { id: 'kept', title: '% delivered meanwhile', better: 'more', digits: 0 },
  packing: { id: 'packing', title: 'deliveries per message', better: 'more', digits: 1 },
  generator: { id: 'generator', title: 'load generator % of a core', better: 'less', digits: 0 },
} as const satisfies Record<string, Figure>

/** The values of {@link DELIVERY_FIGURES}; latencies only where the pace was open. */
export const deliveryReadings = (driven: Driven): Record<string, number> => {
  const { seconds, delivered, latency } = driven
  if (delivered === 0) throw new Error('nothing was delivered while it was measured')
  return {
    cpu: (driven.server / delivered) * 1e6,
    children: (driven.children / delivered) * 1e6,
    deliveries: delivered / seconds,
    core: (driven.server / seconds) * 100,
    loop: driven.loop,
    kept: (delivered / driven.offered) * 100,
    packing: delivered / Math.max(1, driven.messages),
    generator: driven.generator * 100,
    ...latency,
  }
}
