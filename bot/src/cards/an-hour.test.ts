import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Placement } from '@sticky/shared/api/cards'
import { StickyError } from '@sticky/shared/errors'
import type { Api } from '../server.ts'
import { cardOf } from '../test/fake-api.ts'
import { LimitedDiscord } from '../test/limited-discord.ts'
import { randomOf } from '../test/random.ts'
import { silent } from '../test/silent-log.ts'
import { PACE } from './channel-queue.ts'
import type { Pace } from './channel-queue.ts'
import { Refresh } from './refresh.ts'

const MINUTE = 60_000
const STALE_AT_MOST = 30_000
const GUILD = '100000000000000001'

/** A document with one card: when each state of it came to be, and which of them the card shows. */
type Shown = { placement: Placement; states: number[]; shows: number; stalest: number }

const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

type Settings = { channels?: number; each?: number; pace?: Partial<Pace>; failing?: number }

/** So many channels with so many cards each; the cards are of different age, from two hours on. */
class World {
  readonly cards: Shown[] = []
  readonly random = randomOf(7)
  readonly discord: LimitedDiscord
  readonly refresh: Refresh

  constructor({ channels = 3, each = 12, pace = {}, failing = 0 }: Settings = {}) {
    const start = Date.now()
    for (let n = 0; n < channels * each; n += 1) {
      const placement = {
        id: idOf(n),
        documentId: idOf(n),
        channel: `${GUILD}/2000000000000000${String(n % channels).padStart(2, '0')}`,
        messageId: `3${String(n).padStart(17, '0')}`,
        shownHash: '0',
        shownSeq: 0,
        stuck: false,
      }
      this.cards.push({ placement, states: [start], shows: 0, stalest: 0 })
    }
    const ages = [2 * 60 * MINUTE, 30 * MINUTE, 0]
    const posted = (messageId: string) => start - (ages[Number(messageId.slice(1)) % 3] ?? 0)
    this.discord = new LimitedDiscord(posted, this.random, failing)
    this.discord.onEdit((messageId, message) => {
      const card = this.card(Number(messageId.slice(1)))
      const state = Number(/state (\d+)/.exec(JSON.stringify(message))?.[1])
      card.stalest = Math.max(
        card.stalest,
        Date.now() - (card.states[card.shows + 1] ?? Date.now()),
      )
      card.shows = state
    })
    const api = this.#api() as unknown as Api
    this.refresh = new Refresh(api, this.discord, silent, { ...PACE, ...pace })
  }

  card(n: number): Shown {
    const card = this.cards[n]
    if (card === undefined) throw new Error(`there is no card ${n}`)
    return card
  }

  /** The text of a document has been merged again. */
  merge(n: number): void {
    this.card(n).states.push(Date.now())
    void this.refresh.follow(idOf(n))
  }

  /** Somebody writes for so long, here now and there then; merges follow each other in 1 to 3 s. */
  async write(ms: number, places: readonly number[]): Promise<void> {
    const until = Date.now() + ms
    while (Date.now() < until) {
      const place = places[Math.floor(this.random() * places.length)] ?? 0
      const leaves = Date.now() + (0.2 + this.random()) * 2 * MINUTE
      while (Date.now() < Math.min(leaves, until)) {
        this.merge(place)
        await pause(1_000 + this.random() * 2_000)
      }
    }
  }

  /** The longest that any card showed something that was not the newest, ms. */
  get stalest(): number {
    const behind = ({ states, shows }: Shown) => Date.now() - (states[shows + 1] ?? Date.now())
    return Math.max(...this.cards.map((card) => Math.max(card.stalest, behind(card))))
  }

  get late(): Shown[] {
    return this.cards.filter(({ states, shows }) => shows !== states.length - 1)
  }

