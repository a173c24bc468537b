import { higher } from '@sticky/shared/access'
import { StickyError } from '@sticky/shared/errors'
import type { GrantRow } from '../types.ts'
import { asMembership, membershipWriter } from './chat.ts'
import type { MembershipRecord } from './chat.ts'
import { asGrant, bumpEpochsOf, insertGrant } from './documents.ts'
import type { GrantRecord } from './documents.ts'
import { forgetMemberships } from './estate.ts'
import type { Connection } from './open.ts'

type Two = { from: string; into: string }

/** The stronger of two rights stays, with who gave it. */
const moveGrants = (connection: Connection, { from, into }: Two): void => {
  const { db } = connection
  const [before, after] = [`user:${from}`, `user:${into}`]
  bumpEpochsOf(connection, before)
  const granted = db
    .prepare<[string], GrantRecord>('SELECT * FROM grants WHERE principal = ?')
    .all(before)
    .map(asGrant)
  const has = db.prepare<[string, string], { role: GrantRow['role'] }>(
    'SELECT role FROM grants WHERE document = ? AND principal = ?',
  )
  for (const grant of granted) {
    const role = has.get(grant.document, after)?.role ?? 'none'
    if (higher(grant.role, role) !== role) insertGrant(connection, { ...grant, principal: after })
  }
  db.prepare('DELETE FROM grants WHERE principal = ?').run(before)
}

/** Of two words on one channel the newer one counts. */
const moveMemberships = (connection: Connection, { from, into }: Two): void => {
  const { db } = connection
  const put = membershipWriter(connection)
  const seen = db
    .prepare<[string], MembershipRecord>('SELECT * FROM memberships WHERE user_id = ?')
    .all(from)
  const known = db
    .prepare<[string, string, number], number>(
      'SELECT 1 FROM memberships WHERE user_id = ? AND channel = ? AND proved_at >= ?',
    )
    .pluck()
  forgetMemberships(connection, from)
  for (const row of seen) {
    if (known.get(into, row.channel, row.proved_at) === undefined)
      put({ ...asMembership(row), userId: into })
  }
}

const moveIntents = ({ db }: Connection, { from, into }: Two): void => {
  db.prepare(
    `INSERT INTO intents (user_id, channel_id, document, instance_id, at)
     SELECT ?, channel_id, document, instance_id, at FROM intents WHERE user_id = ?
     ON CONFLICT (user_id, channel_id) DO UPDATE SET
     document = excluded.document, instance_id = excluded.instance_id, at = excluded.at
     WHERE excluded.at > intents.at`,
  ).run(into, from)
}

/** Each column that says who did something, once for each of its indexes. */
const DEEDS = [
  'documents SET created_by = @into WHERE created_by = @from AND deleted_at IS NULL',
  'documents SET created_by = @into WHERE created_by = @from AND deleted_at IS NOT NULL',
  'grants SET granted_by = @into WHERE granted_by = @from',
  'links SET created_by = @into WHERE created_by = @from',
  'identities SET user_id = @into WHERE user_id = @from',
  'users SET joined_into = @into WHERE joined_into = @from',
]

type Found = { id: string; password_hash: string | null }

const check = ({ db }: Connection, { from, into }: Two): void => {
  const found = db
    .prepare<[string, string], Found>(
      'SELECT id, password_hash FROM users WHERE id IN (?, ?) AND deleted_at IS NULL',
    )
    .all(from, into)
  if (found.length !== 2) throw new StickyError('conflict')
  if (found.some(({ id, password_hash: hash }) => id === from && hash !== null)) {
    throw new StickyError(
      'conflict',
      'This belongs to an account that has a password of its own. Sign in there and go on with that one, or delete it, then retry.',
    )
  }
  const twice = db
    .prepare<[string, string], string>(
      `SELECT a.provider FROM identities a JOIN identities b ON b.provider = a.provider
       WHERE a.user_id = ? AND b.user_id = ?`,
    )
    .pluck()
    .get(from, into)
  if (twice !== undefined) throw anotherIdentity(twice)
}

/** Nobody is two people of one provider: look-ups in its chats would have to know which. */
export const anotherIdentity = (provider: string): StickyError =>
  new StickyError(
    'conflict',
    `You are connected to another person of ${provider} already. Sign in as that one, or connect this one to another account.`,
  )

/** See `Users.join`. To be called inside a transaction. */
export const joinUsers = (connection: Connection, two: Two, at: number): void => {
  const { db } = connection
  const { from, into } = two
  check(connection, two)
  moveGrants(connection, two)
  moveIntents(connection, two)
  moveMemberships(connection, two)
  for (const deed of DEEDS) db.prepare(`UPDATE ${deed}`).run(two)
  db.prepare('DELETE FROM sessions WHERE user_id = ?').run(from)
  db.prepare(
    `UPDATE users SET deleted_at = ?, joined_into = ?, display_name = 'Joined user', username = NULL,
       username_key = NULL, token_version = token_version + 1 WHERE id = ?`,
  ).run(at, into, from)
}
