import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { StickyError } from '@sticky/shared/errors'
import { ADA, documentOf, foundOf, PLAN } from '../test/fake-api.ts'
import type { FakeServer } from '../test/fake-api.ts'
import { CHANNEL, GUILD } from '../test/fake-interaction.ts'
import { hows, Stage, textIn } from '../test/stage.ts'

const NOW = 1_790_000_000_000
const HOUR = 3_600_000

let stage: Stage
let server: FakeServer

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
  stage = new Stage()
  server = stage.server
})
afterEach(() => {
  stage.close()
  vi.useRealTimers()
})

const id = (n: number): string => PLAN.slice(0, -2) + String(n).padStart(2, '0')
const own = (n: number, title: string, hours = 1) => documentOf(id(n), title, NOW - hours * HOUR)
const shared = (n: number, title: string, hours = 1) =>
  ({ ...own(n, title, hours), role: 'edit' }) as const

const values = async (typed: string): Promise<string[]> =>
  (await stage.suggest(typed)).map(({ value }) => value)

test('suggestions say which document is meant and how old it is (F10)', async () => {
  server.owned = [own(1, 'Plan', 2)]
  server.shared = [shared(2, 'Recipes', 50)]
  server.here = [shared(3, 'Standup', 0)]
  expect(await stage.suggest('')).toEqual([
    { name: 'Plan · mine · 2 hr. ago', value: id(1) },
    { name: 'Recipes · shared with me · 2 days ago', value: id(2) },
    { name: 'Standup · this channel · now', value: id(3) },
  ])
  expect((await stage.suggest('rec', { locale: 'de' }))[0]?.name).toBe(
    'Recipes · mit mir geteilt · vorgestern',
  )
})

test('the most recent come first, then those of this channel, then the rest (F10)', async () => {
  server.owned = Array.from({ length: 30 }, (_, i) => own(i, `Mine ${i}`))
  server.here = [shared(40, 'Here 1'), shared(41, 'Here 2')]
  const found = await values('')
  expect(found).toHaveLength(25)
  expect(found.slice(0, 8)).toEqual([0, 1, 2, 3, 4, 40, 41, 5].map(id))
})

test('what begins with what was typed comes before what contains it, in any case (F10)', async () => {
  server.owned = [own(1, 'My plan'), own(2, 'PLAN B'), own(3, 'Recipes')]
  expect(await values('plan')).toEqual([id(2), id(1)])
})

test('a misspelt or old title is found by the search, a text that has the word is not (F46)', async () => {
  server.found = [
    foundOf(id(7), 'Quarterly', { titleMatches: [[0, 9]] }),
    foundOf(id(8), 'Other', { snippet: { text: 'quarterly', matches: [[0, 9]] } }),
  ]
  expect(await values('quartely')).toEqual([id(7)])
})

test('only lists of what the asker may read are read, in their name (T5)', async () => {
  await stage.suggest('x')
  expect(server.calls.filter((call) => !call.startsWith('service'))).toEqual([
    `${ADA} listDocuments`,
    `${ADA} listDocuments`,
    `${ADA} search`,
  ])
  expect(server.memberships).toMatchObject([{ userId: ADA, channel: `${GUILD}/${CHANNEL}` }])
})

test('titles neither break nor outgrow a suggestion (T23)', async () => {
  server.owned = [own(1, 'x'.repeat(200)), own(2, 'a\u202Eb\nc'), own(3, '\u200E')]
  const names = (await stage.suggest('')).map(({ name }) => name)
  for (const name of names) expect(name.length).toBeLessThanOrEqual(100)
  expect(names[0]).toMatch(/^x+… · mine · 1 hr\. ago$/)
  expect(names.slice(1)).toEqual(['ab c · mine · 1 hr. ago', 'Untitled · mine · 1 hr. ago'])
})

test('while the server is away or slow there are no suggestions, and no crash (C7)', async () => {
  server.failing.set('putIdentity', new StickyError('unavailable'))
  expect(await stage.suggest('')).toEqual([])
  stage.services.people.arrive = () => new Promise(() => undefined)
  const suggesting = stage.suggest('')
  await vi.advanceTimersByTimeAsync(2_500)
  expect(await suggesting).toEqual([])
})

const opened = () => server.intents.at(0)?.documentId

test('a title typed in full is that document, also among others that contain it (F10)', async () => {
  server.owned = [own(1, 'Plan B'), own(2, 'Plan')]
  expect(hows(await stage.run('open', { document: ' plan ' }))).toEqual(['launch'])
  expect(opened()).toBe(id(2))
})

test('a part of a title that only one has is that one, an old one too (F10)', async () => {
  server.owned = [own(1, 'Quarterly plan')]
  await stage.run('open', { document: 'quarterly' })
  expect(opened()).toBe(id(1))
  server.intents.length = 0
  server.found = [foundOf(id(9), 'Long ago', { titleMatches: [[0, 4]] })]
  await stage.run('open', { document: 'long ago' })
  expect(opened()).toBe(id(9))
})

test.for([
  ['nothing', 'None of your documents'],
  ['plan', 'Several documents match'],
])(
  '%s: what is not there, or not clear, opens nothing and says what to do (F10)',
  async ([document = '', said]) => {
    server.owned = [own(1, 'Plan A'), own(2, 'Plan B')]
    const answered = await stage.run('open', { document })
    expect(answered.told).toMatchObject([{ how: 'reply', flags: 64 }])
    expect(textIn(answered)).toContain(said)
    expect(server.intents).toEqual([])
  },
)

test('without a name it is the only document of this channel (F10)', async () => {
  server.owned = [own(1, 'Elsewhere')]
  server.here = [shared(2, 'Standup')]
  expect(hows(await stage.run('open'))).toEqual(['launch'])
  expect(opened()).toBe(id(2))
})

test('without a name, where a channel has none or several, the Activity lets them choose (F2)', async () => {
  expect(hows(await stage.run('open'))).toEqual(['launch'])
  server.here = [shared(2, 'Standup'), shared(3, 'Plan')]
  expect(hows(await stage.run('open'))).toEqual(['launch'])
  expect(server.intents).toEqual([])
})

test('what needs one document says so where a channel has none or several (F10)', async () => {
  expect(textIn(await stage.run('link'))).toContain('no documents yet')
  server.here = [shared(2, 'Standup'), shared(3, 'Plan')]
  expect(textIn(await stage.run('link'))).toContain('several documents')
})
