import { setTimeout as pause } from 'node:timers/promises'
import type { Running } from '../contestants/contestant.ts'
import { withServer } from '../document.ts'
import { Folder } from '../folder.ts'
import { inParallel } from '../in-parallel.ts'
import { Load } from '../load/load.ts'
import type { Seat } from '../load/plan.ts'
import { residentBytes } from '../memory.ts'
import { childrenOf } from '../processor-time.ts'
import { readTrace, sumOf } from '../traces.ts'
import type { Workload } from '../workload.ts'

/** UTF-16 units of each document, written as people write. */
const LENGTH = 20_000

/** Seats that are asked for at the same time. */
const AT_ONCE = 16

/** For so long nothing happens, ms: who forgets what nobody asks for has done so. */
const IDLE = 21_000
/** Connections before it is measured. */
const FIRST = 500

type Size = { documents: number; connections: number }

const SIZES: Record<string, Size> = {
  '500 documents': { documents: 500, connections: 1 },
  '5,000 documents': { documents: 5_000, connections: 1 },
  '500 connections to one document': { documents: 1, connections: 500 },
  '5,000 connections to one document': { documents: 1, connections: 5_000 },
}

export const w4: Workload = {
  id: 'w4',
  title: 'Documents of 20 KB that are open, with connections that do nothing',
  expectation:
    'A connection costs some 8 KB in Node. The others hold each open document in memory as objects, half a megabyte; ' +
    'Sticky holds its clocks and deleted ranges, a few hundred bytes, so it costs what the connection costs.',
  cases: Object.keys(SIZES),
  figures: [
    { id: 'each', title: 'KB resident for each', better: 'less', digits: 1 },
    { id: 'used', title: 'KB of objects for each', better: 'less', digits: 1 },
    { id: 'empty', title: 'MB resident before', better: 'less', digits: 0 },
    { id: 'children', title: 'MB its children', better: 'less', digits: 0 },
  ],
  contestants: ['f1', 'hp3', 'hp4', 'yws', 'sticky', 'sticky-plain'],
  targets: [{ figure: 'each', of: 'sticky', against: 'f1', by: 'difference', bound: 4 }],
  run: async ({ contestant, case: one }) => {
    const size = SIZES[one] ?? { documents: 0, connections: 0 }
    const folder = new Folder()
    try {
      const documents = await contestant.layDocuments(folder.path, written(), size.documents)
      return await withServer(contestant.start({ folder: folder.path }), (server) =>
        hold(server, documents, size),
      )
    } finally {
      folder.remove()
    }
  },
}

let text: Uint8Array | null = null

/** The beginning of a document that somebody wrote, up to where it was so long for the first time. */
const written = (): Uint8Array => (text ??= beginning(readTrace('automerge-paper').updates))

const beginning = (updates: readonly Uint8Array[]): Uint8Array => {
  let [low, high] = [0, updates.length]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (sumOf(updates.slice(0, middle)).text.length < LENGTH) low = middle + 1
    else high = middle
  }
  return sumOf(updates.slice(0, low)).state
}

const hold = async (
  server: Running,
  documents: readonly string[],
  { connections }: Size,
): Promise<Record<string, number>> => {
  // what the first connections load is not what each costs
  const [first = ''] = documents
  await connected(server, [await server.seatsAt(first, FIRST)], async () => {})
  const before = await server.process.memory()
  const seats = await inParallel(documents.length, AT_ONCE, (i) =>
    server.seatsAt(documents[i] ?? '', connections),
  )
  const count = documents.length * connections
  return connected(server, seats, async () => {
    await pause(IDLE)
    const after = await server.process.memory()
    const children = childrenOf(server.process.pid).map(residentBytes)
    return {
      each: (after.rss - before.rss) / count / 1000,
      used: (after.used - before.used) / count / 1000,
      empty: before.rss / 1e6,
      children: children.reduce((sum, bytes) => sum + bytes, 0) / 1e6,
    }
  })
}

/** Runs `work` while everybody is in. */
const connected = async <T>(
  server: Running,
  documents: Seat[][],
  work: () => Promise<T>,
): Promise<T> => {
  const load = await Load.connect({
    documents,
    traffic: { what: 'typing', writers: 0, pace: { mode: 'closed', window: 1 } },
    warmUp: 0,
    duration: 0,
    server: server.process.pid,
  })
  try {
    return await work()
  } finally {
    load.close()
  }
}
