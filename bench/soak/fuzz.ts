import { runSeed } from '../../sync-server/test/fuzz/run.ts'
import { World } from '../../sync-server/test/fuzz/world.ts'
import type { Outcome } from './outcome.ts'

/** Random acts for each seed. */
const STEPS = 250

/** The convergence fuzz, one seed after the other. */
export const fuzz = async (
  main: string,
  { minutes, seed }: { minutes: number; seed: number },
): Promise<Outcome> => {
  const end = Date.now() + minutes * 60_000
  const world = await World.open(main)
  const total = new Map<string, number>()
  const broken: number[] = []
  let runs = 0
  try {
    for (let next = seed; Date.now() < end; next = (next + 1) % 2 ** 32) {
      const { counts, faults } = await runSeed(world, next, STEPS)
      runs += 1
      for (const [what, count] of Object.entries(counts))
        total.set(what, (total.get(what) ?? 0) + count)
      if (faults.length > 0) broken.push(next)
      for (const fault of faults) console.error(`seed ${next}: ${fault}`)
    }
  } finally {
    await world.close()
  }
  const did = [...total].map(([what, count]) => `${what} ${count}`).join(', ')
  return {
    fine: broken.length === 0,
    lines: [
      `${runs} seeds from ${seed} in ${minutes} minutes, ${STEPS} steps each, with Yjs (\`sticky.v1\` and y-websocket) and ywasm. ` +
        `Seeds that broke a rule: ${broken.length === 0 ? 'none' : broken.join(', ')}.`,
      '',
      `They did: ${did}.`,
    ],
  }
}
