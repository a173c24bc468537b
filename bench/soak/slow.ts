import { StickyPeer } from '../../sync-server/test/stage/peers/sticky-peer.ts'
import { Person } from '../../sync-server/test/stage/person.ts'
import type { Program } from '../../sync-server/test/stage/program.ts'
import { StickyClient } from '../../sync-server/test/stage/sticky-client.ts'
import { until } from '../../sync-server/test/stage/until.ts'
import type { Outcome } from './outcome.ts'
import { withVictim } from './program.ts'
import type { Recipe } from './program.ts'
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

type Run = { growth: number; catchingUp: number; faults: string[] }

/**
 * C5: a reader that stands still while megabytes go by. What the server grows is compared with runs in which that
 * reader reads; of several of each the middle one counts, since a garbage collector has moods.
 */
export const slow = async (recipe: Recipe, megabytes: number, runs: number): Promise<Outcome> => {
  const reading: Run[] = []
  const standing: Run[] = []
  for (let i = 0; i < runs; i += 1)
    for (const [list, stands] of [
      [reading, false],
      [standing, true],
    ] as const)
      list.push(await withVictim(recipe, SETTINGS, (victim) => oneRun(victim, megabytes, stands)))
  const faults = [...reading, ...standing].flatMap((run) => run.faults)
  for (const fault of faults) console.error(fault)
  const [fast, paused] = [middle(reading), middle(standing)]
  const all = (list: readonly Run[]): string =>
    list.map(({ growth }) => growth.toFixed(1)).join(', ')
  return {
    fine: faults.length === 0 && paused - fast <= MAY_COST,
    lines: [
      `${megabytes} MB of pastes go by in one document. The server grew by ${fast.toFixed(1)} MiB when everybody read ` +
        `(${all(reading)}), by ${paused.toFixed(1)} MiB when one reader stood still (${all(standing)}): ` +
        `${(paused - fast).toFixed(1)} MiB more (limit ${MAY_COST}), ${(paused / fast).toFixed(2)} times as much. ` +
        `When it read on, the server grew by ${standing.map(({ catchingUp }) => catchingUp.toFixed(1)).join(', ')} MiB ` +
        `beyond that, and it ended with the same text. Faults: ${faults.length}.`,
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
  await until('the reader follows', () => reader.text() === 'text')

  if (stands) reader.line.pause()
  const memory = new Peak(() => residentMemory(victim))
  await paste(writer, megabytes)
  await writer.type('the end of ')
  memory.stop()
  const catchingUp = new Peak(() => residentMemory(victim))
  if (stands) reader.line.resume()
  await until('it has it all', () => reader.text() === 'the end of text', CAUGHT_UP_WITHIN)
  catchingUp.stop()
  const faults = [...reader.violations]
  if (stands !== reader.behind > 0)
    faults.push(`it was told ${reader.behind} times that it is slow`)
  if ((await ada.api.content(id)) !== 'the end of text') faults.push('the API has another text')
  reader.disconnect('close')
  writer.close()
  return { growth: memory.growth, catchingUp: catchingUp.growth, faults }
}

/** Pastes and deletes, until so many MB have gone by. */
const paste = async (writer: StickyClient, megabytes: number): Promise<void> => {
  for (let i = 0; i < (megabytes * 1_000_000) / PASTE; i += 1) {
    const { saved } = writer
    writer.write((text) => text.insert(0, `${i % 10}`.repeat(PASTE)))
    writer.write((text) => text.delete(0, PASTE))
    await until('it is saved', () => writer.saved === saved + 2)
  }
}

const middle = (runs: readonly Run[]): number => {
  const sorted = runs.map(({ growth }) => growth).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
