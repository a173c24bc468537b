import { afterEach, beforeEach, expect, test } from 'vitest'
import { StickyError } from '@sticky/shared/errors'
import { ADA, documentOf, PLAN } from '../test/fake-api.ts'
import type { FakeServer } from '../test/fake-api.ts'
import { hows, idOf, partsOf, Stage, textIn } from '../test/stage.ts'

let stage: Stage
let server: FakeServer

beforeEach(() => {
  stage = new Stage()
  server = stage.server
})
afterEach(() => stage.close())

const id = (n: number): string => PLAN.slice(0, -2) + String(n).padStart(2, '0')
const shared = (n: number, title: string) =>
  ({ ...documentOf(id(n), title), role: 'edit' }) as const

test('/doc list shows mine, each with whose and how old it is, and Open (F10, F43)', async () => {
  const createdBy = { id: ADA, displayName: 'Ada' }
  server.owned = [{ ...documentOf(id(1), 'Plan', 1_750_000_000_000), createdBy }]
  const listed = await stage.run('list')
  expect(listed.told).toMatchObject([{ how: 'reply', flags: 64 | (1 << 15) }])
  expect(textIn(listed)).toBe('**Plan**\n-# yours · created by Ada · edited <t:1750000000:R>')
  expect(idOf(listed, 'Open')).toBe(`doc:edit:${id(1)}`)
  expect(hows(await stage.press(idOf(listed, 'Open')))).toEqual(['launch'])
})

test('what is shared with me and what stands in this channel are a press away (F43, F9)', async () => {
  server.owned = [documentOf(id(1), 'Mine')]
  server.shared = [shared(2, 'Theirs')]
  server.here = [shared(3, 'Here')]
  const listed = await stage.run('list')
  expect(textIn(await stage.press(idOf(listed, 'Shared with me')))).toContain('Theirs')
  const here = await stage.press(idOf(listed, 'This channel'))
  expect(hows(here)).toEqual(['update'])
  expect(textIn(here)).toContain('Here')
  expect(textIn(here)).not.toContain('Mine')
  expect(textIn(await stage.run('list', { which: 'here' }))).toBe(textIn(here))
})

test('an empty list says how to get something into it, in the language of who asks (F10)', async () => {
  expect(textIn(await stage.run('list'))).toContain('Create one with /doc create')
  expect(textIn(await stage.run('list', { which: 'shared' }))).toContain('Nobody has shared')
  expect(textIn(await stage.run('list', {}, { locale: 'de' }))).toContain('/doc erstellen')
})

const titles = (listed: Awaited<ReturnType<Stage['run']>>) =>
  [...textIn(listed).matchAll(/\*\*(.+)\*\*/g)].map(([, title]) => title)

test('pages go on and back, to the end and not beyond (F43)', async () => {
  server.owned = Array.from({ length: 11 }, (_, n) => documentOf(id(n), `Plan ${n}`))
  const first = await stage.run('list')
  expect(titles(first)).toEqual(['Plan 0', 'Plan 1', 'Plan 2', 'Plan 3', 'Plan 4'])
  expect(() => idOf(first, 'Back')).toThrow('no button')
  const second = await stage.press(idOf(first, 'More'))
  const third = await stage.press(idOf(second, 'More'))
  expect(titles(third)).toEqual(['Plan 10'])
  expect(() => idOf(third, 'More')).toThrow('no button')
  expect(titles(await stage.press(idOf(third, 'Back')))).toEqual(titles(second))
})

test('a page beyond a hundred documents is found, too (F43)', async () => {
  server.owned = Array.from({ length: 130 }, (_, n) => documentOf(PLAN, `Plan ${n}`))
  expect(titles(await stage.press('doc:list:-:owned.24'))[0]).toBe('Plan 120')
})

test('no answer has two components of one id, which Discord refuses (F10)', async () => {
  server.owned = Array.from({ length: 11 }, (_, n) => documentOf(id(n), `Plan ${n}`))
  for (const page of ['owned', 'owned.0', 'owned.1', 'owned.2']) {
    const ids = partsOf(await stage.press(`doc:list:-:${page}`)).flatMap(
      (part) => part['custom_id'] ?? [],
    )
    expect(new Set(ids).size).toBe(ids.length)
    expect(partsOf(await stage.press(`doc:list:-:${page}`)).length).toBeLessThanOrEqual(40)
  }
})

test('a press is answered with the documents of who presses (T22)', async () => {
  await stage.press('doc:list:-:owned')
  expect(server.calls).toContain(`${ADA} listDocuments`)
  expect(server.calls.filter((call) => call.startsWith('service list'))).toEqual([])
})

test.for(['doc:list:-', 'doc:list:-:all', 'doc:list:-:owned.9999', `doc:list:${PLAN}:owned`])(
  'a forged page is refused: %s (T20)',
  async (forged) => {
    expect(textIn(await stage.press(forged))).toContain('no longer works')
    expect(server.calls).toEqual([])
  },
)

test('titles and names neither ping nor break a list (T23)', async () => {
  const createdBy = { id: ADA, displayName: '@here <@&1>' }
  const title = '@everyone <:x:123456789012345678> **b** [a](https://b)\n# c'
  server.owned = [{ ...documentOf(id(1), title), createdBy }, documentOf(id(2), '\u200E')]
  const listed = await stage.run('list')
  expect(textIn(listed)).toContain(
    String.raw`**\@everyone \<:x:123456789012345678\> \*\*b\*\* \[a\](https\://b) \# c**`,
  )
  expect(textIn(listed)).toContain(String.raw`created by \@here \<\@&1\>`)
  expect(textIn(listed)).toContain('**Untitled**')
  expect(listed.told[0]).toMatchObject({ allowedMentions: { parse: [] } })
})

test('what the server refuses is told (C7)', async () => {
  server.failing.set('listDocuments', new StickyError('unavailable'))
  expect(textIn(await stage.run('list'))).toContain('isn’t responding')
})
