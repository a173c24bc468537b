import { GatewayIntentBits as Intent, PermissionFlagsBits as Can } from 'discord-api-types/v10'
import { isDirect, isThread, type Channel, type Thread } from '../state/channel.ts'
import { threadMember } from '../state/channel-payload.ts'
import type { Payloads } from '../state/payloads.ts'
import { may, permissionsOf } from '../state/permissions.ts'
import type { User } from '../state/place.ts'
import type { World } from '../state/world.ts'
import type { Gateway } from './gateway.ts'
import { guildCreate } from './guild-event.ts'

/** Tells bots what happens to roles, channels, threads and members, by intent and by what the bot may see. */
export class PlaceEvents {
  readonly #world: World
  readonly #payloads: Payloads
  readonly #gateway: Gateway
  /** The text channels the bot sees. */
  #seen: string[]

  constructor(world: World, payloads: Payloads, gateway: Gateway) {
    this.#world = world
    this.#payloads = payloads
    this.#gateway = gateway
    this.#seen = this.#seenChannels()
  }

  listen(): void {
    const { place } = this.#world
    place.on('role', (role) => {
      const data = { guild_id: place.guild.id, role: this.#payloads.role(role) }
      this.#tell('GUILD_ROLE_UPDATE', data)
    })
    place.on('user', (user, before) => this.#userChanged(user, before))
    place.on('channel-create', (channel) => this.#created(channel))
    place.on('channel-update', (channel, before) => this.#updated(channel, before))
    place.on('channel-delete', (channel) => this.#deleted(channel))
    for (const event of ['role', 'user', 'channel-create', 'channel-update'] as const) {
      place.on(event, () => this.#syncThreads())
    }
  }

  /** When a channel comes into the bot's view, its threads do. */
  #syncThreads(): void {
    const before = this.#seen
    this.#seen = this.#seenChannels()
    const channel_ids = this.#seen.filter((id) => !before.includes(id))
    if (channel_ids.length === 0) return
    const threads = this.#world.place.channels
      .filter((channel) => isThread(channel))
      .filter((thread) => channel_ids.includes(thread.parentId) && this.#isSeen(thread))
    const { id } = this.#world.place.bot
    const own = threads.filter(({ memberIds }) => memberIds.includes(id))
    this.#tell('THREAD_LIST_SYNC', {
      guild_id: this.#world.place.guild.id,
      channel_ids,
      threads: threads.map((thread) => this.#payloads.channel(thread)),
      members: own.map((thread) => threadMember(thread, id)),
    })
  }

  #seenChannels(): string[] {
    const texts = this.#world.place.channels.filter(({ kind }) => kind === 'text')
    return texts.filter((channel) => this.#isSeen(channel)).map((channel) => channel.id)
  }

  #created(channel: Channel): void {
    if (isThread(channel)) this.#threadAppeared(channel, { newly_created: true })
    else if (!isDirect(channel)) this.#tell('CHANNEL_CREATE', this.#payloads.channel(channel))
  }

  #updated(channel: Channel, before: Channel): void {
    if (isThread(channel) && isThread(before)) this.#threadChanged(channel, before)
    else if (!isDirect(channel)) this.#tell('CHANNEL_UPDATE', this.#payloads.channel(channel))
  }

  #deleted(channel: Channel): void {
    if (isThread(channel)) this.#threadGone(channel)
    else if (!isDirect(channel)) this.#tell('CHANNEL_DELETE', this.#payloads.channel(channel))
  }

  #threadAppeared(thread: Thread, more: object = {}): void {
    if (!this.#isSeen(thread)) return
    this.#tell('THREAD_CREATE', {
      ...this.#payloads.channel(thread),
      ...this.#own(thread),
      ...more,
    })
  }

  #threadChanged(thread: Thread, before: Thread): void {
    const [isSeen, wasSeen] = [this.#isSeen(thread), this.#isSeen(before)]
    if (isSeen && wasSeen) this.#tell('THREAD_UPDATE', this.#payloads.channel(thread))
    if (isSeen && !wasSeen) this.#threadAppeared(thread)
    if (isSeen || wasSeen) this.#membersChanged(thread, before)
    if (!isSeen && wasSeen) this.#threadGone(thread)
  }

  /** Without the intent of members a bot hears only of itself. */
  #membersChanged(thread: Thread, before: Thread): void {
    const added = thread.memberIds.filter((id) => !before.memberIds.includes(id))
    const removed = before.memberIds.filter((id) => !thread.memberIds.includes(id))
    const botId = this.#world.place.bot.id
    this.#gateway.dispatch('THREAD_MEMBERS_UPDATE', Intent.Guilds, (intents: number) => {
      const isMine = (id: string) => (intents & Intent.GuildMembers) !== 0 || id === botId
      const [mine, gone] = [added.filter(isMine), removed.filter(isMine)]
      if (mine.length + gone.length === 0) return undefined
      return {
        id: thread.id,
        guild_id: this.#world.place.guild.id,
        member_count: thread.memberIds.length,
        added_members: mine.map((id) => this.#addedMember(thread, id)),
        removed_member_ids: gone,
      }
    })
  }

  #addedMember(thread: Thread, id: string) {
    const user = this.#world.place.user(id)
    const member = user && this.#payloads.member(user)
    return { ...threadMember(thread, id), presence: null, ...(member && { member }) }
  }

  #threadGone(thread: Thread): void {
    const { id, guild_id, parent_id, type } = this.#payloads.channel(thread) as {
      id: string
      guild_id?: string
      parent_id?: string
      type: number
    }
    this.#tell('THREAD_DELETE', { id, guild_id, parent_id, type })
  }

  #userChanged(user: User, before: User | undefined): void {
    const { place } = this.#world
    const guild_id = place.guild.id
    const isBot = user.id === place.bot.id
    if (isBot && before?.isMember !== user.isMember) return this.#botMoved(user)
    const { event, data } = this.#memberEvent(user, before)
    // Of its own member a bot always hears.
    const intent = isBot ? 0 : Intent.GuildMembers
    this.#gateway.dispatch(event, intent, { guild_id, ...data })
  }

  #memberEvent(user: User, before: User | undefined): { event: string; data: object } {
    if (before?.isMember === user.isMember) {
      return { event: 'GUILD_MEMBER_UPDATE', data: this.#payloads.member(user) }
    }
    return user.isMember
      ? { event: 'GUILD_MEMBER_ADD', data: this.#payloads.member(user) }
      : { event: 'GUILD_MEMBER_REMOVE', data: { user: this.#payloads.user(user) } }
  }

  #botMoved({ isMember }: User): void {
    if (isMember) this.#tell('GUILD_CREATE', guildCreate(this.#world, this.#payloads))
    else this.#tell('GUILD_DELETE', { id: this.#world.place.guild.id })
  }

  #own(thread: Thread): object {
    const { id } = this.#world.place.bot
    return thread.memberIds.includes(id) ? { member: threadMember(thread, id) } : {}
  }

  #isSeen(channel: Channel): boolean {
    const { place } = this.#world
    return may(permissionsOf(place, place.bot, channel), Can.ViewChannel)
  }

  #tell(event: string, data: unknown): void {
    this.#gateway.dispatch(event, Intent.Guilds, data)
  }
}
