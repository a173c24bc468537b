import { randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'
import { openStore } from '../../sync-server/src/store/open.ts'
import type { Corpus } from './corpus.ts'

/** Bytes of text of each. */
const BYTES = 2_000
/** Every so many documents are the member's; the librarian may read all. */
const SHARE = 500

export type Readers = { librarian: string; member: string }

const STATEMENTS = {
  document: `INSERT INTO documents (id, title, created_by, created_at, modified_at)
    VALUES (@id, @title, @owner, @at, @at)`,
  head: `INSERT INTO heads (document, generation, seq, epoch) VALUES (@id, @id, 0, 1)`,
  grant: `INSERT INTO grants (document, principal, role, granted_by, created_at)
    VALUES (@id, 'user:' || @owner, 'own', NULL, @at)`,
  share: `INSERT INTO grants (document, principal, role, granted_by, created_at)
    SELECT @id, 'user:' || @reader, 'edit', @owner, @at WHERE @owner <> @reader`,
  snapshot: `INSERT INTO snapshots
    VALUES (@id, 0, x'0000', x'00', x'00', '[]', '[]', @text, @at, x'00')`,
}

/**
 * Makes a store in this file, with its readers and merged documents, a minute apart up to now. These are written in one
 * transaction, past the store, which indexes them when it is opened again, as after a migration.
 */
export const fill = async (
  databasePath: string,
  { librarian, member }: Readers,
  corpus: Corpus,
  documents: number,
): Promise<void> => {
  await addReaders(databasePath, { librarian, member })
  const db = new Database(databasePath)
  const statements = Object.values(STATEMENTS).map((sql) => db.prepare(sql))
  const began = Date.now()
  db.transaction(() => {
    for (let i = 0; i < documents; i += 1) {
      const row = {
        id: randomUUID(),
        title: corpus.title(),
        text: corpus.text(BYTES),
        owner: i % SHARE === 0 ? member : librarian,
        reader: librarian,
        at: began - (documents - i) * 60_000,
      }
      for (const statement of statements) statement.run(row)
    }
  })()
  db.close()
  await (await openStore({ databasePath })).close()
}

const addReaders = async (databasePath: string, readers: Readers): Promise<void> => {
  const store = await openStore({ databasePath })
  for (const [displayName, id] of Object.entries(readers)) {
    const account = { username: null, color: '#808080', passwordHash: null, tokenVersion: 0 }
    await store.users.create({ id, displayName, createdAt: Date.now(), ...account })
  }
  await store.close()
}
