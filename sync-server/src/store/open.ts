import { accessSync, constants, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { openSqlite } from './sqlite/sqlite.ts'
import type { Store } from './types.ts'

/** Opens the configured store. Throws with what to do when its folder or its file can't be used. */
export const openStore = async ({ databasePath }: { databasePath: string }): Promise<Store> => {
  const folder = dirname(databasePath)
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
  } catch (cause) {
    throw new Error(
      `Cannot use the folder ${folder}: ${reasonOf(cause)}. Make it writable, or set DATA_DIR to another one.`,
      { cause },
    )
  }
  try {
    return await openSqlite(databasePath)
  } catch (cause) {
    throw new Error(`Cannot open the database ${databasePath}: ${reasonOf(cause)}`, { cause })
  }
}

const reasonOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause)
