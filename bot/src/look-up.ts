import {
  ChannelType,
  DiscordAPIError,
  PermissionFlagsBits as Can,
  RESTJSONErrorCodes as Code,
} from 'discord.js'
import type { Client, Guild, GuildBasedChannel, GuildMember } from 'discord.js'
import { accessOf, managing } from './membership.ts'
import type { Membership } from './membership.ts'

/** These answers of Discord mean "not there", as opposed to "cannot say now". */
const ABSENT = new Set<number | string>([
  Code.UnknownMember,
  Code.UnknownUser,
  Code.UnknownChannel,
  Code.MissingAccess,
])

/**
 * What somebody may do in a channel now (F9, R31). `null` where the bot can't know: it is not in
 * that server, or the server is out of order; what was proved last then lapses by itself. Throws
 * when Discord fails.
 *
 * Guild, roles and overwrites are kept current by the gateway; the member is fetched with `force`,
 * because changes of members are not pushed without a privileged intent and the cache would answer
 * from the past.
 */
export const lookUp = async (
  discord: Client<true>,
  channelKey: string,
  discordId: string,
): Promise<Membership | null> => {
  const [guildId = '', channelId = ''] = channelKey.split('/')
  if (guildId === '@me') return inDirectMessage(discord, channelKey, channelId, discordId)
  const guild = discord.guilds.cache.get(guildId)
  if (guild === undefined || !guild.available) return null
  const [member, channel] = await Promise.all([
    orAbsent(memberOf(guild, discordId)),
    orAbsent(channelOf(guild, channelId)),
  ])
  if (member === null) return { channel: channelKey, access: 'none', roles: [] }
  const access = channel === null ? 'none' : await accessIn(channel, member)
  const roles = [...member.roles.cache.keys()]
  return { channel: channelKey, access, roles, ...managing(member.permissions) }
}

/** Members that are being fetched: a list asks for many channels of a server at once. */
const fetching = new WeakMap<Guild, Map<string, Promise<GuildMember>>>()

const memberOf = (guild: Guild, discordId: string): Promise<GuildMember> => {
  const inGuild = fetching.get(guild) ?? new Map<string, Promise<GuildMember>>()
  fetching.set(guild, inGuild)
  const member =
    inGuild.get(discordId) ??
    guild.members
      .fetch({ user: discordId, force: true })
      .finally(() => void inGuild.delete(discordId))
  inGuild.set(discordId, member)
  return member
}

const channelOf = async (guild: Guild, id: string): Promise<GuildBasedChannel | null> =>
  guild.channels.cache.get(id) ?? guild.channels.fetch(id)

const accessIn = async (
  channel: GuildBasedChannel,
  member: GuildMember,
): Promise<Membership['access']> => {
  const permissions = channel.permissionsFor(member)
  if (!channel.isThread()) return accessOf(permissions, false)
  // A private thread is seen by those in it and by who manages threads, whatever its parent allows.
  const hidden = channel.type === ChannelType.PrivateThread && !permissions.has(Can.ManageThreads)
  if (hidden && (await orAbsent(channel.members.fetch(member.id))) === null) return 'none'
  return accessOf(permissions, true)
}

/** The bot sees only direct messages with itself; who is in others only their interactions tell. */
const inDirectMessage = async (
  discord: Client<true>,
  key: string,
  channelId: string,
  discordId: string,
): Promise<Membership | null> => {
  const channel = await orAbsent(discord.channels.fetch(channelId))
  if (channel === null || !channel.isDMBased() || !('recipientId' in channel)) return null
  const access = channel.recipientId === discordId ? 'manage' : 'none'
  return { channel: key, access, roles: [] }
}

const orAbsent = async <T>(asked: Promise<T>): Promise<T | null> => {
  try {
    return await asked
  } catch (error) {
    if (error instanceof DiscordAPIError && ABSENT.has(error.code)) return null
    throw error
  }
}
