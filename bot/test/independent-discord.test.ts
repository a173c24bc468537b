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
import { startBot } from '../src/bot.ts'
import { REGISTRATION } from '../src/commands/index.ts'
import { createLog } from '../src/log.ts'
import { withoutPictures } from './without-pictures.ts'

const GENERAL = '200000000000000001'
const ADA = '500000000000000001'

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

/** `/doc <name>`; resolves with how it was answered. */
const doc = async (name: string, options: Record<string, string>) => {
  const typed = Object.entries(options).map(([name, value]) => ({ type: 3, name, value }))
  const { id } = await ada.runSlashCommand({
    name: 'doc',
    options: [{ type: 1, name, options: typed }],
  })
  return general.waitForInteractionAck({ interactionId: id })
}

const messageOf = async ({ messageId }: { messageId: string | null }): Promise<APIMessage> =>
  general.waitForMessage({ predicate: ({ id }) => id === messageId })

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
  const card = await messageOf(await doc('create', { title: 'Plan', text: '- [ ] ship it' }))
  expect(card.flags).toBe(MessageFlags.IsComponentsV2)
  const [title] = componentsIn(card, ComponentType.TextDisplay)
  expect(title).toMatchObject({ content: '## Plan' })

  const [edit] = componentsIn(card, ComponentType.Button)
  expect(edit).toMatchObject({ label: 'Edit' })
  const pressed = await ada.clickButton({
    messageId: card.id,
    customId: String(edit?.['custom_id']),
  })
  const answer = await general.waitForInteractionAck({ interactionId: pressed.id })
  expect(answer.type).toBe(InteractionResponseType.LaunchActivity)
})

it('F10: what it cannot do it says to whoever asked, and nobody else', async () => {
  const answer = await messageOf(await doc('open', { document: 'no such thing' }))
  expect(answer.flags).toBe(MessageFlags.Ephemeral)
  expect(answer.content).toMatch(/^None of your documents is called so/)
})
