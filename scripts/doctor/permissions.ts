import { OverwriteType, PermissionsBitField } from 'discord.js'
import type { APIGuildMember, APIOverwrite, APIRole, PermissionsString } from 'discord.js'

const ADMINISTRATOR = PermissionsBitField.Flags.Administrator

type Member = Pick<APIGuildMember, 'roles'> & { id: string }

/** What a server gives a member as a whole. */
const inGuild = (guildId: string, roles: readonly APIRole[], member: Member): bigint =>
  roles
    .filter(({ id }) => id === guildId || member.roles.includes(id))
    .reduce((bits, { permissions }) => bits | BigInt(permissions), 0n)

/**
 * What a member may do in a channel: administrators everything; else their roles, then what the channel says to
 * everybody, to their roles together, and to them. Of Discord's rules as far as they are about what is missing: who
 * may not view a channel may do nothing there.
 */
export const inChannel = (
  guildId: string,
  roles: readonly APIRole[],
  overwrites: readonly APIOverwrite[],
  member: Member,
): PermissionsBitField => {
  const base = inGuild(guildId, roles, member)
  if ((base & ADMINISTRATOR) !== 0n) return new PermissionsBitField(PermissionsBitField.All)
  const ofRoles = overwrites.filter(({ type }) => type === OverwriteType.Role)
  const steps = [
    ofRoles.filter(({ id }) => id === guildId),
    ofRoles.filter(({ id }) => id !== guildId && member.roles.includes(id)),
    overwrites.filter(({ type, id }) => type === OverwriteType.Member && id === member.id),
  ]
  const permissions = new PermissionsBitField(steps.reduce(after, base))
  return permissions.has('ViewChannel') ? permissions : new PermissionsBitField(0n)
}

const after = (bits: bigint, overwrites: readonly APIOverwrite[]): bigint => {
  const denied = overwrites.reduce((all, { deny }) => all | BigInt(deny), 0n)
  const allowed = overwrites.reduce((all, { allow }) => all | BigInt(allow), 0n)
  return (bits & ~denied) | allowed
}

/** As Discord's own pages call it: `View Channel`. */
export const readable = (name: PermissionsString): string =>
  name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
