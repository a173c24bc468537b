import { PermissionFlagsBits as Can, PermissionsBitField } from 'discord.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { StickyError } from '@sticky/shared/errors'
import { documentOf, PLAN, placementOf } from '../test/fake-api.ts'
import type { FakeServer } from '../test/fake-api.ts'
import { CHANNEL, discordError, GUILD } from '../test/fake-interaction.ts'
import { Stage, textIn } from '../test/stage.ts'

const KEY = `${GUILD}/${CHANNEL}`
const may = new PermissionsBitField([Can.ViewChannel, Can.SendMessages, Can.PinMessages])
const both = { memberPermissions: may, appPermissions: may }

let stage: Stage
let server: FakeServer
beforeEach(() => {
  stage = new Stage()
  server = stage.server
  server.here = [documentOf(PLAN, 'Plan')]
  server.placed = [
    placementOf({ channel: KEY, messageId: '300000000000000001' }),
    placementOf({ channel: KEY, messageId: '300000000000000002' }),
    placementOf({ channel: `${KEY}9`, messageId: '300000000000000003' }),
  ]
})
afterEach(() => stage.close())

test('/doc pin pins the newest card of the document in this channel (F8)', async () => {
  const pinned = await stage.run('pin', {}, both)
  expect(textIn(pinned)).toMatch(/Plan\*\* is pinned/)
  expect(stage.messages.pinned).toEqual(['300000000000000002'])
})

test('who may not pin here themselves does not pin through the bot (T22)', async () => {
  const refused = await stage.run('pin', {}, { appPermissions: may })
  expect(textIn(refused)).toMatch(/You can’t pin/)
  expect(stage.messages.pinned).toEqual([])
})

test('where the bot may not pin, it says which permission it needs (F8)', async () => {
  const refused = await stage.run('pin', {}, { memberPermissions: may })
  expect(textIn(refused)).toMatch(/give me the permission “Pin Messages”/)
  stage.messages.failing.set('pin', discordError(50_013, 403))
  expect(textIn(await stage.run('pin', {}, both))).toMatch(/give me the permission/)
})

test.each([
  [30_003, 'Unpin one'],
  [10_008, 'no card'],
])('what Discord answers with %i is told as: %s (C7)', async (code, said) => {
  stage.messages.failing.set('pin', discordError(code))
  expect(textIn(await stage.run('pin', {}, both))).toContain(said)
})

test('where no card of it stands, it says how to post one (F8)', async () => {
  server.placed = []
  expect(textIn(await stage.run('pin', {}, both))).toMatch(/owners can post one with \/doc share/)
})

test('in a direct message everybody may (F11)', async () => {
  server.placed = [placementOf({ channel: `@me/${CHANNEL}`, messageId: '300000000000000004' })]
  await stage.run('pin', {}, { guildId: null })
  expect(stage.messages.pinned).toEqual(['300000000000000004'])
})

test('who may not read a document hears nothing of its cards (T5 T22)', async () => {
  server.failing.set('document', new StickyError('not_found'))
  expect(textIn(await stage.run('pin', { document: PLAN }, both))).toMatch(/doesn’t exist/)
  expect(server.calls).not.toContain('service placements')
})
