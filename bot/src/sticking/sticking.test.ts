import { SnowflakeUtil } from 'discord.js'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { StickyError } from '@sticky/shared/errors'
import { Refresh } from '../cards/refresh.ts'
import { cardOf, FakeServer, PLAN, placementOf } from '../test/fake-api.ts'
import { FakeChannels } from '../test/fake-channels.ts'
import { FakeMessages } from '../test/fake-messages.ts'
import { discordError } from '../test/fake-interaction.ts'
import { silent } from '../test/silent-log.ts'
import { STICKING, Sticking } from './sticking.ts'

const { quiet, patience, cooldown, barred } = STICKING
const KEY = '100000000000000001/200000000000000001'

let server: FakeServer
let channels: FakeChannels
let messages: FakeMessages
let sticking: Sticking
const follow = vi.fn(async () => undefined)

const start = (api = server.api()): Sticking =>
  new Sticking({ api, messages, channels, refresh: { follow }, log: silent })

beforeEach(() => {
  vi.useFakeTimers()
  server = new FakeServer()
  channels = new FakeChannels()
  messages = new FakeMessages()
  channels.remove = messages.remove
  sticking = start()
})
afterEach(() => {
  sticking.close()
  vi.useRealTimers()
  follow.mockClear()
})

/** A card that was posted, and sticks from now on. */
const stick = (): string => {
  const messageId = messages.write(KEY)
  const placement = placementOf({ channel: KEY, messageId, stuck: true })
  server.placed = [placement]
  sticking.keep(placement)
  return messageId
}
const say = (): string => {
  const id = messages.write(KEY)
  sticking.heard(KEY, id)
  return id
}
const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const inChannel = (): string[] => messages.standing.get(KEY) ?? []
const shown = (): string | undefined => server.placed[0]?.messageId

