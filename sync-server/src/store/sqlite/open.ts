import Database from 'better-sqlite3'
import { StickyError } from '@sticky/shared/errors'
import { Line } from '../../line.ts'
import { initial } from './migrations/0001-initial.ts'
import { links } from './migrations/0002-links.ts'
import { search } from './migrations/0003-search.ts'
import { history } from './migrations/0004-history.ts'
import { estates } from './migrations/0005-estates.ts'
import { shortLogRows } from './migrations/0006-short-log-rows.ts'
import { joined } from './migrations/0007-joined.ts'
import { shown } from './migrations/0008-shown.ts'
import { guilds } from './migrations/0009-guilds.ts'

const MIGRATIONS: readonly string[] = [
  initial,
  links,
  search,
  history,
  estates,
  shortLogRows,
  joined,
  shown,
  guilds,
]

/** How long a write waits for the other process (server or merge) before it is refused, ms. */
const BUSY_LIMIT = 5_000
/** So many statements are kept. */
const STATEMENTS = 50
/** How long scrubbing waits for others, ms: a search of the server may read for 10 s. */
const SCRUB_PATIENCE = 12_000
const STILL_READ =
  'It is deleted. The file still holds it while somebody reads an older state, for a backup maybe; then it goes from there, too.'

/** `reading`: of a thread that only reads, and may wait. */
type Purpose = 'writing' | 'reading'

/** Of the file, kept in memory by a connection that only reads, KiB. */
const READING_CACHE = 32 * 1024

/**
 * One process's connection. Writes never block the event loop: SQLite's own busy handler is off, and a write
 * that finds the file locked tries again on a later turn.
 */
export class Connection {
  readonly db: Database.Database
  readonly #transaction: Database.Transaction<(work: () => unknown) => unknown>
  readonly #line = new Line()
  readonly #statements = new Map<string, Database.Statement>()
  #finish: () => void = () => {}
  #flush = 0

  constructor(path: string, purpose: Purpose = 'writing') {
    const reads = purpose === 'reading'
    this.db = new Database(path, { timeout: reads ? BUSY_LIMIT : 0, readonly: reads })
    this.#transaction = this.db.transaction((work: () => unknown) => work())
    if (reads) this.db.pragma(`cache_size = -${READING_CACHE}`)
    else this.#prepareWriting()
  }

  #prepareWriting(): void {
    this.db.pragma('journal_mode = WAL')
    this.db.pragma('synchronous = FULL')
    this.db.pragma('fullfsync = ON')
    this.db.pragma('foreign_keys = ON')
    // what is deleted is overwritten at once; `scrub` does the rest
    this.db.pragma('secure_delete = ON')
  }

  /** Like `db.prepare`, for statements that are put together anew for each question: the latest are kept. */
  prepared<P extends unknown[], R>(sql: string): Database.Statement<P, R> {
    const statement = this.#statements.get(sql) ?? this.db.prepare(sql)
    // to the end: what was not asked for longest stands first
    this.#statements.delete(sql)
    this.#statements.set(sql, statement)
    const [oldest] = this.#statements.keys()
    if (this.#statements.size > STATEMENTS && oldest !== undefined) this.#statements.delete(oldest)
    return statement as Database.Statement<P, R>
  }

  /** From now on every write ends with `finish`, in its transaction. */
  finishWrites(finish: () => void): void {
    this.#finish = finish
  }

  /** Runs `work` in one immediate transaction: all of it is durable when the promise resolves, or none. */
  write<T>(work: () => T): Promise<T> {
    const until = Date.now() + BUSY_LIMIT
    return this.#line.enter(() => this.#write(work, until))
  }

  /** Runs `work`, which writes by way of another connection of this process, while nothing is written by this one. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    return this.#line.enter(work)
  }

  /** How long it took the last commit to reach the medium, ms. */
  get flush(): number {
    return this.#flush
  }

  async #write<T>(work: () => T, until: number): Promise<T> {
    for (;;) {
      try {
        return this.#commit(work)
      } catch (error) {
        if (!isBusy(error)) throw asStickyError(error)
        if (Date.now() > until)
          throw new StickyError('unavailable', undefined, undefined, { cause: error })
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
    }
  }

  /** Runs reads that must see one state. */
  read<T>(work: () => T): T {
    return this.#transaction.deferred(work) as T
  }

  #commit<T>(work: () => T): T {
    let at = 0
    const result = this.#transaction.immediate(() => {
      const result = work()
      this.#finish()
      at = performance.now()
      return result
    })
    this.#flush = performance.now() - at
    return result as T
  }

  /** Of the file, bytes. */
  get #size(): number {
    const count = (name: string): number => Number(this.db.pragma(name, { simple: true }))
    return count('page_count') * count('page_size')
  }

  /**
   * Writes the whole file anew without what was deleted: overwriting alone leaves copies of rows in the gaps of pages
   * that were split once. Then brings the write-ahead log into it and empties that. Blocks this process, and other
   * processes' writes, up to seconds: a file of more than `limit` bytes is not written anew. Throws `unavailable` while
   * somebody else reads an older state.
   */
  async scrub(limit: number): Promise<void> {
    if (this.#size <= limit) await this.#untilDone(() => void this.db.exec('VACUUM'))
    await this.#untilDone(() => {
      const [result] = this.db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
      return result?.busy === 0
    })
  }

  /** Tries again while somebody else is in the way: `attempt` says false, or finds the file locked. */
  async #untilDone(attempt: () => boolean | void): Promise<void> {
    const until = Date.now() + SCRUB_PATIENCE
    // others write between two attempts
    while (!(await this.exclusive(async () => this.#isDone(attempt)))) {
      if (Date.now() > until) throw new StickyError('unavailable', STILL_READ)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  #isDone(attempt: () => boolean | void): boolean {
    try {
      return attempt() !== false
    } catch (error) {
      if (isBusy(error)) return false
      throw asStickyError(error)
    }
  }

  /** Brings the schema up to this program. Refuses a database written by a newer one. */
  async migrate(): Promise<void> {
    await this.write(() => {
      const version = this.db.pragma('user_version', { simple: true }) as number
      if (version > MIGRATIONS.length) {
        throw new Error(
          `The database has schema ${version}, this program knows ${MIGRATIONS.length}. Start a newer Sticky, or restore a backup made by this one.`,
        )
      }
      for (const sql of MIGRATIONS.slice(version)) this.db.exec(sql)
      this.db.pragma(`user_version = ${MIGRATIONS.length}`)
    })
  }

  close(): void {
    this.db.close()
  }
}

const codeOf = (error: unknown): string => (error instanceof Database.SqliteError ? error.code : '')

const isBusy = (error: unknown): boolean => codeOf(error).startsWith('SQLITE_BUSY')

/** What the medium refuses becomes `not_saved`; everything else stays what it is. */
const asStickyError = (error: unknown): unknown =>
  /^SQLITE_(FULL|READONLY|IOERR|CANTOPEN)/.test(codeOf(error))
    ? new StickyError('not_saved', undefined, undefined, { cause: error })
    : error
