import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  AttachmentBuilder,
  ButtonStyle,
  ComponentType,
  MessageFlags,
  type Client,
  type Interaction,
} from 'discord.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { png } from './state/image.ts'
import type { OpenPage } from './test/open-page.ts'
import { APPLICATION, Stage } from './test/stage.ts'

const COMMANDS = [
  {
    name: 'note',
    description: 'Notes',
    options: [
      {
        type: ApplicationCommandOptionType.Subcommand as const,
        name: 'create',
        description: 'A new note',
        options: [
          {
            type: ApplicationCommandOptionType.String as const,
            name: 'title',
            description: 'Its title',
            required: true,
            autocomplete: true,
          },
        ],
      },
    ],
  },
  {
    name: 'launch',
    description: 'Open',
    type: ApplicationCommandType.PrimaryEntryPoint as const,
    handler: 1,
  },
]

let stage: Stage
let bot: Client<true>

beforeEach(async () => {
  stage = await Stage.open()
})
afterEach(() => stage.close())

async function login(onInteraction: (interaction: Interaction) => unknown): Promise<void> {
  bot = await stage.bot({ commands: COMMANDS, onInteraction })
}

const picture = () => png(8, () => [1, 2, 3])

const card = (title: string) => ({
  flags: MessageFlags.IsComponentsV2 as const,
  components: [
    {
      type: ComponentType.Container as const,
      components: [
        { type: ComponentType.TextDisplay as const, content: `# ${title}` },
        {
          type: ComponentType.MediaGallery as const,
          items: [{ media: { url: 'attachment://card.png' }, description: `${title} in words` }],
        },
        {
          type: ComponentType.ActionRow as const,
          components: [
            {
              type: ComponentType.Button as const,
              style: ButtonStyle.Primary as const,
              label: 'Edit',
              custom_id: 'edit',
            },
          ],
        },
      ],
    },
  ],
  files: [new AttachmentBuilder(picture(), { name: 'card.png' })],
})

function useCreate(page: OpenPage, title: string, type: 'command' | 'complete' = 'command'): void {
  const channel = page.state.channels[0]
  const command = page.state.commands.find(({ name }) => name === 'note')
  page.send({
    type,
    nonce: 'n',
    channelId: channel?.id ?? '',
    commandId: command?.id ?? '',
    options: [
      {
        name: 'create',
        type: 1,
        options: [{ name: 'title', type: 3, value: title, focused: type === 'complete' }],
      },
    ],
  })
}

const pressEdit = (page: OpenPage, message: { id: string; channel_id: string }) =>
  page.send({
    type: 'component',
    nonce: 'p',
    channelId: message.channel_id,
    messageId: message.id,
    customId: 'edit',
    componentType: 2,
    values: [],
  })

