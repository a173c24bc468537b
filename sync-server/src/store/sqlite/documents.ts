import { StickyError } from '@sticky/shared/errors'
import type { Documents, GrantRow, Grants, NewDocument } from '../types.ts'
import { asDocument } from './document-row.ts'
import type { DocumentRecord } from './document-row.ts'
import { addEvent } from './events.ts'
import { forgetLog, insertFirst, prepareLog } from './log.ts'
import type { Connection } from './open.ts'
import { purgeOrphans } from './purge.ts'

/** What goes with a document for ever, beside its log. What is left of it are its row, its head and its placements. */
const OF_A_DOCUMENT = 'snapshots versions unversioned blobs grants links intents shown'.split(' ')

/** Everything signed or in flight under the old epoch stops counting (R31). */
export const bumpEpoch = (connection: Connection, document: string): void => {
  connection.db.prepare('UPDATE heads SET epoch = epoch + 1 WHERE document = ?').run(document)
}

const epochOf = (connection: Connection, document: string): number | null =>
  connection.db
    .prepare<[string], number>('SELECT epoch FROM heads WHERE document = ?')
    .pluck()
    .get(document) ?? null

/** All of `write` in one transaction; nothing when the document has another epoch than was passed (R31). */
export const writeUnder = <T>(
  connection: Connection,
  document: string,
  epoch: number | undefined,
  write: () => T,
): Promise<T | 'epoch'> =>
  connection.write(() =>
    epoch === undefined || epochOf(connection, document) === epoch ? write() : 'epoch',
  )

/** The same for every document with a grant to this principal. */
export const bumpEpochsOf = (connection: Connection, principal: string): void => {
  connection.db
    .prepare(
      `UPDATE heads SET epoch = epoch + 1
       WHERE document IN (SELECT document FROM grants WHERE principal = ?)`,
    )
    .run(principal)
}

/**
 * Something other than the text has changed: tell the cards, also those of a bot that is away. It counts down, so that
 * one change is not mistaken for the one before.
 */
const announceChange = (connection: Connection, document: string): void => {
  connection.db
    .prepare('UPDATE placements SET shown_seq = min(shown_seq, 0) - 1 WHERE document = ?')
    .run(document)
  addEvent(connection, { type: 'document.changed', documentId: document })
}

export const insertGrant = (connection: Connection, grant: GrantRow): void => {
  connection.db
    .prepare(
      `INSERT INTO grants (document, principal, role, granted_by, created_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (document, principal) DO UPDATE SET role = excluded.role, granted_by = excluded.granted_by`,
    )
    .run(grant.document, grant.principal, grant.role, grant.grantedBy, grant.createdAt)
}

export const sqliteDocuments = (connection: Connection, list: Documents['list']): Documents => {
  const { db } = connection
  const statements = prepareLog(connection)
  const get = db.prepare<[string], DocumentRecord>('SELECT * FROM documents WHERE id = ?')
  const create = ({ row, generation, grants, first }: NewDocument): void => {
    db.prepare(
      'INSERT INTO documents (id, title, created_by, created_at, modified_at) VALUES (?, ?, ?, ?, ?)',
    ).run(row.id, row.title, row.createdBy, row.createdAt, row.modifiedAt)
    db.prepare('INSERT INTO heads (document, generation, seq, epoch) VALUES (?, ?, 0, 1)').run(
      row.id,
      generation,
    )
    for (const grant of grants) insertGrant(connection, grant)
    if (first !== null) insertFirst(statements, row.id, [first])
  }
  const setDeleted = (id: string, deletedAt: number | null): 'written' => {
    db.prepare('UPDATE documents SET deleted_at = ? WHERE id = ?').run(deletedAt, id)
    db.prepare('UPDATE heads SET deleted = ? WHERE document = ?').run(
      deletedAt === null ? 0 : 1,
      id,
    )
    bumpEpoch(connection, id)
    announceChange(connection, id)
    return 'written'
  }
  return {
    create: (document) => connection.write(() => create(document)),
    get: async (id) => {
      const row = get.get(id)
      return row === undefined ? null : asDocument(row)
    },
    epoch: async (id) => epochOf(connection, id),
    list,
    rename: (id, title, at, epoch) =>
      writeUnder(connection, id, epoch, () => {
        db.prepare('UPDATE documents SET title = ?, modified_at = ? WHERE id = ?').run(
          title,
          at,
          id,
        )
        announceChange(connection, id)
        return 'written'
      }),
    setDeleted: (id, deletedAt, epoch) =>
      writeUnder(connection, id, epoch, () => setDeleted(id, deletedAt)),
    erase: (id, at, epoch) =>
      writeUnder(connection, id, epoch, () => {
        forgetLog(connection, id)
        for (const table of OF_A_DOCUMENT)
          db.prepare(`DELETE FROM ${table} WHERE document = ?`).run(id)
        // nobody can tell whose those without a document are
        db.prepare('DELETE FROM blobs WHERE document IS NULL').run()
        db.prepare(`UPDATE documents SET title = 'Deleted document' WHERE id = ?`).run(id)
        // what is being merged right now is of another one
        db.prepare(`UPDATE heads SET generation = 'erased' WHERE document = ?`).run(id)
        return setDeleted(id, get.get(id)?.deleted_at ?? at)
      }),
    purge: (before, limit) => connection.write(() => purgeOrphans(connection, before, limit)),
  }
}

