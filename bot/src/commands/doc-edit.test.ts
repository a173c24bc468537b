import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { StickyError } from '@sticky/shared/errors'
import { ADA, documentOf, ETAG, GRACE, PLAN } from '../test/fake-api.ts'
import type { FakeServer } from '../test/fake-api.ts'
import type { FakeInteraction } from '../test/fake-interaction.ts'
import { discordError, inCard } from '../test/fake-interaction.ts'
import { fileIn, hows, idOf, Stage, textIn } from '../test/stage.ts'

let stage: Stage
let server: FakeServer
beforeEach(() => {
  stage = new Stage()
  server = stage.server
  server.here = [documentOf(PLAN, 'Plan')]
})
afterEach(() => {
  stage.close()
  vi.useRealTimers()
})

const grace = { user: { id: '500000000000000002', username: 'grace', globalName: 'Grace' } }

/** The dialog that somebody was shown: its id, and its field. */
const dialogOf = ({ told }: FakeInteraction) => {
  const dialog = told.find(({ how }) => how === 'modal') as unknown as {
    custom_id: string
    title: string
    components: { component: Record<string, unknown> }[]
  }
  return { id: dialog.custom_id, title: dialog.title, field: dialog.components[0]?.component }
}

test('/doc edit shows the text in a dialog that knows which text it was (F7)', async () => {
  const { id, title, field } = dialogOf(await stage.run('edit'))
  expect(title).toBe('Plan')
  expect(field).toMatchObject({ type: 4, style: 2, value: 'Buy milk', max_length: 4_000 })
  expect(id).toBe(`doc:write:${PLAN}:7.${'e'.repeat(43)}`)
  expect(id.length).toBeLessThanOrEqual(100)
})

test('what was changed in it is written on the text that it began with (F7)', async () => {
  const { id } = dialogOf(await stage.run('edit'))
  const saved = await stage.submit(id, { text: 'Buy oat milk' })
  expect(server.written).toEqual([`write "Buy oat milk" on 7 ${ETAG}`])
  expect(server.calls).toContain(`${ADA} writeContent`)
  expect(textIn(saved)).toBe('Saved.')
})

test.each(['one\n\n', 'one', 'a  \n\tb \t\n  ', `one${'\n'.repeat(12)}`, 'one\r\ntwo\r\n', ' \n'])(
  'a dialog that is sent as it was shown writes nothing, whatever it takes away: %j (F7)',
  async (text) => {
    server.text = text
    const { id } = dialogOf(await stage.run('edit'))
    const sent = text.replaceAll('\r\n', '\n').trimEnd()
    expect(textIn(await stage.submit(id, { text: sent }))).toBe('Nothing was changed.')
    expect(server.written).toEqual([])
  },
)

test.each([
  ['one\n\n', 'one\r\ntwo', 'one\ntwo\n\n'],
  [`one \t${'\n'.repeat(12)}`, 'two', `two \t${'\n'.repeat(12)}`],
  ['a\r\nb\r\n', 'a\nc', 'a\r\nc\r\n'],
  ['a\r\nb\nc', 'a\nb\nd', 'a\nb\nd'],
  ['one\n\n', ' ', ''],
])('of %j, changed to %j, what nobody could see in the dialog stays: %j (F7)', async (...how) => {
  const [text, typed, wanted] = how
  server.text = text
  const { id } = dialogOf(await stage.run('edit'))
  await stage.submit(id, { text: typed })
  expect(server.written).toEqual([`write ${JSON.stringify(wanted)} on 7 ${ETAG}`])
})

test('a dialog from before the bot was started anew is saved if the text is still the one it began with (F7 C7)', async () => {
  const old = 'o'.repeat(43)
  const refused = await stage.submit(`doc:write:${PLAN}:3.${old}`, { text: 'mine' })
  expect(textIn(refused)).toMatch(/^Not saved\..*text has changed/)
  server.etag = `"${old}"`
  await stage.submit(`doc:write:${PLAN}:3.${old}`, { text: 'mine' })
  expect(server.written).toEqual([`write "mine" on 3 "${old}"`])
})

test.each([
  [7, 'Nothing was changed.'],
  [8, 'Saved.'],
  [9, 'Saved. Others were writing too'],
])('of a text that was at 7 and is at %i it says: %s (F7)', async (seq, said) => {
  server.savedAt = seq
  const { id } = dialogOf(await stage.run('edit'))
  expect(textIn(await stage.submit(id, { text: 'x' }))).toContain(said)
})

test('a text that was not saved is given back with what went wrong, and the way to try again (F7)', async () => {
  const { id } = dialogOf(await stage.run('edit'))
  server.failing.set('writeContent', new StickyError('precondition_failed'))
  const refused = await stage.submit(id, { text: 'my long text' })
  expect(refused.told.at(-1)).toMatchObject({ how: 'reply', flags: 64 | (1 << 15) })
  expect(textIn(refused)).toMatch(/^Not saved\..*text has changed/)
  expect(fileIn(refused)).toBe('my long text')
  expect(hows(await stage.press(idOf(refused, 'Try again')))).toEqual(['modal'])
})

test('who may only read, or opens what is too long, is told what to do instead (F7 T22)', async () => {
  server.role = 'tick'
  expect(textIn(await stage.run('edit'))).toMatch(/only read/)
  server.role = 'edit'
  server.text = 'x'.repeat(4_001)
  expect(textIn(await stage.run('edit'))).toMatch(/4,001 characters.*\/doc open/)
  server.text = 'x'.repeat(4_000)
  expect(hows(await stage.run('edit'))).toEqual(['modal'])
})

test('a dialog that somebody else sends is written in their name, and refused to them (T22)', async () => {
  const { id } = dialogOf(await stage.run('edit'))
  server.failing.set('writeContent', new StickyError('not_found'))
  expect(textIn(await stage.submit(id, { text: 'EVIL' }, grace))).toMatch(/doesn’t exist/)
  expect(server.calls).toContain(`${GRACE} writeContent`)
  expect(server.written).toEqual([])
})

test.each([
  `doc:write:${PLAN}`,
  `doc:write:${PLAN}:7.short`,
  `doc:write:${PLAN}:x.${'e'.repeat(43)}`,
  `doc:write:-:7.${'e'.repeat(43)}`,
])('a dialog that nobody was shown is refused: %s (T20)', async (id) => {
  expect(textIn(await stage.submit(id, { text: 'EVIL' }))).toMatch(/no longer works/)
  expect(server.calls).toEqual([])
})

test('a server that is too slow for a dialog is told, since nothing may come after 3 s (C7)', async () => {
  vi.useFakeTimers()
  server.slow = new Promise(() => {})
  const edited = stage.run('edit')
  await vi.advanceTimersByTimeAsync(2_500)
  expect(textIn(await edited)).toMatch(/too long to answer/)
})

test('where Discord starts no Activity, a quick edit is offered (F7)', async () => {
  const launching = discordError(50_024)
  const offered = await stage.press(`doc:edit:${PLAN}`, { launching, message: inCard })
  expect(hows(await stage.press(idOf(offered, 'Quick edit')))).toEqual(['modal'])
})
