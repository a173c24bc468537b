import { expect, it } from 'vitest'
import { Lanes } from './lanes.ts'

/** Lanes in which something runs until it is let go. */
const busyLanes = (): { lanes: Lanes; letGo: () => void } => {
  const lanes = new Lanes()
  let letGo = (): void => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  void lanes.run('edits', () => held)
  return { lanes, letGo }
}

it('R50: what waits is done once for all who ask for it; whoever asks when it has begun gets a fresh answer', async () => {
  const { lanes, letGo } = busyLanes()
  let done = 0
  const ask = (what: string): Promise<number> =>
    lanes.share('asked', what, async () => {
      done += 1
      return done
    })
  const asked = Array.from({ length: 1_000 }, () => ask('one'))
  const other = ask('another')
  letGo()
  expect(new Set(await Promise.all(asked))).toEqual(new Set([1]))
  expect(await other).toBe(2)
  expect(await ask('one')).toBe(3)
})

it('R50: who asks while it runs waits for the next, which sees what was written meanwhile', async () => {
  const lanes = new Lanes()
  let written = 'before'
  let letGo = (): void => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  const read = async (): Promise<string> => {
    const found = written
    await held
    return found
  }
  const first = lanes.share('asked', 'text', read)
  written = 'after'
  const second = lanes.share('asked', 'text', read)
  letGo()
  expect(await Promise.all([first, second])).toEqual(['before', 'after'])
})

it('R50: what fails fails for all who asked for it, and is done again for the next', async () => {
  const { lanes, letGo } = busyLanes()
  const fail = (): Promise<never> => Promise.reject(new Error('broken'))
  const asked = [lanes.share('asked', 'one', fail), lanes.share('asked', 'one', fail)]
  letGo()
  const outcomes = await Promise.allSettled(asked)
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await lanes.share('asked', 'one', async () => 'fine')).toBe('fine')
})
