import type { LinkRow, Links } from '../types.ts'
import { bumpEpoch, writeUnder } from './documents.ts'
import type { Connection } from './open.ts'

type Row = {
  id: string
  document: string
  token_hash: string
  token_end: string
  role: LinkRow['role']
  audience: LinkRow['audience']
  label: string | null
  expires_at: number | null
  password_hash: string | null
  created_by: string
  created_at: number
  use_count: number
  last_used_at: number | null
  revoked_at: number | null
}

const asLink = (row: Row): LinkRow => ({
  id: row.id,
  document: row.document,
  tokenHash: row.token_hash,
  tokenEnd: row.token_end,
  role: row.role,
  audience: row.audience,
  label: row.label,
  expiresAt: row.expires_at,
  passwordHash: row.password_hash,
  createdBy: row.created_by,
  createdAt: row.created_at,
  useCount: row.use_count,
  lastUsedAt: row.last_used_at,
  revokedAt: row.revoked_at,
})

const orNull = (row: Row | undefined): LinkRow | null => (row === undefined ? null : asLink(row))

export const sqliteLinks = (connection: Connection): Links => {
  const { db } = connection
  const byId = db.prepare<[string], Row>('SELECT * FROM links WHERE id = ?')
  const byHash = db.prepare<[string], Row>('SELECT * FROM links WHERE token_hash = ?')
  const live = db.prepare<[string, string, number], Row>(
    'SELECT * FROM links WHERE document = ? AND revoked_at IS NULL AND id > ? ORDER BY id LIMIT ?',
  )
  const insert = db.prepare(
    `INSERT INTO links (id, document, token_hash, token_end, role, audience, label, expires_at,
       password_hash, created_by, created_at)
     VALUES (@id, @document, @tokenHash, @tokenEnd, @role, @audience, @label, @expiresAt,
       @passwordHash, @createdBy, @createdAt)`,
  )
  const count = db.prepare<[number, string]>(
    `UPDATE links SET use_count = use_count + 1, last_used_at = ? WHERE id = ? AND revoked_at IS NULL`,
  )
  const end = db.prepare<[number, string, string]>(
    'UPDATE links SET revoked_at = ? WHERE document = ? AND id = ? AND revoked_at IS NULL',
  )
  return {
    create: (link, epoch) =>
      writeUnder(connection, link.document, epoch, () => {
        insert.run(link)
        return 'written'
      }),
    get: async (id) => orNull(byId.get(id)),
    byToken: async (tokenHash) => orNull(byHash.get(tokenHash)),
    of: async (document, { after, limit }) => live.all(document, after ?? '', limit).map(asLink),
    use: (id, at) => connection.write(() => count.run(at, id).changes > 0),
    revoke: (document, id, at, epoch) =>
      writeUnder(connection, document, epoch, () => {
        if (end.run(at, document, id).changes === 0) return false
        bumpEpoch(connection, document)
        return true
      }),
  }
}