  #api() {
    const placed = (id: string) => this.card(Number(id.slice(-12)))
    const after = async <T>(answer: () => T): Promise<T> => {
      await pause(5 + this.random() * 60)
      return answer()
    }
    const list = (items: Placement[]) => ({ items, nextCursor: null })
    return {
      placements: (id: string) => after(() => list([placed(id).placement])),
      stalePlacements: () =>
        after(() =>
          list(
            this.cards
              .filter(({ placement, states }) => placement.shownSeq < states.length - 1)
              .map(({ placement }) => placement),
          ),
        ),
      card: (id: string) =>
        after(() => {
          const seq = placed(id).states.length - 1
          return cardOf({ documentId: id, title: `state ${seq}`, hash: String(seq), seq })
        }),
      cardImage: () => after(() => new Uint8Array([1])),
      changePlacement: (id: string, shown: { shownHash: string; shownSeq: number }) =>
        after(() => Object.assign(placed(id).placement, shown)),
      deletePlacement: () => Promise.reject(new StickyError('internal')),
    }
  }
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
  })

const all = (length: number, from = 0): number[] => Array.from({ length }, (_, i) => from + i)

let world: World | undefined

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  world?.refresh.close()
  vi.useRealTimers()
})

/**
 * Three channels of twelve cards, some older than an hour. Five people write here and there; for the
 * first ten minutes everybody of a class writes, each in their own of the twelve of one channel.
 */
const play = async (minutes: number, settings: Settings = {}): Promise<World> => {
  world = new World(settings)
  for (let i = 0; i < 5; i += 1) void world.write(minutes * MINUTE, all(36))
  for (const place of all(36).filter((n) => n % 3 === 0)) void world.write(10 * MINUTE, [place])
  await vi.advanceTimersByTimeAsync(minutes * MINUTE)
  return world
}

test('F3: an hour of edits by several people stays inside every limit, and no card is 30 s behind', async () => {
  const { discord, stalest, cards } = await play(60)
  expect(discord.violations).toEqual([])
  expect(stalest).toBeLessThanOrEqual(STALE_AT_MOST)
  expect(discord.edits).toBeGreaterThan(1_000)
  expect(cards.every(({ states }) => states.length > 10)).toBe(true)
})

test('F3 C7: at the end of it each card shows the newest state, also where Discord fails now and then', async () => {
  const played = await play(30, { failing: 0.05 })
  await vi.advanceTimersByTimeAsync(2 * MINUTE)
  expect(played.late).toEqual([])
  expect(played.discord.violations).toEqual([])
})

test.for([
  ['a shorter window', { window: 5_000 }, '4 edits of old messages in 6 s'],
  ['one edit more', { edits: 4, spread: 1_400 }, '4 edits of old messages in 6 s'],
  ['less rest for a message', { rest: 3_500 }, 'a message twice in 5 s'],
] as const)('F3: with %s the limits would not hold', async ([, pace, violation]) => {
  const { discord } = await play(15, { pace })
  expect(discord.violations).toContain(violation)
})

test('F3: with a slower pace cards would be too far behind', async () => {
  const { stalest } = await play(15, { pace: { window: 9_000 } })
  expect(stalest).toBeGreaterThan(STALE_AT_MOST)
})

/** Everything changed while the bot was away. */
const aReturn = async (pace: Partial<Pace> = {}): Promise<World> => {
  world = new World({ channels: 90, each: 3, pace: { atOnce: 50, ...pace } })
  for (const { states } of world.cards) states.push(Date.now())
  void world.refresh.sweep()
  await vi.advanceTimersByTimeAsync(MINUTE)
  return world
}

test('F3 C7: after a return hundreds of cards follow within 30 s, at less than 50 calls a second', async () => {
  const { discord, stalest, late } = await aReturn()
  expect(discord.violations).toEqual([])
  expect(late).toEqual([])
  expect(stalest).toBeLessThanOrEqual(STALE_AT_MOST)
  const hasty = await aReturn({ perSecond: 1_000 })
  expect(hasty.discord.violations).toContain('50 calls in 1 s')
})
