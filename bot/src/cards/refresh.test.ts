import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { StickyError } from '@sticky/shared/errors'
import { cardOf, FakeServer, PLAN, placementOf } from '../test/fake-api.ts'
import { discordError } from '../test/fake-interaction.ts'
import { en } from '../text/en/index.ts'
import { silent } from '../test/silent-log.ts'
import type { CardMessage } from './card.ts'
import { Refresh } from './refresh.ts'
import type { Edit } from './refresh.ts'

let server: FakeServer
let refresh: Refresh
let edits: { channelId: string; messageId: string; message: CardMessage }[]
let answers: (Error | undefined)[]

const edit: Edit = async (channelId, messageId, message) => {
  edits.push({ channelId, messageId, message })
  const error = answers.shift()
  if (error !== undefined) throw error
}

beforeEach(() => {
  vi.useFakeTimers()
  server = new FakeServer()
  server.placed = [placementOf()]
  edits = []
  answers = []
  refresh = new Refresh(server.api(), edit, () => en, silent)
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
  expect(edits).toMatchObject([
    { channelId: '200000000000000001', messageId: '300000000000000001' },
  ])
  expect(server.placed).toMatchObject([{ shownHash: 'h1' }])
})

test('what is shown already is not sent again, but is no longer stale (F3)', async () => {
  server.placed = [placementOf({ shownHash: 'h1' })]
  await follow()
  expect(edits).toEqual([])
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
  expect(edits[0]?.message.files).toEqual([])
  server.card = cardOf()
  await follow(10_000)
  expect(edits[1]?.message.files).toHaveLength(1)
})

test.for([10_008, 10_003, 50_001])(
  'error %i: a message that is gone is forgotten (C7)',
  async (code) => {
    answers = [discordError(code, 404)]
    await follow(60_000)
    expect(edits).toHaveLength(1)
    expect(server.placed).toEqual([])
  },
)

test('without the permission to write, the card waits for its next change (C7)', async () => {
  answers = [discordError(50_013, 403)]
  await follow(30 * 60_000)
  expect(edits).toHaveLength(1)
  expect(server.placed).toMatchObject([{ shownHash: 'h0' }])
  await follow()
  expect(server.placed).toMatchObject([{ shownHash: 'h1' }])
})

test.for([
  ['too many edits', discordError(30_046, 400)],
  ['an outage', discordError(0, 503)],
  ['a timeout', new DOMException('timeout', 'TimeoutError')],
])('after %s the card is repaired, each time with a message made anew (C7)', async ([, error]) => {
  answers = [error as Error, error as Error]
  await follow(60_000)
  expect(edits).toHaveLength(3)
  expect(new Set(edits.map(({ message }) => message.attachments)).size).toBe(3)
  expect(server.placed).toMatchObject([{ shownHash: 'h1' }])
})

test('telling the server what is shown is tried again without a second edit (C7)', async () => {
  server.failing.set('changePlacement', new StickyError('unavailable'))
  await follow(30_000)
  expect(edits).toHaveLength(1)
  expect(server.placed).toMatchObject([{ shownHash: 'h1' }])
})

test('what was missed is found by the sweep (C7)', async () => {
  server.failing.set('placements', new StickyError('unavailable'))
  await follow(5 * 60_000)
  expect(edits).toHaveLength(1)
})

test('when nothing is left of a document its card says so once', async () => {
  server.card = null
  await follow(60_000)
  expect(edits).toHaveLength(1)
  expect(server.placed).toEqual([])
})
