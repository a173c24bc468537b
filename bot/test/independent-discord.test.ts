/**
 * The bot against a Discord that somebody else has written (`discord-digital-twin`): what our own sandbox and the bot
 * agree on by mistake fails here. It takes no uploads, so that cards come without pictures.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ChannelType, ComponentType, InteractionResponseType, MessageFlags } from 'discord.js'
import type { APIMessage } from 'discord.js'
import { DigitalDiscord } from 'discord-digital-twin'
import { afterAll, expect, it } from 'vitest'
import { SERVICE_TOKEN } from '../../sync-server/test/stage/server.ts'
import { setStage } from '../../sync-server/test/stage/stage.ts'
import { until } from '../../sync-server/test/stage/until.ts'
import { startBot } from '../src/bot.ts'
import { REGISTRATION } from '../src/commands/index.ts'
import { createLog } from '../src/log.ts'
import { withoutPictures } from './without-pictures.ts'

const GENERAL = '200000000000000001'
const ADA = '500000000000000001'
const PRIVATE: number = MessageFlags.Ephemeral
const LAUNCH: number = InteractionResponseType.LaunchActivity

const folder = mkdtempSync(join(tmpdir(), 'sticky-discord-'))
const discord = new DigitalDiscord({
  dbUrl: `file:${join(folder, 'discord.db')}`,
  guild: { id: '100000000000000001', name: 'Sticky’s friends', ownerId: ADA },
  channels: [{ id: GENERAL, name: 'general', type: ChannelType.GuildText }],
  users: [{ id: ADA, username: 'ada' }],
})
await discord.start()
afterAll(async () => {
  await discord.stop()
  await discord.prisma.$disconnect()
  rmSync(folder, { recursive: true, force: true })
})

const { server } = await setStage([])
const way = await withoutPictures(server.url)
afterAll(() => way.close())

const bot = await startBot(
  {
    discordToken: discord.botToken,
    clientId: discord.botUserId,
    discordApi: discord.restUrl,
    discordCdn: null,
    apiUrl: way.url,
    publicUrl: 'https://sticky.example.org',
    serviceToken: SERVICE_TOKEN,
    logLevel: 'silent',
  },
  createLog('silent'),
)
afterAll(() => bot.close())

const general = discord.channel(GENERAL)
const ada = general.user(ADA)

/** `/doc <name>` */
const doc = (name: string, options: Record<string, string> = {}) => {
  const typed = Object.entries(options).map(([name, value]) => ({ type: 3, name, value }))
  return ada.runSlashCommand({ name: 'doc', options: [{ type: 1, name, options: typed }] })
}

/** The message of the bot that says this; it may have been "thinking" before. */
const saying = (text: string): Promise<APIMessage> =>
  general.waitForMessage({
    predicate: (message) => texts(message).some((one) => one.includes(text)),
  })

const texts = (message: APIMessage): string[] =>
  componentsIn(message, ComponentType.TextDisplay).map(({ content }) => String(content))

/** Everything of a kind in a message, however deep. */
const componentsIn = (message: APIMessage, kind: ComponentType): Record<string, unknown>[] => {
  const below = (value: unknown): Record<string, unknown>[] => {
    if (typeof value !== 'object' || value === null) return []
    const found = Object.values(value).flatMap(below)
    return 'type' in value && value.type === kind ? [{ ...value }, ...found] : found
  }
  return below(message.components)
}

it('F10: the bot logs in, and registers all of its commands', async () => {
  const registered = await discord.prisma.applicationCommand.findMany({ where: { guildId: null } })
  expect(registered.map(({ name, type }) => ({ name, type }))).toEqual(
    REGISTRATION.map(({ name, type }) => ({ name, type })),
  )
})

it('F1, F2: a document is created, its card stands in the channel, and "Edit" on it launches', async () => {
  await doc('create', { title: 'Plan', text: '- [ ] ship it' })
  const card = await saying('ship it')
  expect(card.flags).toBe(MessageFlags.IsComponentsV2)
  expect(texts(card)[0]).toBe('## Plan')

  const [edit] = componentsIn(card, ComponentType.Button)
  expect(edit).toMatchObject({ label: 'Edit' })
  const press = { messageId: card.id, customId: String(edit?.['custom_id']) }
  // a press that the bot has no time for is answered with a text: people press again then
  await until('it launches', async () => {
    const { id } = await ada.clickButton(press)
    const { type } = await general.waitForInteractionAck({ interactionId: id })
    return type === LAUNCH
  })
})

it('F10: what concerns one person is said to them alone', async () => {
  const { id } = await doc('search', { words: 'nowhere' })
  await saying('Nothing found for “nowhere”')
  const answered = await general.getInteractionResponse(id)
  const { flags } = JSON.parse(answered?.data ?? '{}') as { flags: number }
  expect(flags & PRIVATE).toBe(PRIVATE)
})
