import type { LinkRow } from '../store/types.ts'

/** Why a link opens nothing any more at `now` (ms since 1970); null while it does. */
export const endOf = (
  { revokedAt, expiresAt }: LinkRow,
  now: number,
): 'link_revoked' | 'link_expired' | null => {
  if (revokedAt !== null) return 'link_revoked'
  return expiresAt !== null && expiresAt <= now ? 'link_expired' : null
}