export type GrantRecord = {
  document: string
  principal: string
  role: GrantRow['role']
  granted_by: string | null
  created_at: number
}

export const asGrant = (row: GrantRecord): GrantRow => ({
  document: row.document,
  principal: row.principal,
  role: row.role,
  grantedBy: row.granted_by,
  createdAt: row.created_at,
})

export const sqliteGrants = (connection: Connection): Grants => {
  const owners = connection.db.prepare<[string], { principal: string }>(
    "SELECT principal FROM grants WHERE document = ? AND role = 'own' LIMIT 2",
  )
  /** Checked where it is written, so that two owners can't remove each other at the same time. */
  const keepAnOwner = (document: string, principal: string): void => {
    const [owner, another] = owners.all(document)
    if (owner?.principal === principal && another === undefined) throw new StickyError('last_owner')
  }
  const of = connection.db.prepare<[string], GrantRecord>(
    'SELECT * FROM grants WHERE document = ? ORDER BY created_at, principal',
  )
  // the primary key is read in three ranges: what sorts before, is, and sorts after the users
  const concerning = connection.db.prepare<[string, string, string, string], GrantRecord>(
    `SELECT * FROM grants WHERE document = ? AND principal < 'user:'
     UNION ALL SELECT * FROM grants WHERE document = ? AND principal = ?
     UNION ALL SELECT * FROM grants WHERE document = ? AND principal >= 'user;'`,
  )
  const granted = connection.db
    .prepare<[string], string>(
      `SELECT p.value FROM json_each(?) p
       WHERE EXISTS (SELECT 1 FROM grants g WHERE g.principal = p.value)`,
    )
    .pluck()
  /** Cards stand in channels: whether one may show the document has changed. */
  const tellCards = (document: string, principal: string): void => {
    if (principal.startsWith('channel:')) announceChange(connection, document)
  }
  const remove = connection.db.prepare('DELETE FROM grants WHERE document = ? AND principal = ?')
  return {
    of: async (document) => of.all(document).map(asGrant),
    granted: async (principals) => granted.all(JSON.stringify(principals)),
    concerning: async (document, userId) =>
      concerning.all(document, document, `user:${userId}`, document).map(asGrant),
    put: (grant, epoch) =>
      writeUnder(connection, grant.document, epoch, () => {
        if (grant.role !== 'own') keepAnOwner(grant.document, grant.principal)
        insertGrant(connection, grant)
        bumpEpoch(connection, grant.document)
        tellCards(grant.document, grant.principal)
        return 'written'
      }),
    delete: (document, principal, epoch) =>
      writeUnder(connection, document, epoch, () => {
        keepAnOwner(document, principal)
        if (remove.run(document, principal).changes === 0) return false
        bumpEpoch(connection, document)
        tellCards(document, principal)
        return true
      }),
  }
}
