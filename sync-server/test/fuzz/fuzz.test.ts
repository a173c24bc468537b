import { afterAll, beforeAll, expect, it } from 'vitest'
import { KNOWN_SEEDS } from './known-seeds.ts'
import { runSeed } from './run.ts'
import { World } from './world.ts'

const STEPS = 250

const given = process.env['FUZZ_SEED']
const seeds =
  given === undefined
    ? [...KNOWN_SEEDS, 1, Math.floor(Math.random() * 2 ** 32)]
    : given.split(',').map(Number)

const did = new Map<string, number>()

let world: World
beforeAll(async () => {
  world = await World.open()
}, 30_000)
afterAll(() => world.close())

it.each(seeds)(
  'C1 C6 R10 R11 R14 R30: whatever they do, all come together and nothing that was promised is lost (seed %d)',
  async (seed) => {
    const { counts, faults } = await runSeed(world, seed, STEPS)
    for (const [what, count] of Object.entries(counts)) did.set(what, (did.get(what) ?? 0) + count)
    const again = `FUZZ_SEED=${seed} npx vitest run --project server sync-server/test/fuzz`
    expect(faults, again).toEqual([])
  },
  40_000,
)

it('and they did something of everything: edits, cuts, gaps, folds, refusals, restarts', () => {
  expect([...did].filter(([, count]) => count === 0)).toEqual([])
  expect(did.size).toBeGreaterThan(10)
})
