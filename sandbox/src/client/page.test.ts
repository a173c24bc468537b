import {
  ApplicationCommandType as CommandType,
  ApplicationIntegrationType as Install,
  ChannelType,
  MessageFlags,
  PermissionFlagsBits,
} from 'discord.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { APPLICATION, Stage } from '../test/stage.ts'
import type { OpenPage } from '../test/open-page.ts'

let stage: Stage

beforeEach(async () => {
  stage = await Stage.open()
})
afterEach(() => stage.close())

const names = ({ channels }: { channels: { name: string }[] }) => channels.map(({ name }) => name)

const authorize = (page: OpenPage, id: string) =>
  page.send({
    type: 'ask',
    id,
    question: { about: 'code', scopes: ['identify'], clientId: APPLICATION.id },
  })

describe('what people see', () => {
  it('F70: changes with their roles, at once and with the messages of what is new', async () => {
    const [ada, linus] = [await stage.page('ada'), await stage.page('linus')]
    ada.send({ type: 'post', channelId: ada.channel('editors').id, content: 'for editors' })
    await ada.next('message-create')
    await stage.change({ kind: 'roles', person: 'linus', roles: ['Editors'] })
    const view = await linus.next('guild')
    expect(names(view)).toContain('editors')
    expect(view.me.roles).toEqual(['Editors'])
    const { channelId, messages } = await linus.next('messages')
    expect(channelId).toBe(ada.channel('editors').id)
    expect(messages.map(({ content }) => content)).toEqual(['for editors'])
    await stage.change({ kind: 'roles', person: 'linus', roles: [] })
    expect(names(await linus.next('guild'))).not.toContain('editors')
    ada.send({ type: 'post', channelId, content: 'not for him' })
    ada.send({ type: 'post', channelId: ada.channel('general').id, content: 'for all' })
    expect((await linus.next('message-create')).message.content).toBe('for all')
  })

  it('F70: outlasts a restart, as changed', async () => {
    await stage.change({ kind: 'roles', person: 'linus', roles: ['Editors', 'Muted'] })
    await stage.change({ kind: 'delete-channel', channel: 'plans' })
    const { id } = await stage.change({ kind: 'create-channel', name: 'new' })
    await stage.restart()
    const linus = await stage.page('linus')
    expect(names(linus.state)).toEqual(expect.arrayContaining(['editors', 'new']))
    expect(names(linus.state)).not.toContain('plans')
    expect([linus.channel('new').id, linus.channel('general').maySend]).toEqual([id, false])
  })

  it('F70: in several tabs is the same, ephemeral messages too', async () => {
    await stage.bot({
      commands: [{ name: 'note', description: 'n' }],
      onInteraction: async (interaction) => {
        if (!interaction.isChatInputCommand()) return
        await interaction.reply({ content: 'for you', flags: MessageFlags.Ephemeral })
      },
    })
    const [one, two, grace] = [
      await stage.page('ada'),
      await stage.page('ada'),
      await stage.page('grace'),
    ]
    one.use('note', 'general')
    const seen = [await one.next('message-create'), await two.next('message-create')]
    expect(seen.map(({ message }) => message.content)).toEqual(['for you', 'for you'])
    const messageId = seen[0]?.message.id ?? ''
    grace.send({ type: 'delete-message', messageId })
    two.send({ type: 'delete-message', messageId })
    expect((await one.next('message-delete')).messageId).toBe(messageId)
  })
})

describe('what people do', () => {
  it('F70: edit and delete what is theirs, and only that', async () => {
    const [ada, linus] = [await stage.page('ada'), await stage.page('linus')]
    const { id: channelId } = ada.channel('general')
    ada.send({ type: 'post', channelId, content: 'first' })
    const { message } = await linus.next('message-create')
    linus.send({ type: 'edit-message', messageId: message.id, content: 'mine now' })
    linus.send({ type: 'delete-message', messageId: message.id })
    linus.send({ type: 'pin', messageId: message.id, isPinned: true })
    linus.send({ type: 'post', channelId, content: 'an answer', replyTo: message.id })
    const { message: answer } = await linus.next('message-create')
    expect(answer.referenced_message?.content).toBe('first')
    expect(stage.sandbox.messages(channelId).map(({ content }) => content)).toEqual([
      'first',
      'an answer',
    ])
    ada.send({ type: 'edit-message', messageId: message.id, content: 'second' })
    expect((await linus.next('message-update')).message.content).toBe('second')
    // She owns the guild, so messages of others are hers to delete.
    ada.send({ type: 'delete-message', messageId: answer.id })
    expect((await linus.next('message-delete')).messageId).toBe(answer.id)
  })

  it('F70: send files, which a context menu command hands to the bot', async () => {
    const urls: string[] = []
    await stage.bot({
      commands: [
        { name: 'Save', type: CommandType.Message, integrationTypes: [Install.GuildInstall] },
      ],
      onInteraction: async (interaction) => {
        if (!interaction.isMessageContextMenuCommand()) return
        urls.push(interaction.targetMessage.attachments.first()?.url ?? '')
        await interaction.reply('saved')
      },
    })
    const ada = await stage.page('ada')
    const data = Buffer.from('# Plan').toString('base64')
    ada.send({
      type: 'post',
      channelId: ada.channel('general').id,
      content: '',
      files: [{ name: 'plan.md', data }],
    })
    const { message } = await ada.next('message-create')
    ada.use('Save', 'general', { targetId: message.id })
    await ada.next('message-create')
    expect(await (await fetch(urls[0] ?? '')).text()).toBe('# Plan')
    expect(stage.sandbox.violations()).toEqual([])
  })

  it('F70: make threads, join and leave them', async () => {
    const [ada, linus] = [await stage.page('ada'), await stage.page('linus')]
    const { id: channelId } = ada.channel('general')
    linus.send({ type: 'post', channelId, content: 'a topic' })
    const { message } = await linus.next('message-create')
    const about = { channelId, name: 'topic', isPrivate: false, messageId: message.id }
    linus.send({ type: 'create-thread', ...about })
    const { message: updated } = await ada.next('message-update')
    expect(updated.thread).toMatchObject({ type: ChannelType.PublicThread, name: 'topic' })
    const topic = async () => {
      const { channels } = await ada.next('guild')
      return channels.find(({ name }) => name === 'topic')
    }
    expect((await topic())?.memberIds).toEqual([linus.state.me.id])
    ada.send({ type: 'join-thread', channelId: message.id })
    expect((await topic())?.memberIds).toHaveLength(2)
    linus.send({ type: 'leave-thread', channelId: message.id })
    expect((await topic())?.memberIds).toEqual([ada.state.me.id])
  })
})

