/** What somebody may do in one document, from nothing to everything; the order is the ranking. */
export const ROLES = ['none', 'view', 'tick', 'edit', 'own'] as const
export type Role = (typeof ROLES)[number]

export const rank = (role: Role): number => ROLES.indexOf(role)

/** True when `role` includes everything that `needed` allows. */
export const allows = (role: Role, needed: Role): boolean => rank(role) >= rank(needed)

export const higher = (a: Role, b: Role): Role => (rank(a) >= rank(b) ? a : b)
export const lower = (a: Role, b: Role): Role => (rank(a) <= rank(b) ? a : b)

/** Who writes to the socket: `tick` is `view` there, ticking goes through the API (R33). */
export const mayWrite = (role: Role): boolean => allows(role, 'edit')
