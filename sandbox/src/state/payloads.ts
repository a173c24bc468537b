import {
  ChannelType,
  InteractionType,
  MessageReferenceType,
  type APIAttachment,
  type APIGuildMember,
  type APIMessage,
  type APIRole,
  type APITextChannel,
  type APIUser,
} from 'discord-api-types/v10'
import { attachmentNames, withMedia } from './component.ts'
import type { Addresses } from './addresses.ts'
import type { Origin, StoredAttachment, StoredMessage } from './message.ts'
import type { SeedChannel, SeedRole, SeedUser } from './seed.ts'
import type { World } from './world.ts'

const IS_COMPONENTS_V2 = 1 << 15

/** The data directory may be older than the application's id. */
const GONE: Omit<SeedUser, 'id'> = {
  key: '',
  username: 'deleted_user',
  name: 'Deleted User',
  nick: null,
  roleIds: [],
  bot: false,
  hue: 0,
}

/** Turns what is kept into what Discord sends: one function a resource. */
export class Payloads {
  readonly #world: World
  readonly #addresses: Addresses

  constructor(world: World, addresses: Addresses) {
    this.#world = world
    this.#addresses = addresses
  }

  user(user: SeedUser): APIUser {
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
    return this.user(this.#world.user(id) ?? { ...GONE, id })
  }

  member(user: SeedUser): APIGuildMember {
    return {
      user: this.user(user),
      nick: user.nick,
      avatar: null,
      banner: null,
      roles: user.roleIds,
      joined_at: this.#world.seed.guild.joinedAt,
      premium_since: null,
      deaf: false,
      mute: false,
      flags: bits(0),
      pending: false,
      communication_disabled_until: null,
    }
  }

  role(role: SeedRole): APIRole {
    return {
      id: role.id,
      name: role.name,
      permissions: role.permissions.toString(),
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

  channel(channel: SeedChannel): APITextChannel & { guild_id: string } {
    return {
      id: channel.id,
      type: ChannelType.GuildText,
      guild_id: this.#world.seed.guild.id,
      name: channel.name,
      topic: channel.topic,
      position: channel.position,
      parent_id: null,
      nsfw: false,
      rate_limit_per_user: 0,
      flags: bits(0),
      last_message_id: this.#world.messages(channel.id).at(-1)?.id ?? null,
      permission_overwrites: channel.overwrites.map((overwrite) => ({
        id: overwrite.id,
        type: overwrite.type,
        allow: overwrite.allow.toString(),
        deny: overwrite.deny.toString(),
      })),
    }
  }

  message(stored: StoredMessage): APIMessage {
    const files = stored.attachments.map((file) => this.#attachment(stored, file))
    return {
      id: stored.id,
      channel_id: stored.channelId,
      type: stored.type,
      author: this.userById(stored.authorId),
      content: stored.content,
      embeds: stored.embeds,
      components: withMedia(stored.components, files),
      attachments: listedAttachments(stored, files),
      mentions: [],
      mention_roles: [],
      mention_everyone: false,
      pinned: false,
      tts: false,
      flags: bits(stored.flags),
      timestamp: stored.timestamp,
      edited_timestamp: stored.editedAt,
      ...(stored.origin && this.#origin(stored, stored.origin)),
    }
  }

  #attachment(stored: StoredMessage, file: StoredAttachment): APIAttachment {
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

  #origin(stored: StoredMessage, origin: Origin): Partial<APIMessage> {
    const user = this.userById(origin.userId)
    const metadata = {
      id: origin.id,
      type: origin.type,
      user,
      authorizing_integration_owners: { '0': this.#world.seed.guild.id },
      ...(origin.messageId !== undefined && { interacted_message_id: origin.messageId }),
    } as unknown as NonNullable<APIMessage['interaction_metadata']>
    return {
      application_id: this.#world.seed.bot.id,
      webhook_id: this.#world.seed.bot.id,
      interaction_metadata: metadata,
      ...(origin.commandName !== undefined && {
        interaction: {
          id: origin.id,
          type: InteractionType.ApplicationCommand,
          name: origin.commandName,
          user,
        },
      }),
      ...(origin.messageId !== undefined && {
        message_reference: {
          type: MessageReferenceType.Default,
          channel_id: stored.channelId,
          message_id: origin.messageId,
          guild_id: this.#world.seed.guild.id,
        },
      }),
    }
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
