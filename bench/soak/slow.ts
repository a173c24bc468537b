import { StickyPeer } from '../../sync-server/test/stage/peers/sticky-peer.ts'
import { Person } from '../../sync-server/test/stage/person.ts'
import type { Program } from '../../sync-server/test/stage/program.ts'
import { StickyClient } from '../../sync-server/test/stage/sticky-client.ts'
import { until } from '../../sync-server/test/stage/until.ts'
import type { Outcome } from './outcome.ts'
import { withVictim } from './program.ts'
import { Peak, residentMemory } from './watch.ts'

const KIB = 1024
const PASTE = 100 * KIB
/** What the server may grow more, MiB, when one reader stands still. */
const MAY_COST = 8
const CAUGHT_UP_WITHIN = 120_000

const SETTINGS = {
  LIMIT_BYTES_PER_SECOND: String(KIB ** 3),
  LIMIT_BYTES_PER_SECOND_PER_USER: String(KIB ** 3),
  LIMIT_BYTES_PER_SECOND_PER_DOCUMENT: String(KIB ** 3),
}

/** Pastes on their way at once: else the disk would be what is measured. */
const AT_ONCE = 5

/** What the server grew, MiB: while the pastes went by, and beyond that when the reader read on. */
type Run = { growth: number; catchingUp: number; seconds: number; cut: boolean; faults: string[] }

/**
 * C5: a reader that stands still while megabytes go by. What the server grows is compared with runs in which that
 * reader reads; of several of each the middle one counts, since a garbage collector has moods.
 */
export const slow = async (main: string, megabytes: number, runs: number): Promise<Outcome> => {
  const reading: Run[] = []
  const standing: Run[] = []
  for (let i = 0; i < runs; i += 1)
    for (const [list, stands] of [
      [reading, false],
      [standing, true],
    ] as const)
      list.push(await withVictim(main, SETTINGS, (victim) => oneRun(victim, megabytes, stands)))
  const faults = [...reading, ...standing].flatMap((run) => run.faults)
  for (const fault of faults) console.error(fault)
  const [fast, paused] = [middle(reading), middle(standing)]
  const each = (list: readonly Run[], of: (run: Run) => number): string =>
    list.map((run) => of(run).toFixed(1)).join(', ')
  const cut = standing.filter((run) => run.cut).length
  return {
    fine: faults.length === 0 && paused - fast <= MAY_COST,
    lines: [
      `${megabytes} MB of pastes go by in one document, in ${each([...reading, ...standing], (run) => run.seconds)} s. ` +
        `The server grew by ${fast.toFixed(1)} MiB when everybody read (${each(reading, ({ growth }) => growth)}), ` +
        `by ${paused.toFixed(1)} MiB when one reader stood still (${each(standing, ({ growth }) => growth)}): ` +
        `${(paused - fast).toFixed(1)} MiB more (limit ${MAY_COST}), ${(paused / fast).toFixed(2)} times as much.`,
      '',
      `Then it read on and ended with the same text; the server grew by ${each(standing, ({ catchingUp }) => catchingUp)} MiB beyond that. ` +
        `In ${cut} of ${runs} runs it had been cut meanwhile, since it did not answer for 30 s, and came back. Faults: ${faults.length}.`,
    ],
  }
}

const oneRun = async (victim: Program, megabytes: number, stands: boolean): Promise<Run> => {
  const ada = await Person.register(victim, 'ada')
  const id = await ada.create('text')
  const writer = new StickyClient(await ada.addressOf(id))
  await writer.join()
  const reader = new StickyPeer('the reader', () => {})
  reader.connect(await ada.addressOf(id))
  await until('the reader has caught up', () => reader.live)
  // the heap of a program that has just started grows whatever it does
  await paste(writer, 20)
  await until('the reader follows', () => reader.text() === 'text', CAUGHT_UP_WITHIN)

  if (stands) reader.line.pause()
  const memory = new Peak(() => residentMemory(victim))
  const began = performance.now()
  await paste(writer, megabytes)
  await writer.type('the end of ')
  const seconds = (performance.now() - began) / 1000
  memory.stop()

  const catchingUp = new Peak(() => residentMemory(victim))
  if (stands) reader.line.resume()
  let cut = false
  const follows = async (): Promise<boolean> => {
    // R52: who does not answer for 30 s is gone, and comes back with its cursor
    cut ||= !reader.online
    if (!reader.online) reader.connect(await ada.addressOf(id))
    return reader.text() === 'the end of text'
  }
  await until('it has it all', follows, CAUGHT_UP_WITHIN)
  catchingUp.stop()
  const faults = [...reader.violations]
  if (stands && reader.behind === 0 && !cut) faults.push('nobody noticed that it is slow')
  if ((await ada.api.content(id)) !== 'the end of text') faults.push('the API has another text')
  reader.disconnect('close')
  writer.close()
  return { growth: memory.growth, catchingUp: catchingUp.growth, seconds, cut, faults }
}

/** Pastes and deletes, until so many MB have gone by. */
const paste = async (writer: StickyClient, megabytes: number): Promise<void> => {
  const { saved } = writer
  const pastes = Math.ceil((megabytes * 1_000_000) / PASTE)
  for (let i = 1; i <= pastes; i += 1) {
    writer.write((text) => text.insert(0, `${i % 10}`.repeat(PASTE)))
    writer.write((text) => text.delete(0, PASTE))
    const wanted = saved + 2 * (i === pastes ? i : i - AT_ONCE)
    await until('it is saved', () => writer.saved >= wanted, CAUGHT_UP_WITHIN)
  }
}

const middle = (runs: readonly Run[]): number => {
  const sorted = runs.map(({ growth }) => growth).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
