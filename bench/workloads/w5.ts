import { setTimeout as pause } from 'node:timers/promises'
import type { Running } from '../contestants/contestant.ts'
import { openDocument, seatAt, visit, withServer, writeDocument } from '../document.ts'
import type { Opening } from '../document.ts'
import { Folder } from '../folder.ts'
import { keystrokes } from '../load/update.ts'
import { median } from '../result.ts'
import { readTrace, sumOf } from '../traces.ts'
import type { Trace } from '../traces.ts'
import type { Setting, Workload } from '../workload.ts'

/** So often it is opened again, and so often by many at once. */
const OPENINGS = 15
const HERDS = 3
const HERD = 50
/** Edits after the snapshot. */
const TAIL = 1_000
/** For so long nobody is in the document before it is opened, ms: whoever forgets it does so. */
const NOBODY = 300

/** Merge does nothing while it is measured. */
const NO_MERGE = { MERGE_PAUSE_MS: '600000', MERGE_PATIENCE_MS: '600000' }

export const w5: Workload = {
  id: 'w5',
  title: 'Opening the document of 259,778 edits',
  expectation:
    'Sticky sends a stored snapshot of some 300 KB as it is, so it reads and writes bytes; the others build the ' +
    'document from what they keep and encode it again, some 50 ms each time. A tail costs a row each.',
  cases: ['nobody is in it'],
  figures: [
    { id: 'warm', title: 'warm ms', better: 'less', digits: 1 },
    { id: 'first', title: 'first after a start ms', better: 'less', digits: 1 },
    {
      id: 'tail',
      title: `with ${TAIL.toLocaleString('en')} edits more ms`,
      better: 'less',
      digits: 1,
    },
    { id: 'herd', title: `${HERD} at once, the last ms`, better: 'less', digits: 1 },
    { id: 'sent', title: 'KB sent', better: 'less', digits: 1 },
    { id: 'sentWithTail', title: 'KB sent with the tail', better: 'less', digits: 1 },
    { id: 'kept', title: 'KB kept', better: 'less', digits: 1 },
  ],
  contestants: ['hp3', 'hp4', 'yws', 'sticky', 'sticky-plain'],
  targets: [
    { figure: 'first', of: 'sticky', bound: 15 },
    { figure: 'warm', of: 'sticky', bound: 5 },
    { figure: 'warm', of: 'sticky', against: 'hp3', bound: 0.25 },
    { figure: 'tail', of: 'sticky', bound: 9 },
    { figure: 'herd', of: 'sticky', bound: 120 },
  ],
  run: async (setting) => {
    const folder = new Folder()
    try {
      return await measure(setting, folder.path, readTrace('automerge-paper'))
    } finally {
      folder.remove()
    }
  },
}

const measure = async (
  { contestant, profileTo }: Setting,
  folder: string,
  { state, text }: Trace,
): Promise<Record<string, number>> => {
  const document = await withServer(contestant.start({ folder }), async (server) => {
    const document = await writeDocument(server, state)
    await server.settle()
    return document
  })
  const kept = await contestant.keptBytes(folder, document)
  const opened = await withServer(contestant.start({ folder }), async (server) => {
    const [first] = await open(server, document, text, { times: 1 })
    if (profileTo !== null) await server.process.startProfile()
    const warm = await open(server, document, text, { times: OPENINGS })
    if (profileTo !== null) await server.process.stopProfile(profileTo)
    const herds = await open(server, document, text, { times: HERDS, atOnce: HERD })
    return { first, warm, herds }
  })
  const withTail = await withServer(
    contestant.start({ folder, settings: NO_MERGE }),
    async (server) => {
      const typed = await typeTail(server, document)
      const { text } = sumOf([state, ...typed])
      return open(server, document, text, { times: OPENINGS })
    },
  )
  const ms = (openings: readonly Opening[]): number => median(openings.map(({ ms }) => ms))
  const kilobytes = (openings: readonly Opening[]): number =>
    median(openings.map(({ bytes }) => bytes)) / 1000
  return {
    warm: ms(opened.warm),
    first: opened.first?.ms ?? NaN,
    tail: ms(withTail),
    herd: ms(opened.herds),
    sent: kilobytes(opened.warm),
    sentWithTail: kilobytes(withTail),
    kept: kept / 1000,
  }
}

/** Of each time the slowest; it is tried once after a while in which nobody was there. */
const open = async (
  server: Running,
  document: string,
  text: string,
  { times, atOnce = 1 }: { times: number; atOnce?: number },
): Promise<Opening[]> => {
  const slowest: Opening[] = []
  for (let i = 0; i < times; i += 1) {
    await pause(NOBODY)
    const openings = await openDocument(server, document, text, atOnce)
    slowest.push(openings.reduce((a, b) => (a.ms > b.ms ? a : b)))
  }
  return slowest
}

/** Each edit on its way alone, as it is when somebody types, so that each is an entry of its own. Answers with them. */
const typeTail = async (server: Running, document: string): Promise<Uint8Array[]> => {
  const seat = await seatAt(server, document)
  const typist = await visit(seat)
  const updates = keystrokes(typist.clientId, TAIL)
  for (const update of updates) {
    typist.write(update)
    if (seat.wire === 'sticky') await typist.taken()
    else await pause(1)
  }
  await typist.taken()
  typist.leave()
  return updates
}
