import { lostBy } from '../narrowing.ts'
import { asMembership } from './chat.ts'
import type { MembershipRecord } from './chat.ts'
import { bumpEpochsOf, insertGrant } from './documents.ts'
import type { Connection } from './open.ts'

/** They are in no channel any more; nothing that they wrote by that lands from now on (R31). */
export const forgetMemberships = (connection: Connection, userId: string): void => {
  const { db } = connection
  const rows = db
    .prepare<[string], MembershipRecord>('SELECT * FROM memberships WHERE user_id = ?')
    .all(userId)
    .map(asMembership)
  const lost = rows.flatMap((row) => lostBy({ ...row, access: 'none', roles: [] }, [row], null))
  for (const principal of new Set(lost)) bumpEpochsOf(connection, principal)
  db.prepare('DELETE FROM memberships WHERE user_id = ?').run(userId)
  for (const table of ['intents', 'shown'])
    db.prepare(`DELETE FROM ${table} WHERE user_id = ?`).run(userId)
}

/**
 * Withdraws all that a user was granted, also by being in a channel. A document that thereby loses its last owner goes to those who manage the
 * channel that it lives in (the one it was first granted to, else one that shows it), or else has none from now on.
 */
export const settleEstate = (connection: Connection, userId: string, at: number): void => {
  const { db } = connection
  const principal = `user:${userId}`
  forgetMemberships(connection, userId)
  bumpEpochsOf(connection, principal)
  const owned = db
    .prepare<[string], { document: string }>(
      "SELECT document FROM grants WHERE principal = ? AND role = 'own'",
    )
    .all(principal)
  db.prepare('DELETE FROM grants WHERE principal = ?').run(principal)
  const owner = db.prepare("SELECT 1 FROM grants WHERE document = ? AND role = 'own' LIMIT 1")
  const home = db.prepare<[string, string], { channel: string }>(
    `SELECT channel FROM (
       SELECT 0 AS shown, substr(principal, 9) AS channel, created_at AS first FROM grants
       WHERE document = ? AND principal LIKE 'channel:%'
       UNION ALL SELECT 1, channel, id FROM placements WHERE document = ?)
     ORDER BY shown, first, channel LIMIT 1`,
  )
  const orphan = db.prepare('UPDATE documents SET orphaned_at = ? WHERE id = ?')
  for (const { document } of owned) {
    if (owner.get(document) !== undefined) continue
    const lives = home.get(document, document)
    if (lives === undefined) orphan.run(at, document)
    else {
      const heirs = `managers:${lives.channel}`
      insertGrant(connection, {
        document,
        principal: heirs,
        role: 'own',
        grantedBy: null,
        createdAt: at,
      })
    }
  }
}
