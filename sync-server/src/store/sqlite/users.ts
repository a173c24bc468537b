import { StickyError } from '@sticky/shared/errors'
import type {
  IdentityRow,
  NextRefresh,
  PasswordLogin,
  Sessions,
  SessionRow,
  UsedRefresh,
  User,
  Users,
} from '../types.ts'
import { isSame } from '../same.ts'
import { settleEstate } from './estate.ts'
import { anotherIdentity, joinUsers } from './join.ts'
import type { Connection } from './open.ts'

type Row = {
  id: string
  username: string | null
  display_name: string
  color: string
  password_hash: string | null
  token_version: number
  created_at: number
}

const asUser = (row: Row | undefined): User | null =>
  row === undefined
    ? null
    : {
        id: row.id,
        username: row.username,
        displayName: row.display_name,
        color: row.color,
        passwordHash: row.password_hash,
        tokenVersion: row.token_version,
        createdAt: row.created_at,
      }

/** As a chat says; whoever has a user name chooses that themselves. */
const isCalled = ({ username, displayName }: User, said: User): boolean =>
  username !== null || displayName === said.displayName

export const sqliteUsers = (connection: Connection): Users => {
  const { db } = connection
  const byId = db.prepare<[string], Row>('SELECT * FROM users WHERE id = ? AND deleted_at IS NULL')
  const byName = db.prepare<[string], Row>(
    'SELECT * FROM users WHERE username_key = ? AND deleted_at IS NULL',
  )
  const nameOf = db.prepare<[string], Row & { asked: string }>(
    `SELECT u.*, asked.id AS asked FROM users asked
     JOIN users u ON u.id = coalesce(asked.joined_into, asked.id) WHERE asked.id = ?`,
  )
  const identity = db.prepare<[string, string], { user_id: string }>(
    'SELECT user_id FROM identities WHERE provider = ? AND subject = ?',
  )
  const subject = db.prepare<[string, string], { subject: string }>(
    'SELECT subject FROM identities WHERE user_id = ? AND provider = ?',
  )
  const identities = db.prepare<[string], IdentityRow>(
    'SELECT provider, subject FROM identities WHERE user_id = ? ORDER BY provider',
  )
  const addIdentity = db.prepare(
    'INSERT INTO identities (provider, subject, user_id) VALUES (?, ?, ?)',
  )
  const insert = (user: User): void => {
    db.prepare(
      `INSERT INTO users (id, username, username_key, display_name, color, password_hash, token_version, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      user.id,
      user.username,
      user.username?.toLowerCase() ?? null,
      user.displayName,
      user.color,
      user.passwordHash,
      user.tokenVersion,
      user.createdAt,
    )
  }
  const refuseTaken = (username: string): void => {
    if (byName.get(username.toLowerCase()) !== undefined) throw new StickyError('username_taken')
  }
  const create = (user: User): void => {
    if (user.username !== null) refuseTaken(user.username)
    insert(user)
  }
  const addLogin = db.prepare(
    `UPDATE users SET username = ?, username_key = ?, password_hash = ?
     WHERE id = ? AND username IS NULL AND password_hash IS NULL AND deleted_at IS NULL`,
  )
  const setLogin = (id: string, { username, passwordHash }: PasswordLogin): void => {
    refuseTaken(username)
    const { changes } = addLogin.run(username, username.toLowerCase(), passwordHash, id)
    if (changes === 0) throw new StickyError('conflict')
  }
  const rename = db.prepare('UPDATE users SET display_name = ? WHERE id = ?')
  const setPassword = db.prepare(
    'UPDATE users SET password_hash = ?, token_version = token_version + 1 WHERE id = ?',
  )
  const identify = (provider: string, subject: string, user: User): User => {
    const known = asUser(byId.get(identity.get(provider, subject)?.user_id ?? ''))
    if (known === null) {
      insert(user)
      addIdentity.run(provider, subject, user.id)
      return user
    }
    if (isCalled(known, user)) return known
    rename.run(user.displayName, known.id)
    return { ...known, displayName: user.displayName }
  }
  const attach = (id: string, { provider, subject: as }: IdentityRow): string => {
    const known = identity.get(provider, as)?.user_id
    if (known !== undefined) return known
    if (byId.get(id) === undefined) throw new StickyError('conflict')
    if (subject.get(id, provider) !== undefined) throw anotherIdentity(provider)
    addIdentity.run(provider, as, id)
    return id
  }
  const remove = (id: string, at: number): void => {
    db.prepare(
      `UPDATE users SET deleted_at = ?, username = NULL, username_key = NULL, display_name = 'Deleted user',
         password_hash = NULL, token_version = token_version + 1 WHERE id = ?`,
    ).run(at, id)
    settleEstate(connection, id, at)
    db.prepare('DELETE FROM identities WHERE user_id = ?').run(id)
    db.prepare('DELETE FROM sessions WHERE user_id = ?').run(id)
  }
  return {
    create: (user) => connection.write(() => create(user)),
    get: async (id) => asUser(byId.get(id)),
    byUsername: async (username) => asUser(byName.get(username.toLowerCase())),
    names: async (ids) => {
      const rows = ids.map((id) => nameOf.get(id)).filter((row) => row !== undefined)
      return new Map(
        rows.map(({ asked, id, display_name: displayName, color }) => [
          asked,
          { id, displayName, color },
        ]),
      )
    },
    change: (id, { displayName, passwordHash }) =>
      connection.write(() => {
        if (displayName !== undefined) rename.run(displayName, id)
        if (passwordHash === undefined) return
        setPassword.run(passwordHash, id)
        db.prepare('DELETE FROM sessions WHERE user_id = ?').run(id)
      }),
    setLogin: (id, login) => connection.write(() => setLogin(id, login)),
    delete: (id, at) => connection.write(() => remove(id, at)),
    identify: async (provider, subject, user) => {
      const known = asUser(byId.get(identity.get(provider, subject)?.user_id ?? ''))
      if (known !== null && isCalled(known, user)) return known
      return connection.write(() => identify(provider, subject, user))
    },
    identities: async (id) => identities.all(id),
    attach: (id, of) => connection.write(() => attach(id, of)),
    join: (from, into, at) => connection.write(() => joinUsers(connection, { from, into }, at)),
    subject: async (id, provider) => subject.get(id, provider)?.subject ?? null,
  }
}

type SessionRecord = {
  id: string
  user_id: string
  refresh_hash: string
  expires_at: number
  previous_hash: string | null
  rotated_at: number | null
}

const asSession = (row: SessionRecord): SessionRow => ({
  id: row.id,
  userId: row.user_id,
  refreshHash: row.refresh_hash,
  expiresAt: row.expires_at,
})

export const sqliteSessions = (connection: Connection): Sessions => {
  const { db } = connection
  const living = db.prepare<[string, number], SessionRecord>(
    'SELECT * FROM sessions WHERE id = ? AND expires_at > ?',
  )
  const setHash = db.prepare(
    `UPDATE sessions SET refresh_hash = ?, expires_at = ?, previous_hash = ?, rotated_at = ?
     WHERE id = ?`,
  )
  const remove = db.prepare('DELETE FROM sessions WHERE id = ?')
  const rotate = (
    { id, refreshHash: used }: UsedRefresh,
    next: NextRefresh,
    now: number,
    repeatSince: number,
  ): SessionRow | null => {
    const row = living.get(id, now)
    if (row === undefined) return null
    const isNewest = isSame(row.refresh_hash, used)
    const at = isNewest ? now : row.rotated_at
    const isRepeated = isSame(row.previous_hash ?? '', used) && at !== null && at >= repeatSince
    if (!isNewest && !isRepeated) {
      remove.run(id)
      return null
    }
    setHash.run(next.refreshHash, next.expiresAt, used, at, id)
    return { ...asSession(row), ...next }
  }
  const alive = db.prepare<[string, number]>(
    'SELECT 1 FROM sessions WHERE id = ? AND expires_at > ?',
  )
  return {
    create: async (session) => {
      await connection.write(() =>
        db
          .prepare(
            'INSERT INTO sessions (id, user_id, refresh_hash, expires_at) VALUES (?, ?, ?, ?)',
          )
          .run(session.id, session.userId, session.refreshHash, session.expiresAt),
      )
    },
    rotate: (used, next, now, repeatSince) =>
      connection.write(() => rotate(used, next, now, repeatSince)),
    alive: async (id, now) => alive.get(id, now) !== undefined,
    end: async (id) => {
      await connection.write(() => remove.run(id))
    },
  }
}
