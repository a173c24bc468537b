import { OverwriteType, PermissionFlagsBits as Can } from 'discord-api-types/v10'
import type { Seed, SeedChannel, SeedUser } from './seed.ts'

const ALL = Object.values(Can).reduce((all, bit) => all | bit, 0n)

/**
 * What a member may do in a channel (or, without one, in the guild): owner and administrators
 * everything; else roles, then the overwrites of @everyone, of the member's roles together, of the
 * member. Rule: docs.discord.com/developers/topics/permissions#permission-overwrites.
 */
export function permissionsOf(seed: Seed, user: SeedUser, channel?: SeedChannel): bigint {
  if (user.id === seed.guild.ownerId) return ALL
  const base = basePermissions(seed, user)
  if ((base & Can.Administrator) !== 0n) return ALL
  return channel ? withOverwrites(seed.guild.id, user, channel, base) : base
}

/** Whether all the bits are there. */
export function may(permissions: bigint, bits: bigint): boolean {
  return (permissions & bits) === bits
}

function basePermissions(seed: Seed, user: SeedUser): bigint {
  return seed.roles
    .filter((role) => role.id === seed.guild.id || user.roleIds.includes(role.id))
    .reduce((bits, role) => bits | role.permissions, 0n)
}

function withOverwrites(guildId: string, user: SeedUser, channel: SeedChannel, base: bigint) {
  const byRole = channel.overwrites.filter((o) => o.type === OverwriteType.Role)
  const steps = [
    byRole.filter((o) => o.id === guildId),
    byRole.filter((o) => o.id !== guildId && user.roleIds.includes(o.id)),
    channel.overwrites.filter((o) => o.type === OverwriteType.Member && o.id === user.id),
  ]
  const bits = steps.reduce((bits, step) => {
    const deny = step.reduce((all, o) => all | o.deny, 0n)
    const allow = step.reduce((all, o) => all | o.allow, 0n)
    return (bits & ~deny) | allow
  }, base)
  return may(bits, Can.ViewChannel) ? bits : 0n
}
