import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { StickyError } from '@sticky/shared/errors'
import { ADA, cardOf, documentOf, PLAN } from '../test/fake-api.ts'
import type { FakeServer } from '../test/fake-api.ts'
import {
  CHANNEL,
  discordError,
  FakeInteraction,
  GUILD,
  inCard,
  MESSAGE,
} from '../test/fake-interaction.ts'
import { hows, Stage } from '../test/stage.ts'

let stage: Stage
let server: FakeServer

beforeEach(() => {
  stage = new Stage()
  server = stage.server
})
afterEach(() => {
  stage.close()
  vi.useRealTimers()
})

test('/doc create posts the card and remembers where it is (F1, F3)', async () => {
  const { told } = await stage.run('create', { title: ' Plan ', text: '# Hi' })
  expect(server.created).toEqual([
    {
      title: 'Plan',
      content: '# Hi',
      grants: [{ principal: `channel:${GUILD}/${CHANNEL}`, role: 'edit' }],
    },
  ])
  expect(told).toMatchObject([{ how: 'reply', flags: 1 << 15, allowedMentions: { parse: [] } }])
  expect(server.placed).toMatchObject([
    { channel: `${GUILD}/${CHANNEL}`, messageId: MESSAGE, shownHash: 'h1' },
  ])
  expect(server.calls).toContain(`${ADA} createDocument`)
})

test('an edit between the drawing and the placing is not missed (F3)', async () => {
  const reply = async () => {
    server.card = cardOf({ hash: 'h2' })
    return { resource: { message: { id: MESSAGE } } }
  }
  await stage.run('create', { title: 'Plan' }, { reply })
  await vi.waitFor(() => expect(stage.channels.edits).toHaveLength(1))
})

test('where the bot is not in the channel the card does not promise to follow (F11)', async () => {
  const permissions = new FakeInteraction().appPermissions.remove(1n << 10n)
  const { told } = await stage.run('create', { title: 'P' }, { appPermissions: permissions })
  expect(JSON.stringify(told)).toContain('As of')
  expect(server.placed).toEqual([])
})

test('without a picture there is a card all the same, and it is repaired (C7)', async () => {
  server.failing.set('cardImage', new StickyError('unavailable'))
  const { told } = await stage.run('create', { title: 'Plan' })
  expect(told).toMatchObject([{ how: 'reply', files: [] }])
  await vi.waitFor(() => expect(stage.channels.edits).toHaveLength(1))
})

test.for([
  ['en-US', 'That was a lot at once. Wait a moment, then try again.'],
  ['de', 'Das war viel auf einmal. Warte kurz und versuch es noch einmal.'],
])(
  'what the server refuses is told to the one who asked, with what to do, in %s (F10)',
  async ([locale = '', content]) => {
    server.failing.set('createDocument', new StickyError('rate_limited'))
    const { told } = await stage.run('create', { title: 'Plan' }, { locale })
    expect(told).toMatchObject([{ how: 'reply', flags: 64, content }])
  },
)

test('a card speaks the language of its server, whoever posts it (F10)', async () => {
  const change = { locale: 'en-US', guildLocale: 'de' }
  const { told } = await stage.run('create', { title: 'Plan' }, change)
  expect(JSON.stringify(told)).toContain('Bearbeiten')
})

test('a slow server gets time: "is thinking" first, the card after (C7)', async () => {
  vi.useFakeTimers()
  stage.services.people.arrive = late(stage.services.people.arrive, 2_500)
  const creating = stage.run('create', { title: 'Plan' })
  await vi.advanceTimersByTimeAsync(3_000)
  expect(hows(await creating)).toEqual(['defer', 'edit'])
})

test('a failure after "is thinking" takes that away and is told in private (C7)', async () => {
  vi.useFakeTimers()
  stage.services.people.arrive = late(stage.services.people.arrive, 2_500)
  server.failing.set('createDocument', new StickyError('unavailable'))
  const creating = stage.run('create', { title: 'Plan' })
  await vi.advanceTimersByTimeAsync(3_000)
  const interaction = await creating
  expect(hows(interaction)).toEqual(['defer', 'delete', 'follow-up'])
  expect(interaction.told.at(-1)).toMatchObject({ flags: 64 })
})

