import { Events, GatewayIntentBits as Intent, type Client } from 'discord.js'
import { afterEach, describe, expect, it } from 'vitest'
import { Stage } from '../test/stage.ts'
import type { GatewayEvent } from '../wire/change.ts'
import type { SandboxOptions } from '../sandbox.ts'

let stage: Stage

afterEach(() => stage.close())

const onStage = async (intents: Intent[], options: Partial<SandboxOptions> = {}) => {
  stage = await Stage.open(options)
  const bot = await stage.bot({ intents })
  return { bot, ada: await stage.page('ada') }
}

const told = (bot: Client, event: string) =>
  new Promise<unknown>((resolve) => {
    bot.once(event, (first: unknown, second: unknown) => resolve(second ?? first))
  })

describe('what a bot with the intent Guilds alone hears', () => {
  it('F70: roles, overwrites and channels as they change', async () => {
    const { bot, ada } = await onStage([Intent.Guilds])
    const guild = bot.guilds.cache.first()
    const linus = ada.state.people.find(({ key }) => key === 'linus')
    const role = told(bot, Events.GuildRoleUpdate)
    await stage.change({ kind: 'role-permissions', role: 'Muted', permissions: ['ManageGuild'] })
    expect(await role).toMatchObject({ name: 'Muted' })
    const updated = told(bot, Events.ChannelUpdate)
    await stage.change({
      kind: 'overwrite',
      channel: 'general',
      role: '@everyone',
      allow: [],
      deny: ['ViewChannel'],
    })
    await updated
    const general = guild?.channels.cache.get(ada.channel('general').id)
    const member = await guild?.members.fetch({ user: linus?.id ?? '', force: true })
    expect(member && general?.permissionsFor(member).has('ViewChannel')).toBe(false)
    const created = told(bot, Events.ChannelCreate)
    const { id } = await stage.change({ kind: 'create-channel', name: 'extra', only: ['linus'] })
    expect(await created).toMatchObject({ id, name: 'extra' })
    const deleted = told(bot, Events.ChannelDelete)
    await stage.change({ kind: 'delete-channel', channel: 'extra' })
    expect(await deleted).toMatchObject({ id })
    expect(guild?.channels.cache.size).toBe(7)
  })

  it('F70: threads it may see, and when it is taken into one or put out', async () => {
    const { bot } = await onStage([Intent.Guilds])
    const created = told(bot, Events.ThreadCreate)
    await stage.change({
      kind: 'create-thread',
      channel: 'general',
      name: 'secret',
      isPrivate: true,
    })
    const { id } = await stage.change({ kind: 'create-thread', channel: 'general', name: 'open' })
    expect(await created).toBe(true)
    expect(bot.channels.cache.get(id ?? '')).toMatchObject({ name: 'open' })
    const joined = told(bot, Events.ThreadCreate)
    await stage.change({ kind: 'thread-members', thread: 'secret', add: ['bot'] })
    await joined
    const secret = bot.channels.cache.find(
      (channel) => 'name' in channel && channel.name === 'secret',
    )
    expect(secret?.isThread()).toBe(true)
    const archived = told(bot, Events.ThreadUpdate)
    await stage.change({ kind: 'archive-thread', thread: 'open', isArchived: true })
    expect(await archived).toMatchObject({ archived: true })
    const opened = told(bot, Events.ThreadUpdate)
    expect((await stage.request('PATCH', `/channels/${id}`, { archived: false })).status).toBe(200)
    expect(await opened).toMatchObject({ archived: false })
    const gone = told(bot, Events.ThreadDelete)
    await stage.change({ kind: 'thread-members', thread: 'secret', remove: ['bot'] })
    expect(await gone).toMatchObject({ name: 'secret' })
  })

  it('F70: threads of a channel that comes into view', async () => {
    const { bot } = await onStage([Intent.Guilds])
    const { id } = await stage.change({ kind: 'create-thread', channel: 'editors', name: 'hidden' })
    expect(bot.channels.cache.has(id ?? '')).toBe(false)
    const synced = told(bot, Events.ThreadListSync)
    await stage.change({ kind: 'roles', person: 'bot', roles: ['Editors'] })
    await synced
    expect(bot.channels.cache.has(id ?? '')).toBe(true)
  })

  it('F70: that it was taken out of the guild, and came back', async () => {
    const { bot } = await onStage([Intent.Guilds])
    const gone = told(bot, Events.GuildDelete)
    await stage.change({ kind: 'leave-guild', person: 'bot' })
    await gone
    expect(bot.guilds.cache.size).toBe(0)
    expect(await bot.rest.get('/users/@me/guilds')).toEqual([])
    const back = told(bot, Events.GuildCreate)
    await stage.change({ kind: 'join-guild', person: 'bot' })
    await back
    expect(bot.guilds.cache.size).toBe(1)
  })
})

