import { higher, lower } from '@sticky/shared/access'
import type { Role } from '@sticky/shared/access'
import type { AllowedRoles, GrantRow, GuildRules, Membership, Reach } from '../store/types.ts'

/** What servers of chats have set, by server. */
export type Rules = ReadonlyMap<string, GuildRules>

const NO_RULES: Rules = new Map()

/**
 * Through what documents are open to a user, and the most that a grant to it gives them: who sees a channel may view,
 * who may write in it may do what the grant says (F9), unless its server lets only some roles edit; who manages it may do so for
 * its managers (F40); a role counts through any channel of its guild in which the user was seen with it.
 */
export const reachOf = (
  userId: string,
  memberships: readonly Membership[],
  rules: Rules = NO_RULES,
): Reach =>
  new Map([[`user:${userId}`, 'own'], ...memberships.flatMap((one) => [...throughOne(one, rules)])])

/** What a membership proves, as principals. */
export const principalsOf = (membership: Membership): string[] => [
  ...throughOne(membership, NO_RULES).keys(),
]

/** The server of a membership's channel. */
export const guildOf = ({ channel }: Pick<Membership, 'channel'>): string =>
  channel.slice(0, channel.indexOf('/'))

/**
 * Whether a rule of a channel's server lets them: who may write there and, if it names roles, has one of these; always who
 * manages roles there or the server.
 */
export const mayBy = (
  allowed: AllowedRoles,
  { access, roles, managesGuild }: Membership,
): boolean => {
  if (access === 'none') return false
  if (access === 'manage' || managesGuild === true) return true
  return access === 'edit' && isAmong(allowed, roles)
}

/** Whether a rule names one of these roles, or none at all. */
export const isAmong = (allowed: AllowedRoles, roles: readonly string[]): boolean =>
  allowed === null || roles.some((role) => allowed.includes(role))

const throughOne = (membership: Membership, rules: Rules): Reach => {
  const { channel, access, roles } = membership
  if (access === 'none') return new Map()
  const guild = guildOf(membership)
  const writes = access !== 'view' && mayBy(rules.get(guild)?.edit ?? null, membership)
  return new Map([
    [`channel:${channel}`, writes ? 'own' : 'view'],
    ...(access === 'manage' ? [[`managers:${channel}`, 'own'] as const] : []),
    ...roles.map((role) => [`role:${guild}/${role}`, 'own'] as const),
  ])
}

export const roleIn = (reach: Reach, grants: readonly GrantRow[]): Role =>
  grants.reduce<Role>(
    (role, grant) => higher(role, lower(grant.role, reach.get(grant.principal) ?? 'none')),
    'none',
  )
