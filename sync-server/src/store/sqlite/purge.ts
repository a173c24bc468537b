import { forgetLog } from './log.ts'
import type { Connection } from './open.ts'

/** Every table that keeps something of a document by its column `document`: all but the log. */
const tablesOf = ({ db }: Connection): string[] =>
  db
    .prepare<[], { name: string }>(
      `SELECT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
       WHERE t.type = 'table' AND c.name = 'document'`,
    )
    .all()
    .map(({ name }) => name)

/** All of them at once, with the pictures that show their text. */
export const purgeOrphans = (connection: Connection, before: number, limit: number): string[] => {
  const { db } = connection
  const ids = db
    .prepare<[number, number], { id: string }>(
      'SELECT id FROM documents WHERE orphaned_at < ? ORDER BY orphaned_at LIMIT ?',
    )
    .all(before, limit)
    .map(({ id }) => id)
  if (ids.length === 0) return ids
  for (const id of ids) forgetLog(connection, id)
  for (const table of tablesOf(connection)) {
    const remove = db.prepare(`DELETE FROM ${table} WHERE document = ?`)
    for (const id of ids) remove.run(id)
  }
  const remove = db.prepare('DELETE FROM documents WHERE id = ?')
  for (const id of ids) remove.run(id)
  // nobody can tell whose those without a document are
  db.prepare('DELETE FROM blobs WHERE document IS NULL').run()
  return ids
}