describe('the stand-in with the real discord.js', () => {
  it('carries a card from command to launch to later edits, and finds it after a restart', async () => {
    let launched: string | undefined
    await login(async (interaction) => {
      if (interaction.isChatInputCommand()) {
        await interaction.reply(card(interaction.options.getString('title', true)))
      } else if (interaction.isButton()) {
        const answer = await interaction.launchActivity({ withResponse: true })
        launched = answer.resource?.activityInstance?.id
      }
    })
    const ada = await stage.page('ada')
    useCreate(ada, 'Standup')
    const { message } = await ada.next('message-create')
    expect(JSON.stringify(message.components)).toContain(`${stage.sandbox.urls.api}/attachments/`)

    pressEdit(ada, message)
    const launch = await ada.next('launch')
    ada.send({ type: 'join-activity', instanceId: launch.instanceId, channelId: launch.channelId })
    ada.send({ type: 'handshake', instanceId: launch.instanceId })
    await expect.poll(() => launched).toBe(launch.instanceId)
    const instance = await bot.application.fetchActivityInstance(launch.instanceId)
    expect(instance.users).toEqual([ada.state.me.id])

    const channel = await bot.channels.fetch(message.channel_id)
    if (!channel?.isSendable()) throw new Error('no channel')
    const kept = await channel.messages.fetch(message.id)
    await kept.edit({ ...card('Retro'), attachments: [] })
    const { message: edited } = await ada.next('message-update')
    expect(JSON.stringify(edited.components)).toContain('Retro in words')
    expect(edited.edited_timestamp).not.toBeNull()
    expect(stage.sandbox.violations()).toEqual([])

    await stage.restart()
    const [found] = stage.sandbox.messages(message.channel_id)
    expect(found?.id).toBe(message.id)
    const url = /http[^"]+card\.png[^"]+/.exec(JSON.stringify(found))?.[0] ?? ''
    const answer = await fetch(url)
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(picture())
  })

  it('defers, edits the original, follows up for one person only', async () => {
    await login(async (interaction) => {
      if (!interaction.isChatInputCommand()) return
      await interaction.deferReply({ flags: MessageFlags.Ephemeral })
      await interaction.editReply('done')
      await interaction.followUp({ content: 'and more', flags: MessageFlags.Ephemeral })
    })
    const [ada, grace] = [await stage.page('ada'), await stage.page('grace')]
    useCreate(ada, 'x')
    const { message } = await ada.next('message-create')
    expect([message.flags, message.ephemeral]).toEqual([(1 << 6) | (1 << 7), true])
    const update = await ada.next('message-update')
    expect([update.message.content, update.message.flags]).toEqual(['done', 1 << 6])
    expect((await ada.next('message-create')).message.content).toBe('and more')
    expect(stage.sandbox.messages(message.channel_id)).toEqual([])
    grace.send({ type: 'post', channelId: message.channel_id, content: 'hello' })
    expect((await grace.next('message-create')).message.content).toBe('hello')
    expect(stage.sandbox.violations()).toEqual([])
  })

  it('completes options while they are typed', async () => {
    await login(async (interaction) => {
      if (!interaction.isAutocomplete()) return
      const { value } = interaction.options.getFocused(true)
      await interaction.respond([{ name: `${value}!`, value }])
    })
    const ada = await stage.page('ada')
    useCreate(ada, 'Sta', 'complete')
    expect((await ada.next('autocomplete')).choices).toEqual([{ name: 'Sta!', value: 'Sta' }])
    expect(stage.sandbox.violations()).toEqual([])
  })

  it('refuses an invalid body with paths and records it', async () => {
    await login(() => {})
    const channel = bot.channels.cache.first()
    if (!channel?.isSendable()) throw new Error('no channel')
    const answer = await stage.request('POST', `/channels/${channel.id}/messages`, {
      components: [
        { type: 1, components: [{ type: 2, style: 1, label: 'x'.repeat(81), custom_id: 'a' }] },
      ],
    })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      code: 50_035,
      errors: {
        components: {
          0: { components: { 0: { label: { _errors: [{ code: 'BASE_TYPE_BAD_LENGTH' }] } } } },
        },
      },
    })
    expect(stage.sandbox.violations()).toMatchObject([
      { side: 'request', details: [{ path: 'components.0.components.0.label' }] },
    ])
  })

  it('allows one answer an interaction and keeps the Entry Point command', async () => {
    const codes: unknown[] = []
    await login(async (interaction) => {
      if (!interaction.isChatInputCommand()) return
      const { id, token, client } = interaction
      const keepCode = (error: { code: unknown }) => codes.push(error.code)
      await interaction.reply('a')
      const again = { auth: false, body: { type: 4, data: { content: 'b' } } }
      await client.rest.post(`/interactions/${id}/${token}/callback`, again).catch(keepCode)
      await bot.application.commands.set([]).catch(keepCode)
    })
    const ada = await stage.page('ada')
    useCreate(ada, 'x')
    await expect.poll(() => codes).toEqual([40_060, 50_240])
  })

  it('tells the person when nobody answers, and shows people only what they may see', async () => {
    await login(() => {})
    const [ada, linus] = [await stage.page('ada'), await stage.page('linus')]
    expect(ada.state.channels.map(({ name }) => name)).toEqual([
      'general',
      'release',
      'surprise',
      'plans',
      'staff',
      'news',
      'editors',
      'Notes',
      'weekend',
    ])
    expect(linus.state.channels.map(({ name, maySend }) => [name, maySend])).toEqual([
      ['general', true],
      ['release', true],
      ['plans', false],
      ['news', false],
      ['Notes', true],
      ['weekend', true],
    ])
    await bot.destroy()
    useCreate(ada, 'x')
    expect((await ada.next('interaction')).outcome).toBe('failed')
  })

  it('turns a code into a token once', async () => {
    const ada = await stage.page('ada')
    ada.send({
      type: 'ask',
      id: '1',
      question: { about: 'code', scopes: ['identify'], clientId: APPLICATION.id },
    })
    const { data } = await ada.next('answer')
    const exchange = () =>
      fetch(`${stage.sandbox.urls.api}/api/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams({
          client_id: APPLICATION.id,
          client_secret: APPLICATION.clientSecret,
          grant_type: 'authorization_code',
          code: (data as { code: string }).code,
        }),
      })
    const { access_token } = (await (await exchange()).json()) as { access_token: string }
    expect((await exchange()).status).toBe(400)
    const me = await fetch(`${stage.sandbox.urls.api}/api/v10/users/@me`, {
      headers: { authorization: `Bearer ${access_token}` },
    })
    expect(await me.json()).toMatchObject({ id: ada.state.me.id, global_name: 'Ada' })
  })
})
