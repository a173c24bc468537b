import { PermissionFlagsBits as Can, PermissionsBitField } from 'discord.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { StickyError } from '@sticky/shared/errors'
import { ADA, documentOf, GRACE, PLAN, placementOf } from '../test/fake-api.ts'
import type { FakeServer } from '../test/fake-api.ts'
import { CHANNEL, GUILD } from '../test/fake-interaction.ts'
import { idOf, Stage, textIn } from '../test/stage.ts'

const KEY = `${GUILD}/${CHANNEL}`
const appPermissions = new PermissionsBitField([Can.ViewChannel, Can.SendMessages, Can.AttachFiles])
const here = { appPermissions }
const grace = {
  ...here,
  user: { id: '500000000000000002', username: 'grace', globalName: 'Grace' },
}

let stage: Stage
let server: FakeServer
beforeEach(() => {
  stage = new Stage()
  server = stage.server
  server.here = [documentOf(PLAN, 'Plan')]
  server.placed = [placementOf({ channel: KEY })]
})
afterEach(() => stage.close())

const stuck = (): boolean[] => server.placed.map((one) => one.stuck)

test('/doc stick keeps the card of this channel at its bottom, until it is let go (F8)', async () => {
  const elsewhere = placementOf({ id: ADA, channel: `${KEY}9` })
  server.placed = [placementOf({ channel: KEY }), elsewhere]
  const done = await stage.run('stick', {}, here)
  expect(textIn(done)).toMatch(/Plan\*\* stays at the bottom/)
  expect(stuck()).toEqual([true, false])
  expect(server.calls).toContain(`${ADA} stickPlacement`)
  expect(stage.services.sticking.in(KEY)).toMatchObject({ stuck: true })
  const gone = await stage.press(idOf(done, 'Unstick'), here)
  expect(textIn(gone)).toMatch(/stays where it is/)
  expect(stuck()).toEqual([false, false])
  expect(stage.services.sticking.in(KEY)).toBeNull()
})

test('/doc unstick lets whatever sticks here go, or says that nothing does (F8)', async () => {
  expect(textIn(await stage.run('unstick', {}, here))).toMatch(/No card is stuck/)
  await stage.run('stick', {}, here)
  await stage.run('unstick', {}, here)
  expect(stuck()).toEqual([false])
})

test('where no card of it stands there is nothing to stick, and it says how to post one (F8)', async () => {
  server.placed = [
    placementOf({ channel: `${KEY}9` }),
    placementOf({ channel: KEY, shownHash: 'pending' }),
    placementOf({ channel: KEY, shownHash: 'moving' }),
    placementOf({ channel: KEY, shownHash: 'leaving' }),
  ]
  expect(textIn(await stage.run('stick', {}, here))).toMatch(/owners can post one with \/doc share/)
})

test('where the bot may write but not attach the picture, it says what to do (F8)', async () => {
  const appPermissions = new PermissionsBitField([Can.ViewChannel, Can.SendMessages])
  expect(textIn(await stage.run('stick', {}, { appPermissions }))).toMatch(/Attach Files/)
  const german = { appPermissions, locale: 'de' }
  expect(textIn(await stage.run('stick', {}, german))).toMatch(/Dateien anhängen/)
  expect(stuck()).toEqual([false])
})

test('where the bot may not write, or is not, it says what to do (F8)', async () => {
  const told = async (change: object) => textIn(await stage.run('stick', {}, change))
  expect(await told({ appPermissions: new PermissionsBitField([Can.ViewChannel]) })).toMatch(
    /Send Messages/,
  )
  expect(await told({ ...here, guild: null })).toMatch(/invite me/)
  expect(await told({ ...here, guildId: null })).toMatch(/Use this in one/)
  const channel = { isThread: () => true }
  expect(await told({ ...here, channel })).toMatch(/Send Messages/)
  expect(stuck()).toEqual([false])
})

test('who may not stick here sticks nothing and lets nothing go (T22)', async () => {
  server.failing.set('stickPlacement', new StickyError('forbidden'))
  expect(textIn(await stage.run('stick', {}, grace))).toMatch(/don’t have the rights/)
  expect(server.calls).toContain(`${GRACE} stickPlacement`)
  expect(stage.services.sticking.in(KEY)).toBeNull()
  await stage.run('stick', {}, here)
  server.failing.set('unstickPlacement', new StickyError('forbidden'))
  expect(textIn(await stage.press('doc:unstick:-', grace))).toMatch(/don’t have the rights/)
  expect(stage.services.sticking.in(KEY)).not.toBeNull()
})

test('who may not read a document hears nothing of its cards (T5 T22)', async () => {
  server.failing.set('document', new StickyError('not_found'))
  const asked = await stage.run('stick', { document: PLAN }, grace)
  expect(textIn(asked)).toMatch(/doesn’t exist/)
  expect(server.calls).not.toContain('service placements')
})
