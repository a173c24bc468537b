import { PermissionFlagsBits as Can, PermissionsBitField } from 'discord.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { StickyError } from '@sticky/shared/errors'
import { ADA, GRACE } from '../test/fake-api.ts'
import type { FakeServer } from '../test/fake-api.ts'
import { hows, partsOf, Stage, textIn } from '../test/stage.ts'

const EDITORS = '600000000000000001'
const can = (...bits: bigint[]) => ({
  memberPermissions: new PermissionsBitField([Can.ViewChannel, Can.SendMessages, ...bits]),
})
const manager = can(Can.ManageGuild)
const chosen = { ...manager, kind: 'roleSelectMenu' } as const

let stage: Stage
let server: FakeServer
beforeEach(() => {
  stage = new Stage()
  server = stage.server
})
afterEach(() => stage.close())

const selects = (told: Parameters<typeof partsOf>[0]) =>
  partsOf(told)
    .filter(({ type }) => type === 6)
    .map(({ custom_id: id, default_values: set }) => [
      id,
      (set as { id: string }[]).map((role) => role.id),
    ])

test('/doc settings shows who manages the server what is set, privately (F10)', async () => {
  server.settings = { create: null, edit: [EDITORS], stick: null }
  const shown = await stage.run('settings', {}, manager)
  expect(shown.told).toMatchObject([{ how: 'reply', flags: 64 | (1 << 15) }])
  expect(selects(shown)).toEqual([
    ['doc:setting:-:create', []],
    ['doc:setting:-:edit', [EDITORS]],
    ['doc:setting:-:stick', []],
  ])
  expect(server.memberships).toMatchObject([{ managesGuild: true }])
})

test('choosing roles sets them, choosing none lets everybody, and the rest stays (F9 F10)', async () => {
  server.settings = { create: null, edit: null, stick: [EDITORS] }
  const set = await stage.choose('doc:setting:-:edit', [EDITORS], chosen)
  expect(hows(set)).toEqual(['update'])
  expect(server.settings).toEqual({ create: null, edit: [EDITORS], stick: [EDITORS] })
  expect(selects(set)).toContainEqual(['doc:setting:-:edit', [EDITORS]])
  await stage.choose('doc:setting:-:stick', [], chosen)
  expect(server.settings).toEqual({ create: null, edit: [EDITORS], stick: null })
  expect(server.calls).toContain(`${ADA} putGuildSettings`)
})

test('who does not manage the server is told whom to ask, by the command and by each select (T22)', async () => {
  const asked = await stage.run('settings', {}, can(Can.ManageRoles))
  expect(textIn(asked)).toMatch(/Manage Server/)
  const others = { ...can(), kind: 'roleSelectMenu' } as const
  const refused = await stage.choose('doc:setting:-:edit', [EDITORS], others)
  expect(textIn(refused)).toMatch(/Manage Server/)
  expect(server.calls).toEqual([])
})

test('the server has the last word on who manages (T22)', async () => {
  server.failing.set('putGuildSettings', new StickyError('forbidden'))
  const grace = { id: '500000000000000002', username: 'grace', globalName: 'Grace' }
  const refused = await stage.choose('doc:setting:-:edit', [], { ...chosen, user: grace })
  expect(textIn(refused)).toMatch(/don’t have the rights/)
  expect(server.calls).toContain(`${GRACE} putGuildSettings`)
})

test('in a direct message there is nothing to set (F11)', async () => {
  const here = { ...manager, guildId: null }
  expect(textIn(await stage.run('settings', {}, here))).toMatch(/Use this in a server/)
})

test('whom a setting does not let is told who may, in their language, and pings nobody (F9 F10)', async () => {
  const refuse = (roles: string[] | null) =>
    server.failing.set(
      'createDocument',
      new StickyError('forbidden', 'Not you.', { setting: 'create', roles }),
    )
  refuse([EDITORS])
  const refused = await stage.run('create', { title: 'Plan' }, { locale: 'de' })
  expect(textIn(refused)).toContain(`nur <@&${EDITORS}>`)
  expect(refused.told.at(-1)).toMatchObject({ flags: 64, allowedMentions: { parse: [] } })
  refuse(null)
  expect(textIn(await stage.run('create', { title: 'Plan' }))).toMatch(/only read this channel/)
})

test.each([
  'doc:setting:-',
  'doc:setting:-:own',
  'doc:setting:-:create.edit',
  'doc:setting:-:constructor',
])('a setting that there is not is refused: %s (T20)', async (id) => {
  expect(textIn(await stage.choose(id, [EDITORS], chosen))).toMatch(/no longer works/)
  expect(server.calls).toEqual([])
})
