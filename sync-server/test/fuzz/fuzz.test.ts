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

let world: World
beforeAll(async () => {
  world = await World.open()
}, 30_000)
afterAll(() => world.close())

it.each(seeds)(
  'C1 C6 R10 R11 R14 R30: whatever they do, all come together and nothing that was promised is lost (seed %d)',
  async (seed) => {
    const { counts, faults } = await runSeed(world, seed, STEPS)
    const again = `FUZZ_SEED=${seed} npx vitest run --project server sync-server/test/fuzz`
    expect(faults, again).toEqual([])
    // a run that did nothing shows nothing
    for (const [what, count] of Object.entries(counts)) expect(count, `${what}: ${again}`).not.toBe(0)
  },
  40_000,
)
