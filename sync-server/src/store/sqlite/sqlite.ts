import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Store } from '../types.ts'
import { sqliteBlobs } from './blobs.ts'
import { sqliteChat } from './chat.ts'
import { sqliteDocuments, sqliteGrants } from './documents.ts'
import { sqliteEvents } from './events.ts'
import { sqliteGuilds } from './guilds.ts'
import { sqliteHistory } from './history.ts'
import { sqliteLinks } from './links.ts'
import { sqliteLog } from './log.ts'
import { Connection } from './open.ts'
import { startReaders } from './reading/readers.ts'
import { keepSearchIndex } from './search-index.ts'
import { scrubSearch } from './search-scrub.ts'
import { searchVocabulary } from './search-vocabulary.ts'
import { sqliteSnapshots } from './snapshots.ts'
import { sqliteSessions, sqliteUsers } from './users.ts'

/** How large a file may be to be written anew by {@link Store.scrub}, bytes: one like this takes two seconds. */
const SCRUB_LIMIT = 256 * 1024 * 1024

/**
 * `read`: with what long reads are done. `scrubLimit`: bytes up to which the file is written anew to scrub it.
 */
export type SqliteOptions = { read?: typeof startReaders; scrubLimit?: number }

/**
 * Opens (and creates or migrates) the store in one file. Several processes of one machine may hold it open.
 * Throws when the folder can't be written or the file was made by a newer program.
 */
export const openSqlite = async (
  path: string,
  { read = startReaders, scrubLimit = SCRUB_LIMIT }: SqliteOptions = {},
): Promise<Store> => {
  mkdirSync(dirname(path), { recursive: true })
  const connection = new Connection(path)
  await connection.migrate()
  const index = keepSearchIndex(connection)
  // what a migration has put there, a part at a time: a program that is stopped meanwhile goes on from there
  while (await connection.write(() => index.finish()));
  connection.finishWrites(() => index.finish())
  const scrubIndex = scrubSearch(connection)
  const readers = read(path)
  const vocabulary = searchVocabulary(connection)
  const mark = connection.db.prepare<[], { appended: number }>('SELECT appended FROM mark')
  const log = sqliteLog(connection)
  return {
    log,
    snapshots: sqliteSnapshots(connection, index),
    history: sqliteHistory(connection),
    users: sqliteUsers(connection),
    sessions: sqliteSessions(connection),
    documents: sqliteDocuments(connection, readers.list),
    search: { find: readers.search, tidy: (limit) => vocabulary.tidy(limit) },
    grants: sqliteGrants(connection),
    links: sqliteLinks(connection),
    chat: sqliteChat(connection),
    guilds: sqliteGuilds(connection),
    events: sqliteEvents(connection),
    blobs: sqliteBlobs(connection),
    mark: async () => mark.get()?.appended ?? 0,
    renewGenerations: async (generation) => {
      await connection.write(() =>
        connection.db.prepare('UPDATE heads SET generation = ?').run(generation),
      )
    },
    scrub: async () => {
      await scrubIndex()
      await connection.scrub(scrubLimit)
    },
    close: async () => {
      await log.close()
      await readers.close()
      connection.close()
    },
  }
}
