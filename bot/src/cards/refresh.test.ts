import { SnowflakeUtil } from 'discord.js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { StickyError } from '@sticky/shared/errors'
import { cardOf, FakeServer, PLAN, placementOf } from '../test/fake-api.ts'
import { FakeChannels } from '../test/fake-channels.ts'
import { CHANNEL, discordError, GUILD } from '../test/fake-interaction.ts'
import { silent } from '../test/silent-log.ts'
import { PACE } from './channel-queue.ts'
import { Refresh } from './refresh.ts'

const OTHER = '00000000-0000-4000-8000-0000000000b2'

let server: FakeServer
let refresh: Refresh
let channels: FakeChannels

beforeEach(() => {
  vi.useFakeTimers()
  server = new FakeServer()
  server.placed = [placementOf()]
  channels = new FakeChannels()
  refresh = new Refresh(server.api(), channels, silent)
})
afterEach(() => {
  refresh.close()
  vi.useRealTimers()
})

const follow = async (wait = 0) => {
  await refresh.follow(PLAN)
  await vi.advanceTimersByTimeAsync(wait)
}

test('the message follows the document, and the server learns what it shows (F3)', async () => {
  await follow()
  expect(channels.edits).toMatchObject([
    { channel: `${GUILD}/${CHANNEL}`, messageId: '300000000000000001' },
  ])
  expect(server.placed).toMatchObject([{ shownHash: 'h1' }])
})

test('what is shown already is not sent again, but is no longer stale (F3)', async () => {
  server.placed = [placementOf({ shownHash: 'h1' })]
  await follow()
  expect(channels.edits).toEqual([])
  expect(server.calls).toEqual(['service placements', 'service card', 'service changePlacement'])
})

test('the picture is fetched after the card, so that an old one never passes for new (F3)', async () => {
  await follow()
  expect(server.calls.indexOf('service card')).toBeLessThan(
    server.calls.indexOf('service cardImage'),
  )
})

test('a deleted document loses its picture and its button; restored, both come back', async () => {
  server.card = cardOf({ deleted: true })
  await follow()
  expect(channels.edits[0]?.message.files).toEqual([])
  server.card = cardOf()
  await follow(10_000)
  expect(channels.edits[1]?.message.files).toHaveLength(1)
})

test.for([10_008, 10_003, 50_005])(
  'error %i: a message that is gone is forgotten (C7)',
  async (code) => {
    channels.answers = [discordError(code, 404)]
    await follow(60_000)
    expect(channels.edits).toHaveLength(1)
    expect(server.placed).toEqual([])
  },
)

test('a card that was moved to another message while its old one was edited is not forgotten (F8 C7)', async () => {
  channels.answers = [discordError(10_008, 404)]
  const edit = channels.edit
  channels.edit = async (...edited) => {
    server.placed = [placementOf({ messageId: '300000000000000009' })]
    await edit(...edited)
  }
  await follow(PACE.spread)
  expect(channels.edits.map(({ messageId }) => messageId)).toEqual([
    '300000000000000001',
    '300000000000000009',
  ])
  expect(server.placed).toMatchObject([{ messageId: '300000000000000009', shownHash: 'h1' }])
})

test.for([
  ['may not enter', discordError(50_001, 403)],
  ['may not write', discordError(50_013, 403)],
  ['was removed from the server', discordError(10_004, 404)],
] as const)(
  'where the bot %s, its cards are left alone for a while, and kept (C7)',
  async ([, error]) => {
    channels.answers = [error]
    server.placed = [placementOf(), placementOf({ id: OTHER, messageId: '300000000000000002' })]
    await follow(60_000)
    await follow(60_000)
    expect(channels.edits).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(30 * 60_000)
    expect(server.placed).toMatchObject([{ shownHash: 'h1' }, { shownHash: 'h1' }])
  },
)

test('as soon as the bot may do more in a server, its cards there follow (C7)', async () => {
  channels.answers = [discordError(50_013, 403)]
  await follow(5_000)
  refresh.readmitted('100000000000000009')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(channels.edits).toHaveLength(1)
  refresh.readmitted(GUILD)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(server.placed).toMatchObject([{ shownHash: 'h1' }])
})

test('removed from a server the bot asks nothing there; back in it, its cards follow (C7)', async () => {
  channels.admitted = false
  await follow(60 * 60_000)
  expect(channels.edits).toEqual([])
  channels.admitted = true
  await refresh.sweep()
  await vi.advanceTimersByTimeAsync(0)
  expect(server.placed).toMatchObject([{ shownHash: 'h1' }])
})

test('a form that Discord refuses is refused for that card only (C7)', async () => {
  channels.answers = [discordError(50_035, 400)]
  server.placed = [placementOf(), placementOf({ id: OTHER, messageId: '300000000000000002' })]
  await follow(60_000)
  expect(server.placed).toMatchObject([{ shownHash: 'h0' }, { shownHash: 'h1' }])
})