describe('F8: a card that sticks', () => {
  test('F8: moves below what was written once nobody writes, and the old one goes', async () => {
    const old = stick()
    const said = say()
    await wait(quiet - 1)
    expect(inChannel()).toEqual([old, said])
    await wait(1)
    expect(inChannel()).toEqual([said, shown()])
    expect(shown()).not.toBe(old)
    expect(messages.posted[0]?.allowedMentions).toEqual({ parse: [] })
    // what changed while it was drawn is not missed
    expect(follow).toHaveBeenCalledWith(PLAN, { urgent: true })
  })

  test('F8: does not move for its own message, nor for one that was above it', async () => {
    const above = messages.write(KEY)
    stick()
    sticking.heard(KEY, above)
    await wait(patience)
    expect(messages.posted).toEqual([])
    say()
    await wait(quiet)
    sticking.heard(KEY, shown() ?? '')
    await wait(patience)
    expect(messages.posted).toHaveLength(1)
  })

  test('F8: waits while people write, but not for ever', async () => {
    stick()
    for (let passed = 0; passed < patience; passed += 1_000) {
      say()
      await wait(1_000)
    }
    expect(messages.posted).toHaveLength(1)
  })

  test('F8: moves no more often than its cooldown, however much is written', async () => {
    stick()
    const moves: number[] = []
    const post = messages.post
    messages.post = async (...message) => {
      moves.push(Date.now())
      return post(...message)
    }
    for (let i = 0; i < 200; i += 1) {
      say()
      await wait(i % 7 === 0 ? quiet : 1_000)
    }
    await wait(cooldown)
    expect(moves.length).toBeGreaterThan(5)
    const pauses = moves.slice(1).map((at, i) => at - (moves[i] ?? 0))
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(cooldown)
    expect(inChannel().at(-1)).toBe(shown())
    expect(inChannel()).toHaveLength(201)
  })

  test('F8: what is written while it moves moves it again', async () => {
    stick()
    let proceed = (): void => {}
    server.slow = new Promise((resolve) => (proceed = resolve))
    say()
    await wait(quiet)
    // the new card is not there yet
    const post = messages.post
    messages.post = async (...message) => {
      const id = await post(...message)
      say()
      return id
    }
    proceed()
    await wait(0)
    messages.post = post
    await wait(cooldown)
    expect(inChannel().at(-1)).toBe(shown())
  })

  test('F8 C7: after a restart it is where it has to be, also when something was written meanwhile', async () => {
    stick()
    sticking.close()
    const said = messages.write(KEY)
    sticking = start()
    await sticking.load()
    await wait(quiet)
    expect(inChannel()).toEqual([said, shown()])
    await sticking.load()
    await wait(patience)
    expect(messages.posted).toHaveLength(1)
  })

  test('F8: let go, it stays where it is', async () => {
    const old = stick()
    const said = say()
    sticking.letGo(KEY)
    await wait(patience)
    expect(inChannel()).toEqual([old, said])
    expect(sticking.in(KEY)).toBeNull()
  })

  test('F8: in a channel there is one; that of another channel does not move', async () => {
    stick()
    const messageId = messages.write(KEY)
    const second = placementOf({ id: PLAN, channel: KEY, messageId, stuck: true })
    sticking.keep(second)
    expect(sticking.in(KEY)).toEqual(second)
    sticking.heard(`${KEY}9`, messages.write(`${KEY}9`))
    await wait(patience)
    expect(messages.posted).toEqual([])
  })

  test('F8: the card of a deleted document, or of one that the channel may not see, stays where it is', async () => {
    const old = stick()
    server.card = cardOf({ deleted: true })
    const first = say()
    await wait(patience)
    server.failing.set('card', new StickyError('forbidden'))
    const second = say()
    await wait(patience)
    expect(inChannel()).toEqual([old, first, second])
    server.card = cardOf()
    say()
    await wait(patience)
    expect(messages.posted).toHaveLength(1)
  })

  test('F8: of a card that the server knows no more, no second one is left', async () => {
    const old = stick()
    server.failing.set('changePlacement', new StickyError('not_found'))
    const said = say()
    await wait(quiet)
    expect(inChannel()).toEqual([old, said])
    expect(sticking.in(KEY)).toBeNull()
  })

  test('F8 C7: an old card that cannot be removed now stays known, and is removed by a sweep (F9)', async () => {
    const old = stick()
    messages.failing.set('remove', discordError(0, 503))
    const said = say()
    await wait(quiet)
    expect(inChannel()).toEqual([old, said, shown()])
    expect(server.placed).toMatchObject([{ stuck: true }, { messageId: old, stuck: false }])
    const refresh = new Refresh(server.api(), channels, silent)
    await refresh.sweep()
    await wait(0)
    refresh.close()
    expect(inChannel()).toEqual([said, shown()])
    expect(server.placed).toHaveLength(1)
  })

  test('F8 C7: a bot that goes down while a card moves leaves none behind that nobody knows of (F9)', async () => {
    vi.setSystemTime(SnowflakeUtil.timestampFrom('400000000000000000'))
    const old = stick()
    const said = say()
    messages.post = async (...message) => {
      channels.posted = messages.write(message[0])
      throw new DOMException('timeout', 'TimeoutError')
    }
    await wait(quiet)
    sticking.close()
    expect(inChannel()).toEqual([old, said, channels.posted])
    const refresh = new Refresh(server.api(), channels, silent)
    await wait(20_000)
    await refresh.sweep()
    await wait(0)
    expect(inChannel()).toHaveLength(3)
    await wait(2 * 60_000)
    refresh.close()
    expect(inChannel()).toEqual([old, said])
    expect(server.placed).toMatchObject([{ messageId: old, stuck: true }])
  })

  test('F8 C7: a move that the server has heard of, though its answer was lost, is no reason to remove the new card', async () => {
    const old = stick()
    const api = server.api()
    sticking.close()
    const change = api.changePlacement
    api.changePlacement = async (...asked) => {
      const shown = await change(...asked)
      if (asked[1].former !== undefined) throw new StickyError('unavailable')
      return shown
    }
    sticking = start(api)
    await sticking.load()
    const said = say()
    await wait(quiet)
    expect(inChannel()).toEqual([old, said, shown()])
  })

  test('F8: of a card that another process moved meanwhile, no second one is left', async () => {
    const old = stick()
    const said = say()
    const elsewhere = messages.write(KEY)
    const post = messages.post
    messages.post = async (...message) => {
      server.placed = server.placed.map((one) =>
        one.stuck ? { ...one, messageId: elsewhere } : one,
      )
      return post(...message)
    }
    await wait(quiet)
    expect(inChannel()).toEqual([old, said, elsewhere])
    expect(server.placed).toMatchObject([{ messageId: elsewhere }])
  })

  test('F3 F9: what changes while it moves is not taken for shown', async () => {
    stick()
    const post = messages.post
    messages.post = async (...message) => {
      server.placed = server.placed.map((one) => ({ ...one, shownSeq: -1 }))
      return post(...message)
    }
    say()
    await wait(quiet)
    expect(server.placed[0]).toMatchObject({ messageId: inChannel().at(-1), shownSeq: -1 })
  })

  test('F8: a card that was pinned is pinned again, without a line below it that says so', async () => {
    const old = stick()
    await messages.pin(KEY, old)
    const said = say()
    await wait(quiet)
    expect(messages.pinned).toEqual([old, shown()])
    const line = messages.write(KEY)
    await sticking.noticed(KEY, line, shown() ?? '')
    expect(inChannel()).toEqual([said, shown()])
    // somebody asked for this one
    const asked = messages.write(KEY)
    await sticking.noticed(KEY, asked, shown() ?? '')
    expect(inChannel()).toEqual([said, shown(), asked])
  })

  test.each(['pin', 'isPinned'] as const)(
    'F8 C7: where Discord refuses %s, the card moves all the same',
    async (call) => {
      const old = stick()
      await messages.pin(KEY, old)
      messages.failing.set(call, discordError(50_013, 403))
      const said = say()
      await wait(quiet)
      expect(inChannel()).toEqual([said, shown()])
      expect(messages.pinned).toEqual([old])
    },
  )

  test('F8: without a picture it moves all the same, and the picture follows', async () => {
    stick()
    server.failing.set('cardImage', new StickyError('unavailable'))
    say()
    await wait(quiet)
    expect(server.placed[0]).toMatchObject({ messageId: inChannel().at(-1), shownHash: '' })
  })
})

