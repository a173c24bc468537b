import { ChannelType, Collection } from 'discord.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { REASONS, StickyError } from '@sticky/shared/errors'
import { ADA, documentOf, GONE, GRACE, grantOf, PLAN } from '../test/fake-api.ts'
import type { FakeServer } from '../test/fake-api.ts'
import { ADA_THERE, FakeGuild, GRACE_THERE, POST, READ, WRITE } from '../test/fake-guild.ts'
import { CHANNEL, FakeInteraction, GUILD } from '../test/fake-interaction.ts'
import type { FakeUser } from '../test/fake-interaction.ts'
import { hows, idOf, partsOf, Stage, textIn } from '../test/stage.ts'
import { de } from '../text/de/index.ts'
import { en } from '../text/en/index.ts'

const BOARD = '200000000000000002'
const DESIGNERS = '600000000000000002'

let stage: Stage
let server: FakeServer
let guild: FakeGuild

beforeEach(() => {
  stage = new Stage()
  server = stage.server
  server.role = 'own'
  server.here = [documentOf(PLAN, 'Plan')]
  guild = new FakeGuild()
  guild.role(DESIGNERS, 'Designers')
})
afterEach(() => stage.close())

const there = () => ({ guild, client: guild.client })
const principals = () => server.grants.map(({ principal, role }) => `${principal} ${role}`)
const OWNER = `user:${ADA} own`

const grace: FakeUser = { id: GRACE_THERE, username: 'grace', globalName: 'Grace', bot: false }
const withUser = (user: FakeUser, role = 'edit') =>
  stage.choose(`doc:share-with:${PLAN}:${role}`, [user.id], {
    ...there(),
    kind: 'mentionableSelectMenu',
    users: new Collection([[user.id, user]]),
  })
const withRole = (id: string, role = 'edit') =>
  stage.choose(`doc:share-with:${PLAN}:${role}`, [id], {
    ...there(),
    kind: 'mentionableSelectMenu',
    roles: new Collection([[id, { id }]]),
  })
const into = (id: string, role = 'edit') =>
  stage.choose(`doc:share-into:${PLAN}:${role}`, [id], {
    ...there(),
    kind: 'channelSelectMenu',
    channels: new Collection([[id, { id }]]),
  })

test('/doc share shows who has a document, by name, in private (F44)', async () => {
  server.grants.push(
    grantOf(`user:${GRACE}`, 'view'),
    grantOf(`channel:${GUILD}/${CHANNEL}`, 'edit'),
    grantOf(`role:${GUILD}/${DESIGNERS}`, 'tick'),
    grantOf(`role:${GUILD}/${GUILD}`, 'view'),
    grantOf(`managers:${GUILD}/${CHANNEL}`, 'own'),
  )
  const shown = await stage.run('share', {}, there())
  expect(shown.told).toMatchObject([
    { how: 'reply', flags: 64 | (1 << 15), allowedMentions: { parse: [] } },
  ])
  expect(textIn(shown).split('\n')).toEqual([
    '### Who has Plan',
    '- **Ada** · owner',
    '- **Grace** · can read',
    `- <#${CHANNEL}> · can edit`,
    `- <@&${DESIGNERS}> · can read and tick`,
    '- Everyone in this server · can read',
    `- People who manage <#${CHANNEL}> · owner`,
  ])
  expect(partsOf(shown).length).toBeLessThanOrEqual(40)
})

test('a person gets what the role select says, by what Discord calls them (F44)', async () => {
  const shown = await stage.run('share', {}, there())
  const select = partsOf(shown).find((part) => part['custom_id'] === `doc:share-role:${PLAN}`)
  expect(select).toMatchObject({
    options: [{ value: 'view' }, { value: 'tick' }, { value: 'edit' }],
  })
  const chosen = await stage.choose(`doc:share-role:${PLAN}`, ['view'], there())
  expect(partsOf(chosen).map((part) => part['custom_id'])).toContain(`doc:share-with:${PLAN}:view`)
  const given = await withUser(grace, 'view')
  expect(principals()).toEqual([OWNER, `user:${GRACE} view`])
  expect(hows(given)).toEqual(['update'])
  expect(textIn(given)).toContain('**Grace** can read it now.')
  expect(server.calls).toContain(`${ADA} putGrant`)
})

