import { ComponentType, MessageFlags, MessageType, type Client, type TextChannel } from 'discord.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { APPLICATION, Stage } from '../test/stage.ts'
import type { Conditions } from '../wire/change.ts'
import type { OpenPage } from '../test/open-page.ts'

const HOUR_MS = 3_600_000

let stage: Stage

beforeEach(async () => {
  stage = await Stage.open()
})
afterEach(() => stage.close())

const channelOf = async (bot: Client, page: OpenPage, name: string): Promise<TextChannel> => {
  const channel = await bot.channels.fetch(page.channel(name).id)
  if (!channel?.isTextBased()) throw new Error(`no ${name}`)
  return channel as TextChannel
}

describe('mentions', () => {
  const texts = (page: OpenPage) => {
    const id = (key: string) => page.state.people.find((one) => one.key === key)?.id
    const role = page.state.roles.find(({ name }) => name === 'Editors')?.id
    return { grace: `<@${id('grace')}>`, editors: `<@&${role}>`, ids: { grace: id('grace') } }
  }

  it('F70: notify as Discord computes it, and nobody with an empty allow list', async () => {
    const bot = await stage.bot()
    const ada = await stage.page('ada')
    const { grace, editors, ids } = texts(ada)
    await stage.change({ kind: 'limits', mode: 'off' })
    const general = await channelOf(bot, ada, 'general')
    const pinged = async (message: Parameters<TextChannel['send']>[0]) => {
      await general.send(message)
      return (await ada.next('message-create')).message.pinged
    }
    expect(await pinged(`hello ${grace}`)).toEqual([ids.grace])
    // The bot has no right to mention everybody, or roles that do not let themselves be mentioned.
    expect(await pinged(`@everyone ${editors}`)).toEqual([])
    expect(await pinged(`in code: \`${grace}\``)).toEqual([])
    expect(await pinged({ content: grace, allowedMentions: { parse: [] } })).toEqual([])
    const components = [{ type: ComponentType.TextDisplay as const, content: `for ${grace}` }]
    expect(await pinged({ flags: MessageFlags.IsComponentsV2, components })).toEqual([ids.grace])
    const quiet = { content: grace, flags: MessageFlags.SuppressNotifications as const }
    expect(await pinged(quiet)).toEqual([])
    expect(stage.sandbox.violations()).toEqual([])
  })

  it('F70: of a role reach those who have it, when the bot has the right; an edit reaches nobody', async () => {
    const bot = await stage.bot()
    const ada = await stage.page('ada')
    const { grace, editors } = texts(ada)
    await stage.change({
      kind: 'role-permissions',
      role: APPLICATION.name,
      permissions: ['ViewChannel', 'SendMessages', 'ReadMessageHistory', 'MentionEveryone'],
    })
    const general = await channelOf(bot, ada, 'general')
    const message = await general.send(editors)
    const created = await ada.next('message-create')
    expect(created.message.pinged).toHaveLength(2)
    await general.send('@everyone')
    expect((await ada.next('message-create')).message.pinged).toHaveLength(3)
    await message.edit(grace)
    const { message: edited } = await ada.next('message-update')
    expect(edited.pinged).toEqual(created.message.pinged)
    expect(edited.mentions).toHaveLength(1)
  })
})

describe('pins', () => {
  it('F70: need a permission of their own, and are told in the channel', async () => {
    const bot = await stage.bot()
    const ada = await stage.page('ada')
    const general = await channelOf(bot, ada, 'general')
    const message = await general.send('keep')
    await ada.next('message-create')
    await message.pin()
    expect((await ada.next('message-update')).message.pinned).toBe(true)
    const { message: notice } = await ada.next('message-create')
    expect([notice.type, notice.message_reference?.message_id]).toEqual([
      MessageType.ChannelPinnedMessage,
      message.id,
    ])
    const { items } = await general.messages.fetchPins()
    expect(items.map((item) => item.message.id)).toEqual([message.id])
    await message.unpin()
    expect((await ada.next('message-update')).message.pinned).toBe(false)
    await stage.change({
      kind: 'role-permissions',
      role: APPLICATION.name,
      permissions: ['ManageMessages'],
    })
    await expect(message.pin()).rejects.toMatchObject({ code: 50_013 })
    expect(stage.sandbox.violations()).toEqual([])
  })

  it('F70: by people are there after a restart', async () => {
    const ada = await stage.page('ada')
    const { id } = ada.channel('general')
    ada.send({ type: 'post', channelId: id, content: 'mine' })
    const { message } = await ada.next('message-create')
    ada.send({ type: 'pin', messageId: message.id, isPinned: true })
    await ada.next('message-create')
    await stage.restart()
    expect(stage.sandbox.messages(id).map(({ pinned }) => pinned)).toEqual([true, false])
  })
})