describe('consent', () => {
  it('F70: is asked for once, and a refusal is the error of the SDK', async () => {
    await stage.change({ kind: 'consent', mode: 'ask' })
    const ada = await stage.page('ada')
    authorize(ada, '1')
    const { id, scopes } = await ada.next('consent')
    expect(scopes).toEqual(['identify'])
    ada.send({ type: 'consent', id, isGranted: false })
    expect(await ada.next('refusal')).toMatchObject({ id: '1', code: 5000 })
    authorize(ada, '2')
    ada.send({ type: 'consent', id: (await ada.next('consent')).id, isGranted: true })
    expect((await ada.next('answer')).id).toBe('2')
    authorize(ada, '3')
    expect((await ada.next('answer')).id).toBe('3')
    await stage.change({ kind: 'forget-consent', person: 'ada' })
    authorize(ada, '4')
    expect((await ada.next('consent')).id).toBe('4')
  })
})

describe('controls', () => {
  it('F70: say what is wrong with a change, to tests and to pages', async () => {
    const wrong = await stage.change({ kind: 'roles', person: 'ada', roles: ['King'] })
    expect(wrong.message).toMatch(/no role King. There are: .*Editors/)
    const ada = await stage.page('ada')
    const change = { kind: 'delete-channel' as const, channel: 'nowhere' }
    ada.send({ type: 'change', id: 'c', change })
    expect((await ada.next('refusal')).message).toMatch(/no channel nowhere/)
    const { client } = stage.sandbox.urls
    const post = (body: string, type: string) =>
      fetch(`${client}/control/limits`, { method: 'POST', body, headers: { 'content-type': type } })
    expect((await post('{"mode":"fast"}', 'application/json')).status).toBe(400)
    // What any page in the same browser could send.
    expect((await post('{"mode":"off"}', 'text/plain')).status).toBe(415)
    const overview = (await (await fetch(`${client}/control`)).json()) as {
      conditions: { limits: string }
      channels: { name: string }[]
    }
    expect(overview.conditions.limits).toBe('real')
    expect(overview.channels[0]?.name).toBe('general')
  })

  it('F70: show the application as the portal has it, for whoever checks its settings', async () => {
    const bot = await stage.bot({ commands: [{ name: 'note', description: 'n' }] })
    const flags = async () => {
      const { flags } = (await bot.rest.get('/applications/@me')) as { flags: number }
      return flags
    }
    const embedded = 1 << 17
    expect((await flags()) & embedded).toBe(embedded)
    await stage.change({ kind: 'activities', isEnabled: false })
    expect((await flags()) & embedded).toBe(0)
    await stage.change({ kind: 'interactions-endpoint', url: 'https://example.org/i' })
    expect(await bot.rest.get('/oauth2/applications/@me')).toMatchObject({
      interactions_endpoint_url: 'https://example.org/i',
    })
    const ada = await stage.page('ada')
    ada.use('note', 'general')
    expect((await ada.next('interaction')).outcome).toBe('failed')
    const guilds = (await bot.rest.get('/users/@me/guilds')) as {
      id: string
      permissions: string
    }[]
    const permissions = BigInt(guilds[0]?.permissions ?? 0)
    expect(permissions & PermissionFlagsBits.PinMessages).toBe(PermissionFlagsBits.PinMessages)
    const guildId = guilds[0]?.id
    const all = [
      `/applications/${APPLICATION.id}/commands`,
      `/applications/${APPLICATION.id}/guilds/${guildId}/commands/permissions`,
      `/guilds/${guildId}/channels`,
      `/guilds/${guildId}/roles`,
      `/guilds/${guildId}/threads/active`,
      `/guilds/${guildId}/members/${APPLICATION.id}`,
      '/gateway/bot',
    ] as const
    for (const route of all) await expect(bot.rest.get(route)).resolves.toBeTruthy()
    const members = bot.rest.get(`/guilds/${guildId}/members`)
    await expect(members).rejects.toMatchObject({ code: 50_001 })
    expect(stage.sandbox.violations()).toEqual([])
  })
})
