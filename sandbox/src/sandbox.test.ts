import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  AttachmentBuilder,
  ButtonStyle,
  Client,
  ComponentType,
  Events,
  GatewayIntentBits,
  MessageFlags,
  type Interaction,
} from 'discord.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts'
import { png } from './state/image.ts'
import { openPage, type OpenPage } from './test/open-page.ts'

const APPLICATION = {
  id: '1210000000000000001',
  name: 'Notes',
  botToken: 'a.bot.token',
  clientSecret: 'secret',
  activityTarget: 'http://localhost:1',
}
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

let dataDir: string
let sandbox: Sandbox
let bot: Client<true>
const pages: OpenPage[] = []

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'sandbox-'))
  sandbox = await start()
})

afterEach(async () => {
  for (const page of pages.splice(0)) page.close()
  await bot?.destroy()
  await sandbox.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const start = (options: Partial<SandboxOptions> = {}) =>
  startSandbox({
    dataDir,
    ports: { client: 0, api: 0, activity: 0 },
    application: APPLICATION,
    ...options,
  })

async function login(onInteraction: (interaction: Interaction) => unknown): Promise<void> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    rest: { api: `${sandbox.urls.api}/api`, cdn: sandbox.urls.api },
  })
  const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()))
  client.on(Events.InteractionCreate, (interaction) => void onInteraction(interaction))
  await client.login(APPLICATION.botToken)
  await ready
  bot = client as Client<true>
  await bot.application.commands.set(COMMANDS)
}

async function open(person: string): Promise<OpenPage> {
  const page = await openPage(sandbox.urls.client, person)
  pages.push(page)
  return page
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
    const ada = await open('ada')
    useCreate(ada, 'Standup')
    const { message } = await ada.next('message-create')
    expect(JSON.stringify(message.components)).toContain(`${sandbox.urls.api}/attachments/`)

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
    expect(sandbox.violations()).toEqual([])

    await bot.destroy()
    await sandbox.close()
    sandbox = await start()
    const [found] = sandbox.messages(message.channel_id)
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
    const [ada, grace] = [await open('ada'), await open('grace')]
    useCreate(ada, 'x')
    const { message } = await ada.next('message-create')
    expect([message.flags, message.ephemeral]).toEqual([(1 << 6) | (1 << 7), true])
    const update = await ada.next('message-update')
    expect([update.message.content, update.message.flags]).toEqual(['done', 1 << 6])
    expect((await ada.next('message-create')).message.content).toBe('and more')
    expect(sandbox.messages(message.channel_id)).toEqual([])
    grace.send({ type: 'post', channelId: message.channel_id, content: 'hello' })
    expect((await grace.next('message-create')).message.content).toBe('hello')
    expect(sandbox.violations()).toEqual([])
  })

  it('completes options while they are typed', async () => {
    await login(async (interaction) => {
      if (!interaction.isAutocomplete()) return
      const { value } = interaction.options.getFocused(true)
      await interaction.respond([{ name: `${value}!`, value }])
    })
    const ada = await open('ada')
    useCreate(ada, 'Sta', 'complete')
    expect((await ada.next('autocomplete')).choices).toEqual([{ name: 'Sta!', value: 'Sta' }])
    expect(sandbox.violations()).toEqual([])
  })

  it('refuses an invalid body with paths and records it', async () => {
    await login(() => {})
    const channel = bot.channels.cache.first()
    if (!channel?.isSendable()) throw new Error('no channel')
    const answer = await fetch(`${sandbox.urls.api}/api/v10/channels/${channel.id}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${APPLICATION.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        components: [
          { type: 1, components: [{ type: 2, style: 1, label: 'x'.repeat(81), custom_id: 'a' }] },
        ],
      }),
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
    expect(sandbox.violations()).toMatchObject([
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
    const ada = await open('ada')
    useCreate(ada, 'x')
    await expect.poll(() => codes).toEqual([40_060, 50_240])
  })

  it('tells the person when nobody answers, and shows people only what they may see', async () => {
    await login(() => {})
    const [ada, linus] = [await open('ada'), await open('linus')]
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
    const ada = await open('ada')
    ada.send({
      type: 'ask',
      id: '1',
      question: { about: 'code', scopes: ['identify'], clientId: APPLICATION.id },
    })
    const { data } = await ada.next('answer')
    const exchange = () =>
      fetch(`${sandbox.urls.api}/api/oauth2/token`, {
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
    const me = await fetch(`${sandbox.urls.api}/api/v10/users/@me`, {
      headers: { authorization: `Bearer ${access_token}` },
    })
    expect(await me.json()).toMatchObject({ id: ada.state.me.id, global_name: 'Ada' })
  })
})
