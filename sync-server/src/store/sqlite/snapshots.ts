import type { Snapshot, Snapshots } from '../types.ts'
import { addEvent } from './events.ts'
import { writingNotes } from './history.ts'
import { digestOf, newestSnapshot } from './newest-snapshot.ts'
import type { Connection } from './open.ts'
import type { SearchIndex } from './search-index.ts'

/** For so long it can be told what a document was, ms. */
const RECENT = 3_600_000

export const sqliteSnapshots = (connection: Connection, index: SearchIndex): Snapshots => {
  const { db } = connection
  const dropDamaged = db.prepare<[string, number]>(
    'DELETE FROM snapshots WHERE document = ? AND covers_seq > ?',
  )
  const insert = db.prepare(
    `INSERT INTO snapshots (document, covers_seq, bytes, state_vector, deleted, authors, contributors, text, at, digest)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const dropOlder = db.prepare<[{ document: string; previous: number; recently: number }]>(
    `DELETE FROM snapshots WHERE document = @document AND covers_seq < @previous AND covers_seq <>
       coalesce((SELECT max(s.covers_seq) FROM snapshots s JOIN heads h ON h.document = s.document
         WHERE s.document = @document AND s.at < @recently AND h.trimmed > 0), 0)`,
  )
  const modified = db.prepare<[number, string]>(
    'UPDATE documents SET modified_at = max(modified_at, ?) WHERE id = ?',
  )
  const behind = db.prepare<[number], { document: string }>(
    `SELECT b.document FROM (
       SELECT h.id AS head, h.document, h.seq, coalesce(
         (SELECT max(s.covers_seq) FROM snapshots s WHERE s.document = h.document), 0) AS covered
       FROM heads h WHERE h.deleted = 0) b
     WHERE b.seq > b.covered
     ORDER BY (SELECT l.at FROM log l WHERE l.head = b.head AND l.seq = b.covered + 1)
     LIMIT ?`,
  )
  const note = writingNotes(connection)
  const generationOf = db
    .prepare<[string], string>('SELECT generation FROM heads WHERE document = ?')
    .pluck()
  const put = (
    document: string,
    previous: number,
    snapshot: Snapshot,
    generation: string | undefined,
    keepInMind: () => void,
  ): boolean => {
    if (generation !== undefined && generationOf.get(document) !== generation) return false
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
    dropOlder.run({ document, previous, recently: snapshot.at - RECENT })
    keepInMind()
    modified.run(snapshot.contributors[0]?.at ?? snapshot.at, document)
    addEvent(connection, { type: 'document.merged', documentId: document, seq: snapshot.coversSeq })
    return true
  }
  return {
    latest: async (document) => newestSnapshot(connection, document),
    upTo: async (document, seq) => newestSnapshot(connection, document, seq),
    put: async (document, previous, snapshot, generation) => {
      await index.prepare(snapshot.text)
      const keepInMind = note({ document, previous, covers: snapshot.coversSeq })
      return connection.write(() => put(document, previous, snapshot, generation, keepInMind))
    },
    behind: async (limit) => behind.all(limit).map((row) => row.document),
  }
}
