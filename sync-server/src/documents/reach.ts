import { higher, lower } from '@sticky/shared/access'
import type { Role } from '@sticky/shared/access'
import type { GrantRow, Membership, Reach } from '../store/types.ts'

/**
 * Through what documents are open to a user, and the most that a grant to it gives them: who sees a channel may view,
 * who may write in it may do what the grant says (F9); a role counts through any channel of its guild in which the
 * user was seen with it.
 */
export const reachOf = (userId: string, memberships: readonly Membership[]): Reach => {
  const seen = memberships.filter(({ access }) => access !== 'none')
  return new Map([
    [`user:${userId}`, 'own'],
    ...seen.map(({ channel, access }): [string, Role] => [
      `channel:${channel}`,
      access === 'edit' ? 'own' : 'view',
    ]),
    ...seen.flatMap((membership) =>
      rolesOf(membership).map((principal): [string, Role] => [principal, 'own']),
    ),
  ])
}

/** The roles that a membership proves, as principals. */
export const rolesOf = ({ channel, roles }: Membership): string[] =>
  roles.map((role) => `role:${channel.slice(0, channel.indexOf('/'))}/${role}`)

export const roleIn = (reach: Reach, grants: readonly GrantRow[]): Role =>
  grants.reduce<Role>(
    (role, grant) => higher(role, lower(grant.role, reach.get(grant.principal) ?? 'none')),
    'none',
  )
