import {
  InteractionType,
  MessageReferenceType,
  MessageType,
  type APIAttachment,
  type APIChannel,
  type APIGuildMember,
  type APIMessage,
  type APIRole,
  type APIUser,
} from 'discord-api-types/v10'
import { attachmentNames, withMedia } from './component.ts'
import type { Addresses } from './addresses.ts'
import type { Mentions, Origin, StoredAttachment, StoredMessage } from './message.ts'
import { channelPayload } from './channel-payload.ts'
import { isDirect, type Channel } from './channel.ts'
import type { Role, User } from './place.ts'
import type { World } from './world.ts'

const IS_COMPONENTS_V2 = 1 << 15
const HAS_THREAD = 1 << 5
const NOBODY: Mentions = { userIds: [], roleIds: [], everyone: false }

/** The data directory may be older than the application's id. */
const GONE: Omit<User, 'id'> = {
  key: '',
  username: 'deleted_user',
  name: 'Deleted User',
  nick: null,
  roleIds: [],
  bot: false,
  hue: 0,
  locale: 'en-US',
  isMember: false,
  hasInstalled: false,
}

/** Turns what is kept into what Discord sends: one function a resource. */
export class Payloads {
  readonly #world: World
  readonly #addresses: Addresses

  constructor(world: World, addresses: Addresses) {
    this.#world = world
    this.#addresses = addresses
  }

  user(user: User): APIUser {
    return {
      id: user.id,
      username: user.username,
      discriminator: user.bot ? '0001' : '0',
      global_name: user.bot ? null : user.name,
      avatar: this.#addresses.avatarHash(user),
      public_flags: bits(0),
      flags: bits(0),
      primary_guild: null,
      ...(user.bot && { bot: true }),
    }
  }

  userById(id: string): APIUser {
    return this.user(this.#world.place.user(id) ?? { ...GONE, id })
  }

  member(user: User): APIGuildMember {
    return {
      user: this.user(user),
      nick: user.nick,
      avatar: null,
      banner: null,
      roles: user.roleIds,
      joined_at: this.#world.place.guild.joinedAt,
      premium_since: null,
      deaf: false,
      mute: false,
      flags: bits(0),
      pending: false,
      communication_disabled_until: null,
    }
  }

  role(role: Role): APIRole {
    return {
      id: role.id,
      name: role.name,
      permissions: role.permissions,
      position: role.position,
      color: role.color,
      colors: { primary_color: role.color, secondary_color: null, tertiary_color: null },
      hoist: role.color !== 0,
      managed: role.botId !== undefined,
      mentionable: false,
      icon: null,
      unicode_emoji: null,
      flags: bits(0),
      ...(role.botId !== undefined && { tags: { bot_id: role.botId } }),
    }
  }

  channel(channel: Channel): APIChannel {
    return channelPayload(this.#world, channel, (id) => this.userById(id))
  }

  message(stored: StoredMessage): APIMessage {
    return { ...this.#plain(stored), ...this.#answered(stored) }
  }

  #plain(stored: StoredMessage): APIMessage {
    const files = stored.attachments.map((file) => this.attachment(stored, file))
    const mentions = stored.mentions ?? NOBODY
    const thread = this.#world.place.channel(stored.id)
    return {
      id: stored.id,
      channel_id: stored.channelId,
      type: stored.type,
      author: this.userById(stored.authorId),
      content: stored.content,
      embeds: stored.embeds,
      components: withMedia(stored.components, files),
      attachments: listedAttachments(stored, files),
      mentions: mentions.userIds.map((id) => this.userById(id)),
      mention_roles: mentions.roleIds,
      mention_everyone: mentions.everyone,
      pinned: stored.pinnedAt !== undefined,
      tts: false,
      flags: bits(stored.flags | (thread ? HAS_THREAD : 0)),
      timestamp: stored.timestamp,
      edited_timestamp: stored.editedAt,
      ...(thread && { thread: this.channel(thread) }),
      ...(stored.origin && this.#origin(stored.origin)),
    }
  }

  /** What a message refers to; the message itself is absent when there is no such thing, null when it is gone. */
  #answered(stored: StoredMessage): Partial<APIMessage> {
    const message_id = stored.origin?.messageId ?? stored.replyTo
    if (message_id === undefined) return {}
    const channel = this.#world.place.channel(stored.channelId)
    const guildId = channel && !isDirect(channel) ? this.#world.place.guild.id : undefined
    const source = this.#world.message(message_id)
    const isVisible = source?.ephemeralFor === undefined
    return {
      message_reference: {
        type: MessageReferenceType.Default,
        channel_id: stored.channelId,
        message_id,
        ...(guildId !== undefined && { guild_id: guildId }),
      },
      ...(isVisible &&
        stored.type !== MessageType.ChannelPinnedMessage && {
          referenced_message: source ? this.#plain(source) : null,
        }),
    }
  }

  /** A file with an address that is valid for a day. */
  attachment(
    stored: Pick<StoredMessage, 'channelId' | 'ephemeralFor'>,
    file: StoredAttachment,
  ): APIAttachment {
    const url = this.#addresses.attachment(stored.channelId, file)
    return {
      id: file.id,
      filename: file.filename,
      size: file.size,
      url,
      proxy_url: url,
      content_type: file.contentType,
      ...(file.width !== undefined && { width: file.width }),
      ...(file.height !== undefined && { height: file.height }),
      ...(file.description !== undefined && { description: file.description }),
      ...(stored.ephemeralFor !== undefined && { ephemeral: true }),
    }
  }

  #origin(origin: Origin): Partial<APIMessage> {
    const { id } = this.#world.place.bot
    return {
      application_id: id,
      webhook_id: id,
      interaction_metadata: this.#metadata(origin),
      ...(origin.commandName !== undefined && {
        interaction: {
          id: origin.id,
          type: InteractionType.ApplicationCommand,
          name: origin.commandName,
          user: this.userById(origin.userId),
        },
      }),
    }
  }

  #metadata(origin: Origin): NonNullable<APIMessage['interaction_metadata']> {
    const { id, type, owners, messageId, trigger } = origin
    return {
      id,
      type,
      user: this.userById(origin.userId),
      authorizing_integration_owners: owners,
      ...(type === 3 && { interacted_message_id: messageId }),
      ...(trigger && { triggering_interaction_metadata: this.#metadata(trigger) }),
    } as unknown as NonNullable<APIMessage['interaction_metadata']>
  }
}

/**
 * Files that a V2 message shows through its components are not listed again. [?] The docs say so;
 * only real Discord can tell whether it does, so callers must bear both.
 */
function listedAttachments(stored: StoredMessage, files: APIAttachment[]): APIAttachment[] {
  if ((stored.flags & IS_COMPONENTS_V2) === 0) return files
  const shown = attachmentNames(stored.components)
  return files.filter((file) => !shown.has(file.filename))
}

/** Flags are numbers here and bit enums in the payload types. */
function bits<Flags>(value: number): Flags {
  return value as unknown as Flags
}
