import { createHash } from 'node:crypto'
import type { Contributor, Snapshot, Snapshots } from '../types.ts'
import { addEvent } from './events.ts'
import type { Connection } from './open.ts'
import type { SearchIndex } from './search-index.ts'

type Row = {
  covers_seq: number
  bytes: Buffer
  state_vector: Buffer
  deleted: Buffer
  authors: string
  contributors: string
  text: string
  at: number
  digest: Buffer
}

const digestOf = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

const isWhole = (row: Row): boolean =>
  digestOf(row.bytes, row.state_vector, row.deleted).equals(row.digest)

const asSnapshot = (row: Row): Snapshot => ({
  coversSeq: row.covers_seq,
  update: row.bytes,
  stateVector: row.state_vector,
  deleted: row.deleted,
  authors: JSON.parse(row.authors) as [number, string][],
  contributors: JSON.parse(row.contributors) as Contributor[],
  text: row.text,
  at: row.at,
})

/**
 * The snapshot that covers most of the log. A damaged one counts as not there: the one before it and the log,
 * which is kept that far back, have everything.
 */
export const newestSnapshot = (connection: Connection, document: string): Snapshot | null => {
  const rows = connection.db
    .prepare<[string], Row>('SELECT * FROM snapshots WHERE document = ? ORDER BY covers_seq DESC')
    .iterate(document)
  for (const row of rows) if (isWhole(row)) return asSnapshot(row)
  return null
}

export const sqliteSnapshots = (connection: Connection, index: SearchIndex): Snapshots => {
  const { db } = connection
  const dropDamaged = db.prepare<[string, number]>(
    'DELETE FROM snapshots WHERE document = ? AND covers_seq > ?',
  )
  const insert = db.prepare(
    `INSERT INTO snapshots (document, covers_seq, bytes, state_vector, deleted, authors, contributors, text, at, digest)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const dropOlder = db.prepare<[string, number]>(
    'DELETE FROM snapshots WHERE document = ? AND covers_seq < ?',
  )
  const modified = db.prepare<[number, string]>(
    'UPDATE documents SET modified_at = max(modified_at, ?) WHERE id = ?',
  )
  const behind = db.prepare<[number], { document: string }>(
    `SELECT b.document FROM (
       SELECT h.document, h.seq, coalesce(
         (SELECT max(s.covers_seq) FROM snapshots s WHERE s.document = h.document), 0) AS covered
       FROM heads h WHERE h.deleted = 0) b
     WHERE b.seq > b.covered
     ORDER BY (SELECT l.at FROM log l WHERE l.document = b.document AND l.seq = b.covered + 1)
     LIMIT ?`,
  )
  const put = (document: string, previous: number, snapshot: Snapshot): boolean => {
    if ((newestSnapshot(connection, document)?.coversSeq ?? 0) !== previous) return false
    dropDamaged.run(document, previous)
    insert.run(
      document,
      snapshot.coversSeq,
      snapshot.update,
      snapshot.stateVector,
      snapshot.deleted,
      JSON.stringify(snapshot.authors),
      JSON.stringify(snapshot.contributors),
      snapshot.text,
      snapshot.at,
      digestOf(snapshot.update, snapshot.stateVector, snapshot.deleted),
    )
    dropOlder.run(document, previous)
    modified.run(snapshot.contributors[0]?.at ?? snapshot.at, document)
    addEvent(connection, { type: 'document.merged', documentId: document, seq: snapshot.coversSeq })
    return true
  }
  return {
    latest: async (document) => newestSnapshot(connection, document),
    put: async (document, previous, snapshot) => {
      await index.prepare(snapshot.text)
      return connection.write(() => put(document, previous, snapshot))
    },
    behind: async (limit) => behind.all(limit).map((row) => row.document),
  }
}