describe('C7: what Discord refuses', () => {
  test.each([
    ['a failure', discordError(0, 503), cooldown],
    ['a permission that is missing', discordError(50_013, 403), barred],
  ])('C7: %s leaves the card where it is, and is tried again later', async (_, error, after) => {
    const old = stick()
    messages.failing.set('post', error)
    const said = say()
    await wait(quiet)
    expect(inChannel()).toEqual([old, said])
    const next = say()
    await wait(after)
    expect(inChannel()).toEqual([said, next, shown()])
  })

  test('C7: a channel that is gone is let go', async () => {
    stick()
    messages.failing.set('post', discordError(10_003, 404))
    say()
    await wait(quiet)
    expect(sticking.in(KEY)).toBeNull()
  })

  test('C7: an old card that somebody has removed already is no error', async () => {
    const old = stick()
    messages.failing.set('remove', discordError(10_008, 404))
    const said = say()
    await wait(quiet)
    expect(inChannel()).toEqual([old, said, shown()])
    expect(sticking.in(KEY)?.messageId).toBe(shown())
  })

  test('C7: a server that cannot be asked is asked again when the feed opens', async () => {
    stick()
    sticking.close()
    sticking = start()
    server.failing.set('stuckPlacements', new StickyError('unavailable'))
    await sticking.load()
    expect(sticking.in(KEY)).toBeNull()
    await sticking.load()
    expect(sticking.in(KEY)).not.toBeNull()
  })
})
