import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { StickyError } from '@sticky/shared/errors'
import { ADA, documentOf, GRACE, PLAN, versionOf } from '../test/fake-api.ts'
import type { FakeServer } from '../test/fake-api.ts'
import { inCard } from '../test/fake-interaction.ts'
import { hows, idOf, partsOf, Stage, textIn } from '../test/stage.ts'

let stage: Stage
let server: FakeServer
beforeEach(() => {
  vi.useFakeTimers({ now: 1_790_000_000_000, toFake: ['Date'] })
  stage = new Stage()
  server = stage.server
  server.here = [documentOf(PLAN, 'Plan')]
  server.versions = Array.from({ length: 12 }, (_, i) => versionOf(12 - i))
})
afterEach(() => {
  stage.close()
  vi.useRealTimers()
})

const optionsIn = (told: Parameters<typeof partsOf>[0]): { value: string; label: string }[] =>
  partsOf(told).flatMap(({ options }) => (options ?? []) as { value: string; label: string }[])

test('/doc history lists versions with time and authors, ten at a time (F28)', async () => {
  server.versions[0] = versionOf(12, {
    authors: ['Ada', 'Grace *', 'Linus', 'Kim'].map((name) => ({ id: null, name, color: '' })),
  })
  const listed = await stage.run('history')
  expect(textIn(listed)).toContain('### History of Plan')
  expect(textIn(listed)).toContain(String.raw`Ada, Grace \*, Linus and 1 more`)
  expect(optionsIn(listed).map(({ value }) => value)).toEqual(
    [12, 11, 10, 9, 8, 7, 6, 5, 4, 3].map(String),
  )
  const next = await stage.press(idOf(listed, 'More'))
  expect(hows(next)).toEqual(['update'])
  expect(optionsIn(next).map(({ value }) => value)).toEqual(['2', '1'])
  expect(idOf(next, 'Back')).toBe(`doc:history:${PLAN}:0`)
})

test('a page that is not there is the last one that is (F28)', async () => {
  const last = await stage.press(`doc:history:${PLAN}:7`)
  expect(optionsIn(last).map(({ value }) => value)).toEqual(['2', '1'])
  expect(idOf(last, 'Back')).toBe(`doc:history:${PLAN}:0`)
})

test('History on a card answers who pressed it, and nobody else (F28)', async () => {
  const listed = await stage.press(`doc:history:${PLAN}`, { message: inCard })
  expect(listed.told).toMatchObject([{ how: 'reply', flags: 64 | (1 << 15) }])
})

test('/doc history of a document without versions says when there will be one (F28)', async () => {
  server.versions = []
  expect(textIn(await stage.run('history'))).toMatch(/no versions yet/)
})

test('a version shows what was removed and added since, and nothing of it is markup (F28 T23)', async () => {
  server.pieces = [
    { kind: 'same', text: `${'x'.repeat(500)} at ` },
    { kind: 'removed', text: 'noon' },
    { kind: 'added', text: '**one** @everyone' },
    { kind: 'same', text: ' today' },
    { kind: 'added', text: '\n' },
  ]
  const shown = textIn(await stage.choose(`doc:version:${PLAN}`, ['11']))
  expect(shown).toContain(String.raw`at ~~noon~~ **\*\*one\*\* \@everyone** today **⏎**`)
  expect(shown).not.toContain('x'.repeat(100))
  expect(shown).toContain('By Ada')
})

test('a version with very many changes is cut, and says so (F28)', async () => {
  server.pieces = Array.from({ length: 500 }, (_, i) => ({
    kind: i % 2 === 0 ? 'same' : 'added',
    text: '*'.repeat(200),
  }))
  const shown = await stage.choose(`doc:version:${PLAN}`, ['11'])
  expect(textIn(shown).length).toBeLessThan(4_000)
  expect(textIn(shown)).toMatch(/There is more/)
})

test('Restore asks, then restores in the name of who presses (F28 T4 T22)', async () => {
  server.pieces = [{ kind: 'added', text: 'milk' }]
  const shown = await stage.choose(`doc:version:${PLAN}`, ['11'])
  const asked = await stage.press(idOf(shown, 'Restore'))
  expect(textIn(asked)).toMatch(/Take \*\*Plan\*\* back/)
  expect(server.written).toEqual([])
  const restored = await stage.press(idOf(asked, 'Restore'))
  expect(server.written).toEqual(['restore 11'])
  expect(server.calls).toContain(`${ADA} restoreVersion`)
  expect(textIn(restored)).toMatch(/how it was/)
})

test('what is the same needs no Restore (F28)', async () => {
  server.pieces = [{ kind: 'same', text: 'milk' }]
  const shown = await stage.choose(`doc:version:${PLAN}`, ['11'])
  expect(partsOf(shown)).toContainEqual(
    expect.objectContaining({ label: 'Restore', disabled: true }),
  )
})

test('who may not edit sees no versions and restores none (T4 T22)', async () => {
  const grace = { user: { id: '500000000000000002', username: 'grace', globalName: 'Grace' } }
  for (const [method, act] of [
    ['versions', () => stage.run('history', {}, grace)],
    ['version', () => stage.choose(`doc:version:${PLAN}`, ['11'], grace)],
    ['restoreVersion', () => stage.press(`doc:version-back:${PLAN}:11`, grace)],
  ] as const) {
    server.failing.set(method, new StickyError('forbidden'))
    expect(textIn(await act())).toMatch(/Ask an owner/)
    expect(server.calls).toContain(`${GRACE} ${method}`)
  }
  expect(server.written).toEqual([])
})

test.each(['', '0', '-1', '1.5', 'now', '../1'])(
  'a version that nobody offered is refused: %j (T20)',
  async (value) => {
    expect(textIn(await stage.choose(`doc:version:${PLAN}`, [value]))).toMatch(/no longer works/)
    expect(server.calls).toEqual([])
  },
)