test('what a channel may not see any more is taken out of it: picture, text and title (F9)', async () => {
  await follow(10_000)
  server.withheld = true
  await refresh.follow(PLAN, { urgent: true })
  await vi.advanceTimersByTimeAsync(0)
  const { message } = channels.edits[1] ?? {}
  expect(message).toMatchObject({ files: [], attachments: [] })
  expect(JSON.stringify(message)).not.toMatch(/Plan|Buy milk|doc:/)
  expect(JSON.stringify(message)).toContain('no longer shared with this channel')
})

const archived = discordError(50_083, 400)

test('what a channel may not see any more is taken out of an archived thread too (F9)', async () => {
  channels.answers = [archived]
  await follow(10_000)
  expect(channels.awoken).toEqual([])
  server.withheld = true
  server.placed = [placementOf({ shownSeq: -1 })]
  channels.answers = [archived]
  await refresh.follow(PLAN, { urgent: true })
  await vi.advanceTimersByTimeAsync(0)
  const { message } = channels.awoken[0] ?? {}
  expect(message).toMatchObject({ files: [], attachments: [] })
  expect(JSON.stringify(message)).toContain('no longer shared with this channel')
  expect(server.placed).toMatchObject([{ shownHash: 'withheld' }])
})

test.each([
  ['of which nothing is left', null, []],
  ['that was deleted', cardOf({ deleted: true }), [{ shownHash: 'deleted:h1' }]],
])('a document %s does not stay readable in an archived thread (F9)', async (_, card, left) => {
  server.card = card
  channels.answers = [archived]
  await follow(10_000)
  expect(channels.awoken).toHaveLength(1)
  expect(channels.awoken[0]?.message.files).toEqual([])
  expect(server.placed).toMatchObject(left)
})

test('a thread is not opened because a text or a title has changed, and not asked about each time (C7)', async () => {
  channels.answers = [archived]
  server.placed = [placementOf({ shownSeq: -1 })]
  await follow(10 * 60_000)
  expect(channels.awoken).toEqual([])
  expect(channels.edits).toHaveLength(1)
})

test('a thread that may not be opened is left alone for a while (C7)', async () => {
  server.withheld = true
  server.placed = [placementOf({ shownSeq: -1 })]
  channels.answers = [archived, discordError(50_013, 403)]
  await follow(10 * 60_000)
  expect(channels.awoken).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  expect(server.placed).toMatchObject([{ shownHash: 'withheld' }])
})

test('what is refused in one channel does not keep others of its server waiting any longer (C7)', async () => {
  channels.answers = [discordError(50_013, 403)]
  await follow(10 * 60_000)
  server.placed.push(
    placementOf({
      id: OTHER,
      channel: `${GUILD}/200000000000000009`,
      messageId: '300000000000000002',
    }),
  )
  channels.answers = [discordError(50_013, 403)]
  await follow(8 * 60_000)
  expect(server.placed).toMatchObject([{ shownHash: 'h1' }, { shownHash: 'h0' }])
})

test('a card that was taken out is done with, until it is shared again (F9)', async () => {
  server.withheld = true
  await follow(10_000)
  expect(server.placed).toMatchObject([{ shownHash: 'withheld' }])
  expect(server.placed[0]?.shownSeq).toBeGreaterThan(1_000_000)
  await follow(10_000)
  expect(channels.edits).toHaveLength(1)
  server.withheld = false
  await follow(10_000)
  expect(channels.edits[1]?.message.files).toHaveLength(1)
})

test('what has to go does not wait for those that are written in (F9)', async () => {
  const busy = [1, 2, 3, 4, 5, 6].map((n) =>
    placementOf({
      id: `00000000-0000-4000-8000-00000000000${n}`,
      messageId: `30000000000000001${n}`,
    }),
  )
  server.placed = busy
  await follow()
  server.placed = [placementOf()]
  server.withheld = true
  await refresh.follow(OTHER, { urgent: true })
  await vi.advanceTimersByTimeAsync(PACE.window)
  const withheld = channels.edits.findIndex(({ messageId }) => messageId === '300000000000000001')
  expect(withheld).toBeGreaterThan(-1)
  expect(channels.edits.length).toBeLessThan(busy.length)
})

test.for([
  ['too many edits', discordError(30_046, 400)],
  ['an outage', discordError(0, 503)],
  ['a timeout', new DOMException('timeout', 'TimeoutError')],
])('after %s the card is repaired, each time with a message made anew (C7)', async ([, error]) => {
  channels.answers = [error as Error, error as Error]
  await follow(60_000)
  expect(channels.edits).toHaveLength(3)
  expect(new Set(channels.edits.map(({ message }) => message.attachments)).size).toBe(3)
  expect(server.placed).toMatchObject([{ shownHash: 'h1' }])
})

