import { accessSync, constants, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { openSqlite } from './sqlite/sqlite.ts'
import type { Store } from './types.ts'

/** Opens the configured store. Throws with what to do when its folder can't be used. */
export const openStore = async ({ databasePath }: { databasePath: string }): Promise<Store> => {
  const folder = dirname(databasePath)
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    return await openSqlite(databasePath)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(
      `Cannot use the database in ${folder}: ${why}. Make the folder writable, or set DATA_DIR to another one.`,
      { cause },
    )
  }
}
