import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { silent } from '../test/silent-log.ts'
import { ChannelQueue, PACE } from './channel-queue.ts'
import type { Job } from './channel-queue.ts'

let queue: ChannelQueue
let sent: { what: string; at: number }[]
let start: number

beforeEach(() => {
  vi.useFakeTimers()
  queue = new ChannelQueue(silent)
  sent = []
  start = Date.now()
})
afterEach(() => {
  queue.close()
  vi.useRealTimers()
})

const send =
  (what: string): Job =>
  async () => {
    sent.push({ what, at: Date.now() - start })
    return true
  }
const whats = () => sent.map(({ what }) => what)
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

test('a channel at rest is served at once (F3)', async () => {
  queue.add('c', 'm', send('a'))
  await pass(0)
  expect(sent).toEqual([{ what: 'a', at: 0 }])
})

test('while somebody types only the newest state is sent, every 5 s (F3)', async () => {
  for (let i = 0; i <= 20; i += 1) {
    queue.add('c', 'm', send(`state ${i}`))
    await pass(500)
  }
  await pass(60_000)
  expect(sent).toEqual([
    { what: 'state 0', at: 0 },
    { what: 'state 9', at: PACE.rest },
    { what: 'state 19', at: 2 * PACE.rest },
    { what: 'state 20', at: 3 * PACE.rest },
  ])
})

test('a channel never gets more than 3 edits in 6 s, and every card has its turn', async () => {
  for (let round = 0; round < 30; round += 1) {
    for (const message of ['m1', 'm2', 'm3', 'm4']) queue.add('c', message, send(message))
    await pass(1_000)
  }
  for (const [index, { at }] of sent.entries())
    expect((sent[index + 3]?.at ?? Number.POSITIVE_INFINITY) - at).toBeGreaterThan(6_000)
  expect(whats().slice(0, 8)).toEqual(['m1', 'm2', 'm3', 'm4', 'm1', 'm2', 'm3', 'm4'])
})

test('channels do not wait for each other', async () => {
  queue.add('c1', 'm1', send('a'))
  queue.add('c2', 'm2', send('b'))
  await pass(0)
  expect(whats()).toEqual(['a', 'b'])
})

test('what had nothing to send does not make others wait', async () => {
  queue.add('c', 'm1', async () => false)
  queue.add('c', 'm2', send('b'))
  await pass(0)
  expect(whats()).toEqual(['b'])
})

test('a failed card is tried again with growing pauses, and by then with its newest state (C7)', async () => {
  let tries = 0
  queue.add('c', 'm', async () => {
    tries += 1
    throw new Error('Discord is down')
  })
  await pass(0)
  expect(tries).toBe(1)
  queue.add('c', 'm', send('newest'))
  await pass(PACE.spread + PACE.rest)
  expect(tries).toBe(1)
  expect(whats()).toEqual(['newest'])
})

test('a card that keeps failing is given up, and comes back with its next change (C7)', async () => {
  let tries = 0
  queue.add('c', 'm', async () => {
    tries += 1
    throw new Error('Discord is down')
  })
  await pass(10 * 60_000)
  expect(tries).toBe(6)
  queue.add('c', 'm', send('back'))
  await pass(0)
  expect(whats()).toEqual(['back'])
})

test('a slow channel holds up neither the others nor more than its own place', async () => {
  for (let i = 0; i < 7; i += 1) queue.add(`slow${i}`, 'm', () => new Promise(() => undefined))
  for (let i = 0; i < 15; i += 1) queue.add(`c${i}`, `m${i}`, send(`${i}`))
  await pass(0)
  expect(sent).toHaveLength(15)
})

test('after closing nothing is sent', async () => {
  queue.add('c', 'm', send('a'))
  queue.add('c', 'm', send('b'))
  queue.close()
  queue.add('c', 'm', send('c'))
  await pass(60_000)
  expect(whats()).toEqual(['a'])
})