test.for([
  ['a bot', { ...grace, bot: true }, 'Bots can’t read'],
  ['oneself', { ...grace, id: ADA_THERE }, 'That’s you'],
] as const)('it is not shared with %s (F44)', async ([, user, said]) => {
  expect(textIn(await withUser(user))).toContain(said)
  expect(principals()).toEqual([OWNER])
})

test('a role gets it at once, everybody only after a question (F9)', async () => {
  expect(textIn(await withRole(DESIGNERS))).toContain(`<@&${DESIGNERS}> can edit it now.`)
  const asked = await withRole(GUILD, 'view')
  expect(textIn(asked)).toContain(String.raw`everyone in **Crew \*12\*** (11 people)`)
  expect(principals()).toEqual([OWNER, `role:${GUILD}/${DESIGNERS} edit`])
  const done = await stage.press(idOf(asked, 'Share'), there())
  expect(principals()).toContain(`role:${GUILD}/${GUILD} view`)
  expect(textIn(done)).toContain('Everyone in this server can read it now.')
})

test('before it goes into a channel it says who will be able to read it, and asks (F9)', async () => {
  const asked = await into(CHANNEL)
  expect(textIn(asked)).toContain(String.raw`everyone in **Crew \*12\*** (11 people)`)
  expect(principals()).toEqual([OWNER])
  expect(guild.sent).toEqual([])
  const cancelled = await stage.press(idOf(asked, 'Cancel'), there())
  expect(textIn(cancelled)).toContain('nothing was changed')
  const done = await stage.press(idOf(asked, 'Share'), there())
  expect(principals()).toEqual([OWNER, `channel:${GUILD}/${CHANNEL} edit`])
  expect(textIn(done)).toContain(`<#${CHANNEL}> can edit it now. The card is posted there.`)
})

test('its card then stands in the channel, and follows (F3)', async () => {
  await stage.press(`doc:share-yes:${PLAN}:view.channel.${CHANNEL}`, there())
  expect(guild.sent).toMatchObject([
    { channelId: CHANNEL, message: { flags: 1 << 15, allowedMentions: { parse: [] } } },
  ])
  expect(server.placed).toMatchObject([{ channel: `${GUILD}/${CHANNEL}`, shownHash: 'h1' }])
})

test.for([
  ['roles', { [GUILD]: 0n, [DESIGNERS]: WRITE }, String.raw`everyone with \@Designers read it.`],
  [
    'roles and people',
    { [GUILD]: 0n, [DESIGNERS]: WRITE, [GRACE_THERE]: READ, [ADA_THERE]: WRITE },
    String.raw`\@Designers, and 2 people added by name`,
  ],
  ['people', { [GUILD]: 0n, [GRACE_THERE]: READ }, 'one person added by name'],
  ['managers', { [GUILD]: 0n }, 'only people who manage the server'],
] as const)('a private channel is told by its %s (F9)', async ([, allowed, said]) => {
  guild.owner = ADA_THERE
  guild.channel(BOARD, 'board', allowed)
  expect(textIn(await into(BOARD))).toContain(said)
})

test('a private thread is told as that (F9)', async () => {
  guild.owner = ADA_THERE
  const more = { type: ChannelType.PrivateThread, isThread: () => true }
  guild.channel(BOARD, 'quiet', { [GUILD]: WRITE }, more)
  expect(textIn(await into(BOARD))).toContain('everyone in that private thread')
})

test('where nobody gets it who does not have it, there is no question (F9)', async () => {
  server.grants.push(grantOf(`channel:${GUILD}/${CHANNEL}`, 'edit'))
  guild.channel(BOARD, 'board', { [GUILD]: 0n, [DESIGNERS]: WRITE, [ADA_THERE]: WRITE })
  expect(textIn(await into(BOARD))).toContain(`<#${BOARD}> can edit it now.`)
  expect(principals()).toContain(`channel:${GUILD}/${BOARD} edit`)
})

test('who may do more by it than before is a wider audience, too (F9)', async () => {
  server.grants.push(grantOf(`channel:${GUILD}/${CHANNEL}`, 'view'))
  expect(textIn(await into(CHANNEL, 'edit'))).toContain('Share it?')
  expect(textIn(await into(CHANNEL, 'view'))).toContain('can read it now')
})

