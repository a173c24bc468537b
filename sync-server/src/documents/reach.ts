import { higher, lower } from '@sticky/shared/access'
import type { Role } from '@sticky/shared/access'
import type { GrantRow, Membership, Reach } from '../store/types.ts'

/**
 * Through what documents are open to a user, and the most that a grant to it gives them: who sees a channel may view,
 * who may write in it may do what the grant says (F9), who manages it may do so for its managers (F40); a role counts
 * through any channel of its guild in which the user was seen with it.
 */
export const reachOf = (userId: string, memberships: readonly Membership[]): Reach =>
  new Map([[`user:${userId}`, 'own'], ...memberships.flatMap((one) => [...throughOne(one)])])

/** What a membership proves, as principals. */
export const principalsOf = (membership: Membership): string[] => [...throughOne(membership).keys()]

const throughOne = ({ channel, access, roles }: Membership): Reach => {
  if (access === 'none') return new Map()
  const guild = channel.slice(0, channel.indexOf('/'))
  return new Map([
    [`channel:${channel}`, access === 'view' ? 'view' : 'own'],
    ...(access === 'manage' ? [[`managers:${channel}`, 'own'] as const] : []),
    ...roles.map((role) => [`role:${guild}/${role}`, 'own'] as const),
  ])
}

export const roleIn = (reach: Reach, grants: readonly GrantRow[]): Role =>
  grants.reduce<Role>(
    (role, grant) => higher(role, lower(grant.role, reach.get(grant.principal) ?? 'none')),
    'none',
  )