describe('messages', () => {
  it('F70: are told with the intent; others say nothing without the intent of content', async () => {
    const { bot, ada } = await onStage([Intent.Guilds, Intent.GuildMessages])
    const channelId = ada.channel('general').id
    const contents: string[] = []
    bot.on(Events.MessageCreate, ({ content }) => contents.push(content))
    const said = async (content: string) => {
      ada.send({ type: 'post', channelId, content })
      return (await ada.next('message-create')).message.id
    }
    const ids = [await said('private talk'), await said(`<@${bot.user.id}> hello`)]
    ada.send({ type: 'post', channelId: ada.channel('editors').id, content: 'unheard' })
    await expect.poll(() => contents).toEqual(['', `<@${bot.user.id}> hello`])
    const bulk = told(bot, Events.MessageBulkDelete)
    await stage.change({ kind: 'delete-messages', messageIds: ids })
    await bulk
    expect(stage.sandbox.messages(channelId)).toEqual([])
    expect(contents).toHaveLength(2)
  })

  it('F70: are not told without the intent, nor in DMs', async () => {
    const { bot, ada } = await onStage([Intent.Guilds])
    const heard: string[] = []
    bot.on(Events.MessageCreate, ({ id }) => heard.push(id))
    ada.send({ type: 'post', channelId: ada.channel('general').id, content: 'x' })
    await ada.next('message-create')
    const pinned = told(bot, Events.ChannelPinsUpdate)
    const [message] = stage.sandbox.messages(ada.channel('general').id)
    ada.send({ type: 'pin', messageId: message?.id ?? '', isPinned: true })
    await pinned
    expect(heard).toEqual([])
  })

  it('F70: are read in full when the portal allows the privileged intent', async () => {
    stage = await Stage.open({ conditions: { arePrivilegedIntentsAllowed: true } })
    const bot = await stage.bot({
      intents: [Intent.Guilds, Intent.GuildMessages, Intent.MessageContent, Intent.GuildMembers],
    })
    const ada = await stage.page('ada')
    const heard = told(bot, Events.MessageCreate)
    ada.send({ type: 'post', channelId: ada.channel('general').id, content: 'all of it' })
    expect(await heard).toMatchObject({ content: 'all of it' })
    const member = told(bot, Events.GuildMemberAvailable)
    await stage.change({ kind: 'roles', person: 'linus', roles: ['Editors'] })
    await member
  })
})

describe('a connection that breaks', () => {
  const CASES: { event: GatewayEvent; again: 'resumed' | 'ready' }[] = [
    { event: 'reconnect', again: 'resumed' },
    { event: 'drop', again: 'resumed' },
    { event: 'resumable-session', again: 'resumed' },
    { event: 'silence', again: 'resumed' },
    { event: 'invalid-session', again: 'ready' },
  ]
  it.each(CASES)('F70: $event, and discord.js is $again', async ({ event, again }) => {
    const { bot, ada } = await onStage([Intent.Guilds], { heartbeatMs: 500 })
    const back = told(bot, again === 'ready' ? Events.ShardReady : Events.ShardResume)
    await stage.change({ kind: 'gateway', event })
    await back
    const deleted = told(bot, Events.ChannelDelete)
    await stage.change({ kind: 'delete-channel', channel: 'plans' })
    expect(await deleted).toMatchObject({ id: ada.channel('plans').id })
  })
})
