import { StickyError } from '@sticky/shared/errors'
import type {
  DocumentQuery,
  DocumentRow,
  Documents,
  GrantRow,
  Grants,
  NewDocument,
} from '../types.ts'
import { addEvent } from './events.ts'
import { insertFirst, prepareLog } from './log.ts'
import type { Connection } from './open.ts'

type Row = {
  id: string
  title: string
  created_by: string
  created_at: number
  modified_at: number
  deleted_at: number | null
}

const asDocument = (row: Row): DocumentRow => ({
  id: row.id,
  title: row.title,
  createdBy: row.created_by,
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
  deletedAt: row.deleted_at,
})

/** What goes with a document for ever. What is left of it are its row, its head and its placements. */
const OF_A_DOCUMENT = 'log snapshots versions unversioned blobs grants links intents'.split(' ')

const SORT = {
  created: 'd.created_at',
  modified: 'd.modified_at',
  title: 'lower(d.title)',
} as const

/** Documents that a user owns, or that a grant to the user, or to a channel or role it was lately seen in, opens. */
const ROLES_OF = {
  owned: `g.principal = 'user:' || @userId AND g.role = 'own'`,
  shared: `g.role <> 'own' AND (g.principal = 'user:' || @userId OR g.principal IN (
      SELECT 'channel:' || m.channel FROM memberships m
      WHERE m.user_id = @userId AND m.access <> 'none' AND m.proved_at >= @provedSince
      UNION ALL
      SELECT 'role:' || substr(m.channel, 1, instr(m.channel, '/')) || r.value
      FROM memberships m, json_each(m.roles) r
      WHERE m.user_id = @userId AND m.access <> 'none' AND m.proved_at >= @provedSince))
    AND NOT EXISTS (SELECT 1 FROM grants o WHERE o.document = d.id
      AND o.principal = 'user:' || @userId AND o.role = 'own')`,
} as const

const listSql = (query: DocumentQuery): string => {
  const key = SORT[query.sort]
  const [compare, direction] = query.order === 'asc' ? ['>', 'ASC'] : ['<', 'DESC']
  const last = query.sort === 'title' ? 'lower(@key)' : '@key'
  const page = query.after === null ? '' : `AND (${key}, d.id) ${compare} (${last}, @afterId)`
  return `SELECT d.* FROM documents d WHERE d.deleted_at IS NULL
    AND EXISTS (SELECT 1 FROM grants g WHERE g.document = d.id AND ${ROLES_OF[query.scope]})
    ${page} ORDER BY ${key} ${direction}, d.id ${direction} LIMIT @limit`
}

/** Everything signed or in flight under the old epoch stops counting (R31). */
export const bumpEpoch = (connection: Connection, document: string): void => {
  connection.db.prepare('UPDATE heads SET epoch = epoch + 1 WHERE document = ?').run(document)
}

/** Something other than the text has changed: tell the cards, also those of a bot that is away. */
const announceChange = (connection: Connection, document: string): void => {
  connection.db.prepare('UPDATE placements SET shown_seq = -1 WHERE document = ?').run(document)
  addEvent(connection, { type: 'document.changed', documentId: document })
}

const insertGrant = (connection: Connection, grant: GrantRow): void => {
  connection.db
    .prepare(
      `INSERT INTO grants (document, principal, role, granted_by, created_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (document, principal) DO UPDATE SET role = excluded.role, granted_by = excluded.granted_by`,
    )
    .run(grant.document, grant.principal, grant.role, grant.grantedBy, grant.createdAt)
}

export const sqliteDocuments = (connection: Connection): Documents => {
  const { db } = connection
  const statements = prepareLog(connection)
  const get = db.prepare<[string], Row>('SELECT * FROM documents WHERE id = ?')
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
  const setDeleted = (id: string, deletedAt: number | null): void => {
    db.prepare('UPDATE documents SET deleted_at = ? WHERE id = ?').run(deletedAt, id)
    db.prepare('UPDATE heads SET deleted = ? WHERE document = ?').run(
      deletedAt === null ? 0 : 1,
      id,
    )
    bumpEpoch(connection, id)
    announceChange(connection, id)
  }
  return {
    create: (document) => connection.write(() => create(document)),
    get: async (id) => {
      const row = get.get(id)
      return row === undefined ? null : asDocument(row)
    },
    list: async (query) =>
      db
        .prepare<[Record<string, unknown>], Row>(listSql(query))
        .all({
          userId: query.userId,
          provedSince: query.provedSince,
          limit: query.limit,
          key: query.after?.key,
          afterId: query.after?.id,
        })
        .map(asDocument),
    rename: (id, title, at) =>
      connection.write(() => {
        db.prepare('UPDATE documents SET title = ?, modified_at = ? WHERE id = ?').run(
          title,
          at,
          id,
        )
        announceChange(connection, id)
      }),
    setDeleted: (id, deletedAt) => connection.write(() => setDeleted(id, deletedAt)),
    erase: (id, at) =>
      connection.write(() => {
        for (const table of OF_A_DOCUMENT)
          db.prepare(`DELETE FROM ${table} WHERE document = ?`).run(id)
        // nobody can tell whose those without a document are
        db.prepare('DELETE FROM blobs WHERE document IS NULL').run()
        db.prepare(`UPDATE documents SET title = 'Deleted document' WHERE id = ?`).run(id)
        // what is being merged right now is of another one
        db.prepare(`UPDATE heads SET generation = 'erased' WHERE document = ?`).run(id)
        setDeleted(id, get.get(id)?.deleted_at ?? at)
      }),
  }
}

type GrantRecord = {
  document: string
  principal: string
  role: GrantRow['role']
  granted_by: string | null
  created_at: number
}

const asGrant = (row: GrantRecord): GrantRow => ({
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
  const remove = connection.db.prepare('DELETE FROM grants WHERE document = ? AND principal = ?')
  return {
    of: async (document) => of.all(document).map(asGrant),
    concerning: async (document, userId) =>
      concerning.all(document, document, `user:${userId}`, document).map(asGrant),
    put: (grant) =>
      connection.write(() => {
        if (grant.role !== 'own') keepAnOwner(grant.document, grant.principal)
        insertGrant(connection, grant)
        bumpEpoch(connection, grant.document)
      }),
    delete: (document, principal) =>
      connection.write(() => {
        keepAnOwner(document, principal)
        if (remove.run(document, principal).changes === 0) return false
        bumpEpoch(connection, document)
        return true
      }),
  }
}