test.for([
  [`user:${GRACE}`, 'own', '**Grace** already owns it', () => withUser(grace)],
  [`user:${GRACE}`, 'edit', '**Grace** can already edit it', () => withUser(grace, 'view')],
  [
    `role:${GUILD}/${DESIGNERS}`,
    'tick',
    `<@&${DESIGNERS}> can already tick its boxes`,
    () => withRole(DESIGNERS, 'view'),
  ],
  [
    `channel:${GUILD}/${CHANNEL}`,
    'edit',
    `<#${CHANNEL}> can already edit it. I left it that way. The card`,
    () => into(CHANNEL, 'view'),
  ],
] as const)(
  'sharing takes nothing away from %s with %s, unless one wants it so (F44)',
  async ([principal, had, said, shareIt]) => {
    server.grants.push(grantOf(principal, had))
    const left = await shareIt()
    expect(textIn(left)).toContain(said)
    expect(principals()).toEqual([OWNER, `${principal} ${had}`])
    expect(server.calls).not.toContain(`${ADA} putGrant`)
    const lower = idOf(left, 'Limit to')
    expect(lower.length).toBeLessThanOrEqual(100)
    const lowered = await stage.press(lower, there())
    expect(textIn(lowered)).toMatch(/can (read|edit) it now/)
    expect(principals()).toEqual([OWNER, `${principal} ${had === 'own' ? 'edit' : 'view'}`])
  },
)

test('what is held by the last of many grants counts, too (F44)', async () => {
  const one = (n: number) => grantOf(`user:${GRACE.slice(0, -3)}${n + 100}`, 'view')
  server.grants.push(...Array.from({ length: 150 }, (_, n) => one(n)))
  server.grants.push(grantOf(`user:${GRACE}`, 'own'))
  expect(textIn(await withUser(grace))).toContain('already owns it')
  expect(principals()).toContain(`user:${GRACE} own`)
})

test('what somebody may do in another channel is looked up before it goes there (F9, T22)', async () => {
  guild.channel(BOARD, 'board', { [GUILD]: 0n, [ADA_THERE]: READ })
  const done = await stage.press(`doc:share-yes:${PLAN}:edit.channel.${BOARD}`, there())
  expect(server.memberships.at(-1)).toMatchObject({
    userId: ADA,
    channel: `${GUILD}/${BOARD}`,
    access: 'view',
  })
  expect(textIn(done)).toContain('You can’t write there, so no card was posted.')
  expect(guild.sent).toEqual([])
})

test.for([
  ['is not in', { [GUILD]: 0n, [DESIGNERS]: WRITE }],
  ['the bot cannot see', null],
] as const)(
  'a channel that the owner %s is refused before any question, with what to do (F9, T5)',
  async ([, allowed]) => {
    if (allowed !== null) guild.channel(BOARD, 'board', allowed)
    for (const refused of [
      await into(BOARD),
      await stage.press(`doc:share-yes:${PLAN}:edit.channel.${BOARD}`, there()),
    ]) {
      expect(refused.told.at(-1)).toMatchObject({ content: en.share.refused.not_in_channel })
      expect(refused.told.at(-1)?.['components']).toBeUndefined()
    }
    expect(principals()).toEqual([OWNER])
  },
)

test('where the bot is not it cannot see anybody, and says so (F9, F11)', async () => {
  guild.client.guilds.cache.clear()
  expect(textIn(await into(BOARD))).toBe(en.share.refused.not_in_channel)
})

test('the question names the roles that may edit, where the server lets only some (F9, F10)', async () => {
  server.settings = { create: null, edit: [DESIGNERS], stick: null }
  const asked = textIn(await into(CHANNEL))
  expect(asked).toContain(en.share.onlyRoles.edit(`<@&${DESIGNERS}>`))
  expect(asked).not.toContain(en.share.writers.edit)
  expect(textIn(await into(CHANNEL, 'tick'))).toContain(en.share.onlyRoles.tick(`<@&${DESIGNERS}>`))
  expect(textIn(await into(CHANNEL, 'view'))).not.toContain('Only')
})

test.for(REASONS)('%s is said in the language of whoever shares (F10)', async (reason) => {
  for (const [locale, { share }] of [
    ['en-US', en],
    ['de', de],
  ] as const) {
    const details = { reason }
    server.failing.set('putGrant', new StickyError('conflict', 'in English', details))
    const pressed = `doc:share-yes:${PLAN}:edit.channel.${CHANNEL}`
    const refused = await stage.press(pressed, { ...there(), locale })
    expect(textIn(refused)).toBe(share.refused[reason])
  }
})

