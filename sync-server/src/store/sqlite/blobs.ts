import type { Blobs } from '../types.ts'
import type { Connection } from './open.ts'

/** How many pictures are kept; the oldest go first and are drawn again when asked for. */
const KEPT = 5_000

export const sqliteBlobs = (connection: Connection): Blobs => {
  const { db } = connection
  const get = db.prepare<[string], { bytes: Buffer }>('SELECT bytes FROM blobs WHERE hash = ?')
  const insert = db.prepare(
    'INSERT INTO blobs (hash, bytes, at, document) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const trim = db.prepare('DELETE FROM blobs WHERE rowid <= (SELECT max(rowid) FROM blobs) - ?')
  return {
    get: async (hash) => get.get(hash)?.bytes ?? null,
    put: (hash, bytes, { document, at }) =>
      connection.write(() => {
        insert.run(hash, bytes, at, document)
        trim.run(KEPT)
      }),
  }
}
