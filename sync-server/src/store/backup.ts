import { join, resolve } from 'node:path'
import { backUpSqlite, restoreSqlite } from './sqlite/backup.ts'

type Place = { databasePath: string; dataDir: string }

/** Copies the store into a file, while servers run; answers with its name. Without one, a new file in `DATA_DIR`. */
export const backUp = (place: Place, file?: string): string => {
  const name = `sticky-${new Date().toISOString().replace(/[:.]/g, '-')}.db`
  const target = resolve(file ?? join(place.dataDir, 'backups', name))
  backUpSqlite(place.databasePath, target)
  return target
}

/** Puts a backup in the place of the store, while servers run. */
export const restore = async ({ databasePath }: Place, file: string | undefined): Promise<void> => {
  if (file === undefined) throw new Error('Say which backup: npm run restore -- <file>')
  await restoreSqlite(databasePath, resolve(file))
}