test('telling the server what is shown is tried again without a second edit (C7)', async () => {
  server.failing.set('changePlacement', new StickyError('unavailable'))
  await follow(30_000)
  expect(channels.edits).toHaveLength(1)
  expect(server.placed).toMatchObject([{ shownHash: 'h1' }])
})

test('what was missed is found by the sweep (C7)', async () => {
  server.failing.set('placements', new StickyError('unavailable'))
  await follow(5 * 60_000)
  expect(channels.edits).toHaveLength(1)
})

/** Told of before it was posted; the bot went down in between. */
const announced = (age: number) =>
  placementOf({
    messageId: SnowflakeUtil.generate({ timestamp: Date.now() - age }).toString(),
    shownHash: 'pending',
    shownSeq: -1,
  })

test('a card that was posted before the bot went down is found, and follows (C7)', async () => {
  server.placed = [announced(5 * 60_000)]
  channels.posted = '300000000000000007'
  await refresh.sweep()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(channels.edits).toMatchObject([{ messageId: '300000000000000007' }])
  expect(server.placed).toMatchObject([{ messageId: '300000000000000007', shownHash: 'h1' }])
})

test('a card that never was posted is forgotten; one that is being posted is waited for (C7)', async () => {
  server.placed = [announced(1_000)]
  await refresh.sweep()
  await vi.advanceTimersByTimeAsync(30_000)
  expect(server.placed).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(90_000)
  expect(server.placed).toEqual([])
  expect(channels.edits).toEqual([])
})

test('a move that came to nothing is forgotten, and the card that stands there is left alone (F8 C7)', async () => {
  const standing = placementOf({ messageId: '300000000000000007', shownHash: 'h1', stuck: true })
  server.placed = [standing, { ...announced(5 * 60_000), id: OTHER, shownHash: 'moving' }]
  channels.posted = '300000000000000007'
  await refresh.sweep()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(server.placed).toMatchObject([{ messageId: '300000000000000007', stuck: true }])
  expect(channels.removed).toEqual([])
})

test('a message that was posted a moment ago is left to whoever posted it (F8 C7)', async () => {
  const posted = SnowflakeUtil.generate({ timestamp: Date.now() - 1_000 }).toString()
  server.placed = [{ ...announced(5 * 60_000), shownHash: 'moving' }]
  channels.posted = posted
  await refresh.sweep()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(channels.removed).toEqual([])
  await vi.advanceTimersByTimeAsync(3 * 60_000)
  expect(channels.removed).toEqual([posted])
  expect(server.placed).toEqual([])
})

test('a bot that went down between the edit and telling of it edits once more, and no more (C7)', async () => {
  server.failing.set('changePlacement', new StickyError('unavailable'))
  await follow()
  refresh.close()
  refresh = new Refresh(server.api(), channels, silent)
  await refresh.sweep()
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  expect(channels.edits).toHaveLength(2)
  expect(server.placed).toMatchObject([{ shownHash: 'h1' }])
})

test('when nothing is left of a document its card says so once', async () => {
  server.card = null
  await follow(60_000)
  expect(channels.edits).toHaveLength(1)
  expect(server.placed).toEqual([])
})

const said = (n: number): string => JSON.stringify(channels.edits[n]?.message)

test('while the server is away, cards that changed lately say as of when; afterwards they are live (F3 C7)', async () => {
  await follow(10_000)
  const since = Date.now()
  refresh.pause(since)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(said(1)).toContain(`As of <t:${Math.floor(since / 1_000)}:t>`)
  expect(said(1)).not.toContain('Live')
  expect(channels.edits[1]?.message.files).toHaveLength(1)
  await refresh.resume()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(said(2)).toContain('Live')
  expect(channels.edits).toHaveLength(3)
})

test('what must not be shown any more is not shown again because the server is away (F9)', async () => {
  await follow(10_000)
  server.withheld = true
  await follow(10_000)
  refresh.pause(Date.now())
  await vi.advanceTimersByTimeAsync(10_000)
  expect(channels.edits).toHaveLength(2)
})

test.for([
  ['is gone', discordError(10_008, 404)],
  ['was edited last', undefined],
] as const)(
  'a card that stands elsewhere by the time its old message %s is kept, and follows there (F8 C7)',
  async ([, answer]) => {
    const moved = placementOf({ messageId: '300000000000000009' })
    channels.answers = [answer]
    server.failing.set('cardImage', new StickyError('unavailable'))
    await follow()
    server.placed = [moved]
    await vi.advanceTimersByTimeAsync(10_000)
    await follow(10_000)
    expect(channels.edits.at(-1)).toMatchObject({ messageId: '300000000000000009' })
    expect(server.placed).toMatchObject([{ shownHash: 'h1' }])
  },
)
