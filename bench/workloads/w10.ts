import { setTimeout as pause } from 'node:timers/promises'
import type { Running } from '../contestants/contestant.ts'
import { tableSizes, writtenBytes } from '../disk.ts'
import { newSeat, seatAt, visit, withServer, writeDocument } from '../document.ts'
import { Folder } from '../folder.ts'
import { keystrokes } from '../load/update.ts'
import { childrenOf, processorTime } from '../processor-time.ts'
import { appendEach, trimmed } from '../sticky-store.ts'
import { readTrace, TRACE_NAMES } from '../traces.ts'
import type { Trace, TraceName } from '../traces.ts'
import type { Setting, Workload } from '../workload.ts'

/** Merge does nothing by itself. */
const NO_MERGE = { MERGE_PAUSE_MS: '600000', MERGE_PATIENCE_MS: '600000' }
/** Merge forgets the log as soon as two snapshots have it. */
const NO_HISTORY = { HISTORY_DAYS: '0' }
/** Keystrokes a second of somebody who types, each in a commit of its own. */
const RATE = 10
/** Of the joins, those that are slower than nine of ten. */
const SLOW = 0.9
/** Between two joins, ms. */
const JOIN_PAUSE = 20

export const w10: Workload = {
  id: 'w10',
  title: 'Merge: compaction of a whole log, steady editing, bytes on the disk',
  expectation:
    'A keystroke is one row of some 100 bytes, but a commit writes whole pages, some 12 KB, and a merge of a long ' +
    'document its snapshot and its text, every 3 s: hundreds of times the update. Merge is another process and works ' +
    'in short transactions, so joins only lose the processor to it. The log is 40 times as long as the snapshot.',
  cases: TRACE_NAMES,
  figures: [
    { id: 'joins', title: 'joins during compaction, × before', better: 'less', digits: 2 },
    { id: 'joinsSteady', title: 'joins while somebody types, × before', better: 'less', digits: 2 },
    { id: 'join', title: 'join before, p90 ms', better: 'less', digits: 1 },
    { id: 'fold', title: 'compaction ms', better: 'less', digits: 0 },
    { id: 'foldCpu', title: 'its processor ms', better: 'less', digits: 0 },
    { id: 'foldWritten', title: 'KB it writes', better: 'less', digits: 0 },
    { id: 'typing', title: 'KB written per keystroke by the server', better: 'less', digits: 1 },
    { id: 'merging', title: 'and by merge', better: 'less', digits: 1 },
    { id: 'amplification', title: 'bytes written per byte typed', better: 'less', digits: 0 },
    { id: 'log', title: 'log, bytes per character', better: 'less', digits: 1 },
    { id: 'snapshot', title: 'with a snapshot', better: 'less', digits: 1 },
    { id: 'trimmed', title: 'the log trimmed', better: 'less', digits: 1 },
  ],
  contestants: ['sticky'],
  targets: [
    { figure: 'joins', of: 'sticky', bound: 2 },
    { figure: 'joinsSteady', of: 'sticky', bound: 2 },
  ],
  run: async (setting) => {
    const folder = new Folder()
    try {
      return await measure(setting, folder.path, readTrace(setting.case as TraceName))
    } finally {
      folder.remove()
    }
  },
}

const measure = async (
  setting: Setting,
  folder: string,
  trace: Trace,
): Promise<Record<string, number>> => {
  const { contestant } = setting
  const { document, other } = await withServer(
    contestant.start({ folder, settings: NO_MERGE }),
    async (server) => {
      const other = await writeDocument(server, readTrace('clownschool').state)
      await mergeNow(server, other)
      return { document: (await newSeat(server)).document, other }
    },
  )
  await appendEach(folder, document, trace.updates)
  const perCharacter = (bytes: number): number => bytes / trace.text.length
  const before = tableSizes(folder)
  const compaction = await withServer(contestant.start({ folder, settings: NO_MERGE }), (server) =>
    compact(server, document, other, setting),
  )
  const after = tableSizes(folder)
  const steady = await withServer(contestant.start({ folder }), (server) =>
    type(server, document, setting),
  )
  await withServer(contestant.start({ folder, settings: NO_HISTORY }), async (server) => {
    await typeFor(server, document, 1)
    await server.settle()
    await trimmed(folder, document, trace.updates.length)
  })
  const end = tableSizes(folder)
  return {
    ...compaction,
    ...steady,
    log: perCharacter(before.log),
    snapshot: perCharacter(before.log + after.snapshots - before.snapshots),
    trimmed: perCharacter(end.log + (end.snapshots - before.snapshots) / 2),
  }
}

