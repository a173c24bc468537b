import {
  Collection,
  DiscordAPIError,
  MessageFlags,
  MessageFlagsBitField,
  PermissionFlagsBits as Can,
  PermissionsBitField,
} from 'discord.js'

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

export type FakeUser = { id: string; username: string; globalName: string | null; bot: boolean }

/** What an interaction is; `isX` of the real ones. */
export type FakeKind =
  | 'chatInputCommand'
  | 'messageContextMenuCommand'
  | 'autocomplete'
  | 'primaryEntryPointCommand'
  | 'button'
  | 'stringSelectMenu'
  | 'userSelectMenu'
  | 'roleSelectMenu'
  | 'mentionableSelectMenu'
  | 'channelSelectMenu'
  | 'modalSubmit'
const COMPONENTS = new Set<FakeKind>([
  'button',
  'stringSelectMenu',
  'userSelectMenu',
  'roleSelectMenu',
  'mentionableSelectMenu',
  'channelSelectMenu',
])

/** The message of a press, as others see it or as an answer to one person. */
export const inCard = { id: MESSAGE, flags: new MessageFlagsBitField() }
export const inAnswer = { id: MESSAGE, flags: new MessageFlagsBitField(MessageFlags.Ephemeral) }

/**
 * An interaction by Ada in #general, as far as the bot uses it. `told` is what she sees, in order;
 * set `launching` to what Discord answers to a launch. The same rules as the real one: one first
 * answer.
 */
export class FakeInteraction {
  readonly id = '400000000000000001'
  readonly guildId: string | null = GUILD
  guild: unknown = {}
  client: unknown = {}
  readonly context: number = 0
  readonly channelId: string = CHANNEL
  readonly channel: unknown = { isThread: () => false }
  readonly user = { id: '500000000000000001', username: 'ada', globalName: 'Ada' }
  readonly member: unknown = { roles: ['600000000000000001'] }
  readonly commandName: string = 'doc'
  /** The message that a command of its menu was picked on. */
  targetMessage: unknown = null
  locale = 'en-US'
  guildLocale: string | null = 'en-US'
  memberPermissions = new PermissionsBitField([Can.ViewChannel, Can.SendMessages])
  appPermissions = new PermissionsBitField([Can.ViewChannel])
  kind: FakeKind = 'chatInputCommand'
  customId = ''
  /** What a select was set to. */
  values: string[] = []
  users = new Collection<string, unknown>()
  roles = new Collection<string, unknown>()
  channels = new Collection<string, unknown>()
  message: typeof inCard | null = null
  ephemeral: boolean | null = null
  deferred = false
  replied = false
  responded = false
  launching: Error | { withBody: boolean } = { withBody: true }
  readonly told: (Sent & { how: string })[] = []
  readonly typed: Record<string, string>

  constructor(typed: Record<string, string> = {}) {
    this.typed = typed
  }

  isChatInputCommand = () => this.kind === 'chatInputCommand'
  isMessageContextMenuCommand = () => this.kind === 'messageContextMenuCommand'
  isAutocomplete = () => this.kind === 'autocomplete'
  isPrimaryEntryPointCommand = () => this.kind === 'primaryEntryPointCommand'
  isMessageComponent = () => COMPONENTS.has(this.kind)
  isModalSubmit = () => this.kind === 'modalSubmit'
  isButton = () => this.kind === 'button'
  isStringSelectMenu = () => this.kind === 'stringSelectMenu'
  isUserSelectMenu = () => this.kind === 'userSelectMenu'
  isRoleSelectMenu = () => this.kind === 'roleSelectMenu'
  isMentionableSelectMenu = () => this.kind === 'mentionableSelectMenu'
  isChannelSelectMenu = () => this.kind === 'channelSelectMenu'
  inCachedGuild = () => this.guildId !== null && this.guild !== null

  options = {
    getString: (name: string) => this.typed[name] ?? null,
    getChannel: (): { id: string } | null => null,
    getUser: (): FakeUser | null => null,
    getRole: (): { id: string } | null => null,
    getFocused: () => this.typed['document'] ?? '',
    getSubcommand: () => this.typed['subcommand'] ?? '',
  }
  /** What was entered into a modal. */
  fields = {
    getTextInputValue: (name: string) => this.typed[name] ?? '',
    getStringSelectValues: (name: string) => (this.typed[name] ?? '').split(' ').filter(Boolean),
  }

  reply = async (message: Sent) => {
    this.#first('reply', message)
    this.replied = true
    this.ephemeral = (Number(message['flags'] ?? 0) & MessageFlags.Ephemeral) !== 0
    return { resource: { message: { id: MESSAGE } } }
  }
  deferReply = async (options: Sent = {}) => {
    this.#first('defer', options)
    this.deferred = true
    this.ephemeral = (Number(options['flags'] ?? 0) & MessageFlags.Ephemeral) !== 0
  }
  update = async (message: Sent) => {
    this.#first('update', message)
    this.replied = true
  }
  deferUpdate = async () => {
    this.#first('defer-update')
    this.deferred = true
  }
  showModal = async (modal: Sent) => {
    this.#first('modal', modal)
    this.replied = true
  }
  respond = async (choices: unknown) => {
    this.#first('suggest', { choices })
    this.responded = true
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
    this.#first('launch')
    this.replied = true
    if (!this.launching.withBody) throw new TypeError("reading 'id' of undefined")
    return { resource: { activityInstance: { id: 'i-1' } }, interaction: {} }
  }

  #first(how: string, sent: Sent = {}): void {
    if (this.deferred || this.replied || this.responded) throw new Error(`${how}: answered before`)
    this.told.push({ how, ...sent })
  }

  /** As the type that the code under test wants. */
  as<T>(): T {
    return this as unknown as T
  }
}
