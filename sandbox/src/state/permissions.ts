import { OverwriteType, PermissionFlagsBits as Can } from 'discord-api-types/v10'
import { isDirect, isThread, type Channel, type TextChannel, type Thread } from './channel.ts'
import type { Place, User } from './place.ts'

const ALL = Object.values(Can).reduce((all, bit) => all | bit, 0n)

/** What everybody may do in a DM they are in. */
const DIRECT =
  Can.ViewChannel |
  Can.SendMessages |
  Can.ReadMessageHistory |
  Can.AddReactions |
  Can.EmbedLinks |
  Can.AttachFiles |
  Can.MentionEveryone |
  Can.UseExternalEmojis |
  Can.UseApplicationCommands |
  Can.UseEmbeddedActivities |
  Can.PinMessages

type Rules = Pick<Place, 'guild' | 'roles' | 'channel'>

/**
 * What somebody may do in a channel (or, without one, in the guild): owner and administrators everything; else
 * roles, then the overwrites of @everyone, of the member's roles together, of the member. A thread has the rights of
 * its channel; a private one is hidden from whoever is not in it and may not manage threads.
 * Rule: docs.discord.com/developers/topics/permissions#permission-overwrites.
 */
export function permissionsOf(place: Rules, user: User, channel?: Channel): bigint {
  if (channel && isDirect(channel)) return channel.recipientIds.includes(user.id) ? DIRECT : 0n
  if (!user.isMember) return 0n
  if (user.id === place.guild.ownerId) return ALL
  const base = basePermissions(place, user)
  if (may(base, Can.Administrator)) return ALL
  if (!channel) return base
  return isThread(channel)
    ? inThread(place, user, channel, base)
    : withOverwrites(place.guild.id, user, channel, base)
}

/** Whether all the bits are there. */
export function may(permissions: bigint, bits: bigint): boolean {
  return (permissions & bits) === bits
}

/** Whether somebody may write there; in threads another permission decides, and a locked one is for who manages it. */
export function maySendIn(place: Rules, user: User, channel: Channel): boolean {
  const permissions = permissionsOf(place, user, channel)
  if (!isThread(channel)) return may(permissions, Can.ViewChannel | Can.SendMessages)
  if (channel.isLocked && !may(permissions, Can.ManageThreads)) return false
  return may(permissions, Can.ViewChannel | Can.SendMessagesInThreads)
}

function basePermissions(place: Rules, user: User): bigint {
  return place.roles
    .filter((role) => role.id === place.guild.id || user.roleIds.includes(role.id))
    .reduce((bits, role) => bits | BigInt(role.permissions), 0n)
}

function inThread(place: Rules, user: User, thread: Thread, base: bigint): bigint {
  const parent = place.channel(thread.parentId)
  if (parent?.kind !== 'text') return 0n
  const bits = withOverwrites(place.guild.id, user, parent, base)
  const isHidden = thread.kind === 'private-thread' && !thread.memberIds.includes(user.id)
  return isHidden && !may(bits, Can.ManageThreads) ? 0n : bits
}

function withOverwrites(guildId: string, user: User, channel: TextChannel, base: bigint) {
  const byRole = channel.overwrites.filter((o) => o.type === OverwriteType.Role)
  const steps = [
    byRole.filter((o) => o.id === guildId),
    byRole.filter((o) => o.id !== guildId && user.roleIds.includes(o.id)),
    channel.overwrites.filter((o) => o.type === OverwriteType.Member && o.id === user.id),
  ]
  const bits = steps.reduce((bits, step) => {
    const deny = step.reduce((all, o) => all | BigInt(o.deny), 0n)
    const allow = step.reduce((all, o) => all | BigInt(o.allow), 0n)
    return (bits & ~deny) | allow
  }, base)
  return may(bits, Can.ViewChannel) ? bits : 0n
}