const mergeNow = (server: Running, document: string): Promise<void> => {
  if (server.merge === undefined) throw new Error('this server has no merge to be asked')
  return server.merge(document)
}

/** The whole log of `document` at once, while others join another one. */
const compact = async (
  server: Running,
  document: string,
  other: string,
  { warmUp, duration, profileTo }: Setting,
): Promise<Record<string, number>> => {
  await joinsDuring(server, other, pause(warmUp))
  const before = await joinsDuring(server, other, pause(duration))
  const usage = usageOf(server)
  if (profileTo !== null) await server.process.startProfile()
  const began = performance.now()
  const merging = mergeNow(server, document).then(() => performance.now() - began)
  const during = await joinsDuring(server, other, merging)
  if (profileTo !== null) await server.process.stopProfile(profileTo)
  const used = usageSince(server, usage)
  return {
    joins: slow(during) / slow(before),
    join: slow(before),
    fold: await merging,
    foldCpu: used.processor * 1000,
    foldWritten: used.children / 1000,
  }
}

/** Somebody types, merge does what it does, and others join the same document. */
const type = async (
  server: Running,
  document: string,
  { warmUp, duration }: Setting,
): Promise<Record<string, number>> => {
  await joinsDuring(server, document, pause(warmUp))
  const before = await joinsDuring(server, document, pause(duration))
  const count = Math.ceil(((warmUp + duration) / 1000) * RATE)
  const usage = usageOf(server)
  const during = await joinsDuring(server, document, typeFor(server, document, count))
  await server.settle()
  const used = usageSince(server, usage)
  const [, one = new Uint8Array(1)] = keystrokes(2 ** 31, 2)
  return {
    joinsSteady: slow(during) / slow(before),
    typing: used.server / count / 1000,
    merging: used.children / count / 1000,
    amplification: (used.server + used.children) / count / one.length,
  }
}

const typeFor = async (server: Running, document: string, count: number): Promise<void> => {
  const seat = await seatAt(server, document)
  const typist = await visit(seat)
  for (const update of keystrokes(typist.clientId, count)) {
    typist.write(update)
    await pause(1000 / RATE)
  }
  await typist.taken()
  typist.leave()
}

/** How long each join took, ms, one after the other until `work` is done. */
const joinsDuring = async (
  server: Running,
  document: string,
  work: Promise<unknown>,
): Promise<number[]> => {
  const state = { over: false }
  const end = work.finally(() => (state.over = true))
  const times: number[] = []
  while (!state.over) {
    const seat = await seatAt(server, document)
    const visitor = await visit(seat)
    times.push(await visitor.took)
    visitor.leave()
    await pause(JOIN_PAUSE)
  }
  await end
  return times
}

const slow = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * SLOW)] ?? NaN

type Usage = { server: number; children: number; processor: number }

/** Bytes written, and processor time of the children, s. */
const usageOf = ({ process: { pid } }: Running): Usage => {
  const children = childrenOf(pid)
  const sum = (of: (pid: number) => number): number =>
    children.reduce((total, child) => total + of(child), 0)
  return { server: writtenBytes(pid), children: sum(writtenBytes), processor: sum(processorTime) }
}

const usageSince = (server: Running, before: Usage): Usage => {
  const now = usageOf(server)
  return {
    server: now.server - before.server,
    children: now.children - before.children,
    processor: now.processor - before.processor,
  }
}
