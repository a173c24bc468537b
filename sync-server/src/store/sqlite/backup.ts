import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { v7 as uuid } from 'uuid'
import { openSqlite } from './sqlite.ts'

/** Nobody but who runs the server may read a copy of everybody's text. */
const OWNER_ONLY = 0o600
/** So often a restore is tried beside a server that writes, with a pause between two, ms. */
const MOST_TRIES = 50
const PAUSE = 200

/**
 * One consistent copy of the database as `file`, which must not exist yet, while the server goes on writing. Nothing
 * that was deleted before the last scrub of the store is in it. Throws with what to do; then there is no such file.
 */
export const backUpSqlite = (databasePath: string, file: string): void => {
  if (!existsSync(databasePath))
    throw new Error(`There is no database ${databasePath}. Set DATA_DIR to the folder that has it.`)
  if (existsSync(file)) throw new Error(`${file} exists already. Name a file that does not.`)
  mkdirSync(dirname(file), { recursive: true })
  const unfinished = `${file}.unfinished`
  copy(databasePath, unfinished)
  renameSync(unfinished, file)
}

/**
 * Puts a backup in the place of the database, in one transaction: servers that run see the one or the other, also when
 * this process is killed. Every document starts a new generation, so they and their clients start afresh (R4, R65),
 * and cards are brought up to date. Throws with what to do; nothing has changed then.
 */
export const restoreSqlite = async (databasePath: string, file: string): Promise<void> => {
  check(file)
  mkdirSync(dirname(databasePath), { recursive: true })
  const prepared = `${databasePath}.restoring`
  try {
    copy(file, prepared)
    // a backup of an older program is brought up to date here, not in the server's place
    await (await openSqlite(prepared)).close()
    const source = new Database(prepared)
    const generation = uuid()
    renew(source, generation, standOf(databasePath))
    await replace(databasePath, source, generation)
    source.close()
  } finally {
    remove(prepared)
  }
}

/**
 * Copies `source` over the database until it is there: when somebody else writes at the end of it, `backup` gives up its
 * transaction without a word.
 */
const replace = async (
  databasePath: string,
  source: Database.Database,
  generation: string,
): Promise<void> => {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    await source.backup(databasePath)
    if (hasGeneration(source, generation) === isRestored(databasePath, generation)) return
    await pause(PAUSE)
  }
  throw new Error('The database was written to all the time. Stop the server, or try again later.')
}

const isRestored = (path: string, generation: string): boolean => {
  const db = new Database(path, { readonly: true })
  try {
    return hasGeneration(db, generation)
  } finally {
    db.close()
  }
}

const hasGeneration = (db: Database.Database, generation: string): boolean =>
  db.prepare('SELECT 1 FROM heads WHERE generation = ?').get(generation) !== undefined

const remove = (path: string): void => {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(path + end, { force: true })
}

/** One state of it, without free pages, durable. */
const copy = (from: string, to: string): void => {
  remove(to)
  const db = new Database(from, { fileMustExist: true })
  db.prepare('VACUUM INTO ?').run(to)
  db.close()
  chmodSync(to, OWNER_ONLY)
  const written = openSync(to, 'r')
  fsyncSync(written)
  closeSync(written)
}

const check = (file: string): void => {
  if (!existsSync(file))
    throw new Error(`There is no file ${file}. Name a backup that npm run backup has made.`)
  try {
    const db = new Database(file, { readonly: true })
    const damage = db.pragma('quick_check(1)', { simple: true })
    if (damage !== 'ok') throw new Error(String(damage))
    db.prepare('SELECT generation FROM heads LIMIT 1').get()
    db.close()
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`${file} is no backup of Sticky, or it is damaged: ${why}. Name another one.`, {
      cause,
    })
  }
}

/** How far the database had come whose place is taken: numbers go on from there. */
type Stand = { appended: number; epoch: number; event: number }

const standOf = (databasePath: string): Stand => {
  const nothing = { appended: 0, epoch: 0, event: 0 }
  if (!existsSync(databasePath)) return nothing
  try {
    const db = new Database(databasePath)
    const stand = db
      .prepare<[], Stand>(
        `SELECT (SELECT appended FROM mark) AS appended,
           coalesce((SELECT max(epoch) FROM heads), 0) AS epoch,
           coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'events'), 0) AS event`,
      )
      .get()
    db.close()
    return stand ?? nothing
  } catch {
    // it is to be replaced because it is damaged, maybe
    return nothing
  }
}

/** What makes an older copy safe to go on with: no cursor, epoch or event id from before means anything else now. */
const renew = (
  db: Database.Database,
  generation: string,
  { appended, epoch, event }: Stand,
): void => {
  db.transaction(() => {
    db.prepare('UPDATE heads SET generation = ?, epoch = epoch + ?').run(generation, epoch)
    db.prepare('UPDATE mark SET appended = max(appended, ?)').run(appended)
    db.prepare(
      `INSERT INTO sqlite_sequence (name, seq) SELECT 'events', 0
       WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'events')`,
    ).run()
    db.prepare(`UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'events'`).run(event)
    db.prepare('UPDATE placements SET shown_seq = -1').run()
    db.prepare(
      `INSERT INTO events (event)
       SELECT json_object('type', 'document.changed', 'documentId', document)
       FROM placements GROUP BY document`,
    ).run()
  })()
}
