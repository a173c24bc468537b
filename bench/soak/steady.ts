import { setTimeout as pause } from 'node:timers/promises'
import { Person } from '../../sync-server/test/stage/person.ts'
import { ServerProcess } from '../contestants/server-process.ts'
import { Folder } from '../folder.ts'
import { residentBytes } from '../memory.ts'
import { childrenOf } from '../processor-time.ts'
import { median } from '../result.ts'
import type { Outcome } from './outcome.ts'
import { Town } from './town.ts'

const DOCUMENTS = 10
const MIB = 1024 * 1024
/** How often each thing happens, ms. */
const EVERY = { type: 20, move: 1_000, turn: 1_000, visit: 500, look: 5_000, signIn: 300_000 }
/** What the server may grow after the first quarter, MiB: resident, and what its objects take. */
const MAY_GROW = { resident: 16, used: 4, children: 32 }

/** Bytes resident, and event-loop delay p99 since the look before, ms. */
type Look = { rss: number; children: number; p99: number }

/**
 * A town where the same goes on for a long time: typing, cursors, people who come, go, are cut and come back. After
 * the first quarter, in which everything is loaded once, memory stays as it is.
 */
export const steady = async (
  main: string,
  { minutes, seed }: { minutes: number; seed: number },
): Promise<Outcome> => {
  const folder = new Folder()
  const server = await ServerProcess.start({
    args: [main],
    env: { PORT: '0', HOST: '127.0.0.1', DATA_DIR: folder.path, LOG_LEVEL: 'warn' },
  })
  try {
    return await live(server, minutes * 60_000, seed)
  } finally {
    await server.stop()
    folder.remove()
  }
}

const live = async (server: ServerProcess, duration: number, seed: number): Promise<Outcome> => {
  // each y-websocket provider listens for the end of its process
  process.setMaxListeners(DOCUMENTS + 20)
  const town = await Town.build(await Person.register(server, 'ada'), DOCUMENTS, seed)
  const stop = goOn(town, server)
  const quarter = duration / 4
  await looksDuring(server, quarter)
  const before = await server.memory()
  const early = await looksDuring(server, quarter)
  const between = await looksDuring(server, quarter)
  const late = await looksDuring(server, quarter)
  const after = await server.memory()
  const errors = await stop()
  const faults = [...errors, ...(await town.close())]
  for (const fault of faults) console.error(fault)
  const looks = [...early, ...between, ...late]
  const grown = {
    resident: growth(early, late, ({ rss }) => rss),
    children: growth(early, late, ({ children }) => children),
    used: (after.used - before.used) / MIB,
  }
  const flat =
    grown.resident <= MAY_GROW.resident &&
    grown.used <= MAY_GROW.used &&
    grown.children <= MAY_GROW.children
  const { edits, cursors, turns, visits } = town.did
  const worst = Math.max(...looks.map(({ p99 }) => p99))
  return {
    fine: flat && faults.length === 0,
    lines: [
      `${duration / 60_000} minutes, ${DOCUMENTS} documents: ${edits} edits, ${cursors} cursors moved, ${turns} times somebody went or came back, ${visits} newcomers. ` +
        `Faults: ${faults.length}.`,
      '',
      `From the second quarter to the last the server's resident memory grew by ${signed(grown.resident)} MiB, to ${mib(late, ({ rss }) => rss)} (limit ${MAY_GROW.resident}), ` +
        `what its objects take by ${signed(grown.used)} MiB, to ${(after.used / MIB).toFixed(1)} (limit ${MAY_GROW.used}), ` +
        `its children by ${signed(grown.children)} MiB, to ${mib(late, ({ children }) => children)} (limit ${MAY_GROW.children}). ` +
        `Event-loop delay p99: ${median(looks.map(({ p99 }) => p99)).toFixed(1)} ms, at worst ${worst.toFixed(1)} ms in ${EVERY.look / 1000} s.`,
      '',
      `Seed ${seed}.`,
    ],
  }
}

/** Lets everything happen until it is stopped; then answers with what went wrong. */
const goOn = (town: Town, server: ServerProcess): (() => Promise<string[]>) => {
  const errors: string[] = []
  const state = { over: false }
  const repeat = async (every: number, what: () => unknown): Promise<void> => {
    for (let due = performance.now(); !state.over; due += every) {
      await pause(Math.max(0, due - performance.now()))
      try {
        await what()
      } catch (error) {
        errors.push(String(error))
      }
    }
  }
  const all = Promise.all([
    repeat(EVERY.type, () => town.type()),
    repeat(EVERY.move, () => town.move()),
    repeat(EVERY.turn, () => town.turn()),
    repeat(EVERY.visit, () => town.visit()),
    // a token counts for a quarter of an hour
    repeat(EVERY.signIn, async () => {
      town.ada = await Person.signIn(server, 'ada')
    }),
  ])
  return async () => {
    state.over = true
    await Promise.race([all, pause(2 * EVERY.move)])
    return errors
  }
}

const looksDuring = async (server: ServerProcess, duration: number): Promise<Look[]> => {
  const looks: Look[] = []
  const end = performance.now() + duration
  for (let from = Date.now(); performance.now() < end;) {
    await pause(Math.min(EVERY.look, Math.max(0, end - performance.now())))
    const to = Date.now()
    const { rss, p99 } = await server.read(from, to)
    const children = childrenOf(server.pid).reduce((sum, pid) => sum + residentBytes(pid), 0)
    looks.push({ rss, children, p99 })
    from = to
  }
  return looks
}

const growth = (early: Look[], late: Look[], of: (look: Look) => number): number =>
  (median(late.map(of)) - median(early.map(of))) / MIB

const mib = (looks: Look[], of: (look: Look) => number): string =>
  (median(looks.map(of)) / MIB).toFixed(0)

const signed = (number: number): string => `${number < 0 ? '−' : ''}${Math.abs(number).toFixed(1)}`