describe('rights of the bot', () => {
  it('F70: 50001 where it may not look, 50013 where it may not write, 10003 and 10008 for what is gone', async () => {
    const bot = await stage.bot()
    const ada = await stage.page('ada')
    const code = (request: Promise<unknown>) =>
      request.then(
        () => null,
        (error: { code: unknown }) => error.code,
      )
    expect(await code(bot.rest.get(`/channels/${ada.channel('editors').id}`))).toBe(50_001)
    const news = await channelOf(bot, ada, 'news')
    expect(await code(news.send('x'))).toBe(50_013)
    const general = await channelOf(bot, ada, 'general')
    const message = await general.send('x')
    await stage.change({ kind: 'delete-messages', messageIds: [message.id] })
    expect(await code(message.edit('y'))).toBe(10_008)
    await stage.change({ kind: 'delete-channel', channel: 'general' })
    expect(await code(bot.rest.get(`/channels/${general.id}/messages`))).toBe(10_003)
    await stage.change({ kind: 'leave-guild', person: 'linus' })
    const linus = ada.state.people.find(({ key }) => key === 'linus')?.id
    const member = bot.rest.get(`/guilds/${ada.state.guild.id}/members/${linus}`)
    expect(await code(member)).toBe(10_007)
    expect(stage.sandbox.violations()).toEqual([])
  })

  it('F70: members of a private thread are told by the API', async () => {
    const bot = await stage.bot()
    const ada = await stage.page('ada')
    const thread = await bot.channels.fetch(ada.channel('surprise').id)
    if (!thread?.isThread()) throw new Error('no thread')
    const [grace, linus] = ['grace', 'linus'].map(
      (key) => ada.state.people.find((one) => one.key === key)?.id ?? '',
    )
    await expect(thread.members.fetch(grace ?? '')).resolves.toMatchObject({ id: grace })
    await expect(thread.members.fetch(linus ?? '')).rejects.toMatchObject({ code: 10_007 })
    await stage.change({ kind: 'thread-members', thread: 'surprise', remove: ['bot'] })
    const send = bot.rest.post(`/channels/${thread.id}/messages`, { body: { content: 'x' } })
    await expect(send).rejects.toMatchObject({ code: 50_001 })
    expect(stage.sandbox.violations()).toEqual([])
  })
})

describe('limits', () => {
  it('F70: a route takes so many requests a channel, then 429 with the headers that discord.js waits by', async () => {
    const ada = await stage.page('ada')
    const path = `/channels/${ada.channel('general').id}/messages`
    const answers = []
    for (let i = 0; i < 6; i += 1) answers.push(await stage.request('POST', path, { content: 'x' }))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429])
    const refused = answers[5]
    expect(refused?.headers.get('x-ratelimit-remaining')).toBe('0')
    expect(refused?.headers.get('x-ratelimit-scope')).toBe('user')
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await refused?.json()).toMatchObject({ global: false, retry_after: expect.any(Number) })
    const other = `/channels/${ada.channel('staff').id}/messages`
    expect((await stage.request('POST', other, { content: 'x' })).status).toBe(200)
    await stage.change({ kind: 'limits', mode: 'off' })
    expect((await stage.request('POST', path, { content: 'x' })).status).toBe(200)
    expect(stage.sandbox.violations()).toEqual([])
  })

  it('F70: messages older than an hour take three edits in six seconds (30046)', async () => {
    const bot = await stage.bot()
    const ada = await stage.page('ada')
    const general = await channelOf(bot, ada, 'general')
    const message = await general.send('x')
    await stage.change({ kind: 'age-messages', ms: 2 * HOUR_MS })
    const path = `/channels/${general.id}/messages/${message.id}`
    const answers = []
    for (let i = 0; i < 4; i += 1) {
      answers.push(await stage.request('PATCH', path, { content: `${i}` }))
    }
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429])
    expect(await answers[3]?.json()).toMatchObject({ code: 30_046 })
  })
})

describe('failures on demand', () => {
  it('F70: a 429 and a 503 are borne by discord.js, which comes back', async () => {
    const bot = await stage.bot()
    const ada = await stage.page('ada')
    const general = await channelOf(bot, ada, 'general')
    const route = 'POST /channels/{channel_id}/messages'
    await stage.change({ kind: 'fail', how: 'rate-limit', route, times: 1, retryAfter: 0.05 })
    await stage.change({ kind: 'fail', how: 'unavailable', route, times: 1 })
    await general.send('after all')
    expect((await ada.next('message-create')).message.content).toBe('after all')
    const posts = async () => {
      const { call } = await ada.next('call', (one) => one.call.route === route)
      return call.status
    }
    expect([await posts(), await posts(), await posts()]).toEqual([429, 503, 200])
  })

  it('F70: connections that are cut or never answered, for as many requests as asked', async () => {
    const ada = await stage.page('ada')
    const post = (signal?: AbortSignal) =>
      stage.request(
        'POST',
        `/channels/${ada.channel('general').id}/messages`,
        { content: 'x' },
        signal,
      )
    await stage.change({ kind: 'fail', how: 'reset', route: null, times: 1 })
    await expect(post()).rejects.toThrow('fetch failed')
    await stage.change({ kind: 'fail', how: 'hang', route: null, times: 1 })
    await expect(post(AbortSignal.timeout(100))).rejects.toThrow(/abort/i)
    await stage.change({ kind: 'fail', how: 'server-error', route: '/pins', times: 1 })
    expect((await post()).status).toBe(200)
    await stage.change({ kind: 'stop-failing' })
    const isFree = (one: { conditions: Conditions }) => one.conditions.failures.length === 0
    expect((await ada.next('conditions', isFree)).conditions.failures).toEqual([])
  })

  it('F70: a token that is no longer valid is answered 401', async () => {
    await stage.change({ kind: 'bot-token', isValid: false })
    expect((await stage.request('GET', '/users/@me')).status).toBe(401)
    await expect(stage.bot()).rejects.toThrow(/token/i)
    await stage.change({ kind: 'bot-token', isValid: true })
    expect((await stage.request('GET', '/users/@me')).status).toBe(200)
  })
})
