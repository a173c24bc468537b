import { DiscordAPIError, PermissionFlagsBits as Can, PermissionsBitField } from 'discord.js'

export const GUILD = '100000000000000001'
export const CHANNEL = '200000000000000001'
export const MESSAGE = '300000000000000001'

/** An error as Discord answers it. */
export const discordError = (code: number, status = 400): DiscordAPIError =>
  new DiscordAPIError({ code, message: `code ${code}` }, code, status, 'PATCH', '/', {
    files: undefined,
    body: undefined,
  })

type Sent = Record<string, unknown>

/**
 * An interaction by Ada in #general, as far as the bot uses it. `told` is what she sees, in order;
 * set `launching` to what Discord answers to a launch. The same rules as the real one: one first
 * answer.
 */
export class FakeInteraction {
  readonly id = '400000000000000001'
  readonly guildId: string | null = GUILD
  readonly guild = {}
  readonly context = 0
  readonly channelId = CHANNEL
  readonly channel = { isThread: () => false }
  readonly user = { id: '500000000000000001', username: 'ada', globalName: 'Ada' }
  readonly member = { roles: ['600000000000000001'] }
  readonly commandName = 'doc'
  locale = 'en-US'
  guildLocale = 'en-US'
  memberPermissions = new PermissionsBitField([Can.ViewChannel, Can.SendMessages])
  appPermissions = new PermissionsBitField([Can.ViewChannel])
  customId = ''
  deferred = false
  replied = false
  responded = false
  launching: Error | { withBody: boolean } = { withBody: true }
  readonly told: (Sent & { how: string })[] = []
  readonly typed: Record<string, string>

  constructor(typed: Record<string, string> = {}) {
    this.typed = typed
  }

  options = {
    getString: (name: string) => this.typed[name] ?? null,
    getFocused: () => this.typed['document'] ?? '',
    getSubcommand: () => this.typed['subcommand'] ?? '',
  }

  reply = async (message: Sent) => {
    this.told.push({ how: 'reply', ...message })
    this.replied = true
    return { resource: { message: { id: MESSAGE } } }
  }
  deferReply = async () => {
    this.told.push({ how: 'defer' })
    this.deferred = true
  }
  editReply = async (message: Sent) => {
    this.told.push({ how: 'edit', ...message })
    this.replied = true
    return { id: MESSAGE }
  }
  deleteReply = async () => {
    this.told.push({ how: 'delete' })
  }
  followUp = async (message: Sent) => {
    this.told.push({ how: 'follow-up', ...message })
  }
  launchActivity = async () => {
    if (this.launching instanceof Error) throw this.launching
    this.told.push({ how: 'launch' })
    this.replied = true
    if (!this.launching.withBody) throw new TypeError("reading 'id' of undefined")
    return { resource: { activityInstance: { id: 'i-1' } }, interaction: {} }
  }

  /** As the type that the code under test wants. */
  as<T>(): T {
    return this as unknown as T
  }
}