test('where the bot may not post it says what will not follow (F11)', async () => {
  guild.channel(BOARD, 'board', { [GUILD]: WRITE })
  const done = await stage.press(`doc:share-yes:${PLAN}:edit.channel.${BOARD}`, there())
  expect(textIn(done)).toContain('I can’t post there, so it has no card')
  expect(principals()).toContain(`channel:${GUILD}/${BOARD} edit`)
})

test('all of it can be said at once, with the same question (F10)', async () => {
  const options = (change: object) => ({
    ...there(),
    options: { ...new FakeInteraction({ subcommand: 'share', may: 'view' }).options, ...change },
  })
  const given = await stage.run('share', {}, options({ getUser: () => grace }))
  expect(textIn(given)).toContain('**Grace** can read it now.')
  const toRole = await stage.run('share', {}, options({ getRole: () => ({ id: DESIGNERS }) }))
  expect(textIn(toRole)).toContain(`<@&${DESIGNERS}> can read it now.`)
  const asked = await stage.run('share', {}, options({ getChannel: () => ({ id: CHANNEL }) }))
  expect(textIn(asked)).toContain('Share it? That lets')
})

test('it is taken away again, and who had it open is cut off (F44, F48)', async () => {
  server.grants.push(grantOf(`user:${GRACE}`, 'edit'))
  const shown = await stage.run('share', {}, there())
  const select = partsOf(shown).find((part) =>
    String(part['custom_id']).startsWith('doc:share-take'),
  )
  expect(select).toMatchObject({
    options: [{ label: 'Grace', description: 'can edit', value: `user:${GRACE}` }],
  })
  const taken = await stage.choose(String(select?.['custom_id']), [`user:${GRACE}`], there())
  expect(principals()).toEqual([OWNER])
  expect(textIn(taken)).toContain('2 open editors were closed')
})

test('the name of a channel that the owner may not see is not told (T5)', async () => {
  guild.channel(BOARD, 'secret-board', { [GUILD]: 0n })
  server.grants.push(grantOf(`channel:${GUILD}/${BOARD}`, 'view'))
  const shown = await stage.run('share', {}, { ...there(), member: { id: ADA_THERE, roles: [] } })
  expect(JSON.stringify(shown.told)).not.toContain('secret-board')
})

test('only owners share: a press by somebody else is refused, for who presses (T22)', async () => {
  server.role = 'edit'
  const pressed = await stage.press(`doc:share:${PLAN}`, there())
  expect(textIn(pressed)).toContain('Only the owners')
  expect(server.calls).not.toContain(`${ADA} grants`)
  server.failing.set('putGrant', new StickyError('forbidden'))
  const forced = await stage.press(`doc:share-yes:${PLAN}:edit.channel.${CHANNEL}`, there())
  expect(textIn(forced)).toContain('You don’t have the rights')
  expect(guild.sent).toEqual([])
  expect(textIn(await stage.press(`doc:share:${GONE}`, there()))).toContain('doesn’t exist')
})

test('from a list of documents one is chosen to be shared (F43, F44)', async () => {
  server.owned = [documentOf(PLAN, 'Plan')]
  const listed = await stage.run('list')
  const select = partsOf(listed).find((part) => part['custom_id'] === 'doc:share:-')
  expect(select).toMatchObject({ options: [{ label: 'Plan', value: PLAN }] })
  expect(textIn(await stage.choose('doc:share:-', [PLAN], there()))).toContain('Who has Plan')
})

test('many who have it come in pages (F44)', async () => {
  server.grants.push(
    ...Array.from({ length: 14 }, (_, n) =>
      grantOf(`user:${GRACE.slice(0, -2)}${n + 10}`, 'view', { name: `Person ${n}` }),
    ),
  )
  const first = await stage.run('share', {}, there())
  const second = await stage.press(idOf(first, 'More'), there())
  expect(textIn(second)).toContain('Person 13')
  expect(textIn(second)).not.toContain('Person 3 ')
  expect(textIn(await stage.press(idOf(second, 'Back'), there()))).toBe(textIn(first))
})

