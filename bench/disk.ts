import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'

/** Bytes that a process has caused to be written to the disk, by whole pages. Linux only. */
export const writtenBytes = (pid: number): number => {
  try {
    const [, bytes = '0'] =
      /^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8')) ?? []
    return Number(bytes)
  } catch {
    return 0
  }
}

/** Bytes on the disk that Sticky's database in `folder` takes for its log, and for its snapshots. */
export const tableSizes = (folder: string): { log: number; snapshots: number } => {
  const db = new Database(join(folder, 'sticky.db'), { readonly: true })
  try {
    const size = db
      .prepare<[string], number>(
        `SELECT coalesce(sum(pgsize), 0) FROM dbstat
         WHERE aggregate = TRUE AND name IN (SELECT name FROM sqlite_schema WHERE tbl_name = ?)`,
      )
      .pluck()
    return { log: size.get('log') ?? NaN, snapshots: size.get('snapshots') ?? NaN }
  } finally {
    db.close()
  }
}