test('Edit writes the intent before the launch and binds the instance after (F2)', async () => {
  const interaction = await stage.press(`doc:edit:${PLAN}`, { message: inCard })
  expect(hows(interaction)).toEqual(['launch'])
  expect(server.intents).toEqual([
    { by: ADA, documentId: PLAN, channelId: CHANNEL },
    { by: ADA, documentId: PLAN, channelId: CHANNEL, instanceId: 'i-1' },
  ])
})

test('who has launched in a group message can be vouched for while they are there (F9, F11)', async () => {
  const ada = new FakeInteraction().user.id
  stage.present = [ada]
  await stage.press(`doc:edit:${PLAN}`, { message: inCard, guildId: null, guild: null })
  const membership = await stage.services.activities.lookUp(`@me/${CHANNEL}`, ada)
  expect(membership).toMatchObject({ access: 'manage' })
})

test('pressing Edit is authorised for who presses (T22)', async () => {
  server.failing.set('document', new StickyError('not_found'))
  const { told } = await stage.press(`doc:edit:${PLAN}`, { message: inCard })
  expect(told).toMatchObject([{ how: 'reply', flags: 64 }])
  server.role = 'none'
  expect((await stage.press(`doc:edit:${PLAN}`, { message: inCard })).told).toMatchObject([
    { how: 'reply', flags: 64 },
  ])
  expect(server.calls.filter((call) => call.endsWith(' document'))).toEqual([
    `${ADA} document`,
    `${ADA} document`,
  ])
})

test('a forged button opens nothing and reaches nobody (T20)', async () => {
  const { told } = await stage.press('doc:edit:../users', { message: inCard })
  expect(told).toMatchObject([{ how: 'reply', flags: 64 }])
  expect(server.calls).toEqual([])
})

test('an answer without a body counts as launched (C7)', async () => {
  const interaction = await stage.press(`doc:edit:${PLAN}`, {
    message: inCard,
    launching: { withBody: false },
  })
  expect(hows(interaction)).toEqual(['launch'])
})

test.for([50_024, 50_234])(
  'error %i: a link opens it where Discord cannot (F2, C7)',
  async (code) => {
    const { told } = await stage.press(`doc:edit:${PLAN}`, {
      message: inCard,
      launching: discordError(code),
    })
    expect(told).toMatchObject([{ how: 'reply', flags: 64 | (1 << 15) }])
    expect(JSON.stringify(told)).toContain(`https://discord.com/activities/1?custom_id=${PLAN}`)
  },
)

test('a server that does not answer in time is said to be slow, before Discord gives up (C7)', async () => {
  vi.useFakeTimers()
  stage.services.people.arrive = late(stage.services.people.arrive, 60_000)
  const pressing = stage.press(`doc:edit:${PLAN}`, { message: inCard })
  await vi.advanceTimersByTimeAsync(2_500)
  expect((await pressing).told).toMatchObject([{ how: 'reply', flags: 64 }])
})

test('an expired interaction is nobody to answer, and no crash (C7)', async () => {
  const reply = async () => {
    throw discordError(10_062, 404)
  }
  await expect(stage.run('create', { title: 'Plan' }, { reply })).resolves.toBeDefined()
})

test('/doc open launches a document of mine and posts nothing (F10)', async () => {
  server.owned = [documentOf(PLAN, 'Quarterly plan')]
  expect(hows(await stage.run('open', { document: PLAN }))).toEqual(['launch'])
  expect(hows(await stage.run('open', { document: 'quarterly' }))).toEqual(['launch'])
  expect((await stage.run('open', { document: 'nothing' })).told).toMatchObject([
    { how: 'reply', flags: 64 },
  ])
})

test('the app launcher opens the Activity without a document (F2)', async () => {
  expect(hows(await stage.enter())).toEqual(['launch'])
  expect(server.intents).toEqual([])
})

const late =
  <A extends unknown[], T>(act: (...args: A) => Promise<T>, ms: number) =>
  async (...args: A): Promise<T> => {
    await new Promise((resolve) => {
      setTimeout(resolve, ms)
    })
    return act(...args)
  }