test('a page that is gone, since fewer have it than before, is the last one that is there (F44)', async () => {
  const people = Array.from({ length: 25 }, (_, n) =>
    grantOf(`user:${GRACE.slice(0, -2)}${n + 10}`, 'view'),
  )
  server.grants.push(...people)
  const first = await stage.run('share', {}, there())
  const second = await stage.press(idOf(first, 'More'), there())
  server.grants = server.grants.slice(0, 14)
  const third = await stage.press(idOf(second, 'More'), there())
  expect(textIn(third)).toContain('can read')
  expect(() => idOf(third, 'More')).toThrow('no button')
  server.grants = server.grants.slice(0, 1)
  const only = await stage.press(idOf(second, 'More'), there())
  expect(textIn(only)).toContain('**Ada** · owner')
  expect(() => idOf(only, 'Back')).toThrow('no button')
})

test('in direct messages there are people to share with, and no roles or channels (F11)', async () => {
  const shown = await stage.run('share', {}, { guild: null, guildId: null, context: 1 })
  expect(textIn(shown)).toContain('use this in a server')
  const kinds = partsOf(shown).map(({ type }) => type)
  expect(kinds).toContain(5)
  expect(kinds).not.toContain(7)
  expect(kinds).not.toContain(8)
})

test.for([
  `doc:share-yes:${PLAN}:own.channel.${CHANNEL}`,
  `doc:share-yes:${PLAN}:edit.user.${CHANNEL}`,
  `doc:share-yes:${PLAN}:edit.channel.../users`,
  `doc:share-lower:${PLAN}:own.channel.${CHANNEL}`,
  `doc:share-lower:${PLAN}:view.managers.${CHANNEL}`,
  `doc:share:${PLAN}:own.0`,
])('a forged button is refused: %s (T20)', async (forged) => {
  expect(textIn(await stage.press(forged, there()))).toContain('no longer works')
  expect(server.calls).toEqual([])
})

test.for([
  ['doc:share:-', '../users/me'],
  [`doc:share-take:${PLAN}:edit`, 'user:me'],
] as const)('what no select offers is refused: %s %s (T20)', async ([id, value]) => {
  expect(textIn(await stage.choose(id, [value], there()))).toContain('no longer works')
  expect(server.calls.filter((call) => call.startsWith(ADA))).toEqual([])
})

test('titles and names neither ping nor break the answers (T23)', async () => {
  server.here = [documentOf(PLAN, '@everyone # <@1>')]
  server.grants.push(grantOf(`user:${GRACE}`, 'edit', { name: '@here\n**x**' }))
  guild.role('600000000000000003', 'everyone')
  guild.owner = ADA_THERE
  guild.channel(BOARD, 'board', { [GUILD]: 0n, '600000000000000003': WRITE })
  const shown = await stage.run('share', {}, there())
  expect(textIn(shown)).toContain(String.raw`### Who has \@everyone \# \<\@1\>`)
  expect(textIn(shown)).toContain(String.raw`- **\@here \*\*x\*\*** · can edit`)
  const asked = await into(BOARD)
  expect(textIn(asked)).toContain(String.raw`everyone with \@everyone read it.`)
  expect(asked.told[0]).toMatchObject({ allowedMentions: { parse: [] } })
  const given = await withUser({ ...grace, globalName: '<@&5> @everyone' })
  expect(textIn(given)).toContain(String.raw`**\<\@&5\> \@everyone**`)
})

test('a card that cannot be drawn is posted without its picture, and repaired (C7)', async () => {
  guild.channel(BOARD, 'board', { [GUILD]: POST })
  server.failing.set('cardImage', new StickyError('unavailable'))
  await stage.press(`doc:share-yes:${PLAN}:edit.channel.${BOARD}`, there())
  expect(guild.sent).toMatchObject([{ message: { files: [] } }])
})

test('with whom sharing failed, it can be tried again at once, also after their account was deleted (F44 C7)', async () => {
  const introduced = () => server.calls.filter((call) => call === 'service putIdentity').length
  await withUser(grace)
  expect(introduced()).toBe(2)
  server.failing.set('putGrant', new StickyError('not_found'))
  expect(textIn(await withUser(grace))).toContain('doesn’t exist')
  expect(principals()).toEqual([OWNER, `user:${GRACE} edit`])
  await withUser(grace)
  expect(introduced()).toBe(3)
  expect(principals()).toEqual([OWNER, `user:${GRACE} edit`])
})
