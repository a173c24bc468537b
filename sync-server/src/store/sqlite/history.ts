import type { Authorship, History, PurgePoint, Version, VersionRow } from '../types.ts'
import { forgetLog } from './log.ts'
import { newestSnapshot } from './newest-snapshot.ts'
import type { Connection } from './open.ts'

type Row = { seq: number; at: number; authors: string; size: number }
type WholeRow = Row & { authorship: string; text: string }
type Unversioned = { covers_seq: number; written_at: number; authors: string }

const asRow = ({ seq, at, authors, size }: Row): VersionRow => ({
  seq,
  at,
  authors: JSON.parse(authors) as string[],
  size,
})

const asVersion = (row: WholeRow): Version => ({
  ...asRow(row),
  text: row.text,
  authorship: JSON.parse(row.authorship) as Authorship,
})

/** Entries of a document after one seq, up to another. */
type Stretch = { document: string; previous: number; covers: number }
type Note = { begun: number; written: number; authors: string }

/**
 * Keeps in mind what a new snapshot brings, for the next version. Reads the stretch at once, which may be long; what it
 * answers with is to be called inside the transaction that stores the snapshot.
 */
export const writingNotes = ({ db }: Connection): ((stretch: Stretch) => () => void) => {
  const gather = db.prepare<[Stretch], Note>(
    `SELECT min(first) AS begun, max(last) AS written, json_group_array(a.author) AS authors FROM (
       SELECT author, min(at) AS first, max(at) AS last FROM log
       WHERE head = (SELECT id FROM heads WHERE document = @document)
         AND seq > @previous AND seq <= @covers AND quarantined = 0
       GROUP BY author) l JOIN authors a ON a.id = l.author
     HAVING count(*) > 0`,
  )
  const add = db.prepare<[Stretch & Note]>(
    `INSERT INTO unversioned (document, covers_seq, begun_at, written_at, authors)
     VALUES (@document, @covers, @begun, @written, @authors)
     ON CONFLICT (document) DO UPDATE SET
       begun_at = min(begun_at, excluded.begun_at),
       written_at = max(written_at, excluded.written_at),
       authors = (SELECT json_group_array(author) FROM (
         SELECT value AS author FROM json_each(authors)
         UNION SELECT value FROM json_each(excluded.authors)))`,
  )
  // also when all that is new was quarantined
  const move = db.prepare('UPDATE unversioned SET covers_seq = ? WHERE document = ?')
  return (stretch) => {
    const note = gather.get(stretch)
    return () => {
      if (note !== undefined) add.run({ ...stretch, ...note })
      move.run(stretch.covers, stretch.document)
    }
  }
}

export const sqliteHistory = (connection: Connection): History => {
  const { db } = connection
  const page = db.prepare<[string, number, number], Row>(
    `SELECT seq, at, authors, size FROM versions
     WHERE document = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
  )
  const one = db.prepare<[string, number], WholeRow>(
    'SELECT * FROM versions WHERE document = ? AND seq = ?',
  )
  const documents = db
    .prepare<[string, number], string>(
      'SELECT DISTINCT document FROM versions WHERE document > ? ORDER BY document LIMIT ?',
    )
    .pluck()
  const due = db.prepare<[Record<string, number>], { document: string }>(
    `SELECT u.document FROM unversioned u JOIN heads h ON h.document = u.document AND h.deleted = 0
     WHERE u.written_at < @rested OR u.written_at > @now OR u.begun_at < @begun
     ORDER BY u.begun_at LIMIT @limit`,
  )
  const remove = db.prepare('DELETE FROM versions WHERE document = ? AND seq = ?')
  return {
    of: async (document, { before, limit }) =>
      page.all(document, before ?? Number.MAX_SAFE_INTEGER, limit).map(asRow),
    get: async (document, seq) => {
      const row = one.get(document, seq)
      return row === undefined ? null : asVersion(row)
    },
    documents: async (after, limit) => documents.all(after, limit),
    due: async (times, limit) => due.all({ ...times, limit }).map(({ document }) => document),
    add: adder(connection),
    drop: (document, seqs) =>
      connection.write(() => {
        for (const seq of seqs) remove.run(document, seq)
      }),
    purge: (document, at) => connection.write(() => purge(connection, document, at)),
  }
}

const adder = (connection: Connection): History['add'] => {
  const { db } = connection
  const noted = db.prepare<[string], Unversioned>('SELECT * FROM unversioned WHERE document = ?')
  const forget = db.prepare('DELETE FROM unversioned WHERE document = ?')
  const newest = db.prepare<[string], { text: string }>(
    'SELECT text FROM versions WHERE document = ? ORDER BY seq DESC LIMIT 1',
  )
  const insert = db.prepare(
    `INSERT INTO versions (document, seq, at, authors, size, authorship, text)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  return (document, { seq, text, authorship }) =>
    connection.write(() => {
      const written = noted.get(document)
      if (written?.covers_seq !== seq) return false
      forget.run(document)
      if (newest.get(document)?.text === text) return false
      const { written_at: at, authors } = written
      const size = Buffer.byteLength(text)
      insert.run(document, seq, at, authors, size, JSON.stringify(authorship), text)
      return true
    })
}

type Head = { seq: number; epoch: number }

const purge = (
  connection: Connection,
  document: string,
  { seq, epoch, generation }: PurgePoint,
): boolean => {
  const { db } = connection
  const head = db
    .prepare<[string], Head>('SELECT seq, epoch FROM heads WHERE document = ? AND deleted = 0')
    .get(document)
  if (head?.seq !== seq || head.epoch !== epoch) return false
  // whole, not only there: nothing else will be left
  if (newestSnapshot(connection, document)?.coversSeq !== seq) return false
  forgetLog(connection, document)
  for (const table of ['versions', 'unversioned'])
    db.prepare(`DELETE FROM ${table} WHERE document = ?`).run(document)
  // nobody can tell whose those without a document are
  db.prepare('DELETE FROM blobs WHERE document = ? OR document IS NULL').run(document)
  db.prepare('DELETE FROM snapshots WHERE document = ? AND covers_seq <> ?').run(document, seq)
  db.prepare('UPDATE heads SET generation = ?, trimmed = seq WHERE document = ?').run(
    generation,
    document,
  )
  // what is left is the first version of the history to come
  db.prepare(
    `INSERT INTO unversioned SELECT document, covers_seq, at, at,
       (SELECT json_group_array(c.value ->> 'author') FROM json_each(contributors) c)
     FROM snapshots WHERE document = ?`,
  ).run(document)
  return true
}
