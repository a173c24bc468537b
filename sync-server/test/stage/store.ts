import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { World } from '../../src/store/contract/world.ts'
import type { Opened } from '../../src/store/contract/world.ts'
import { sqliteListing } from '../../src/store/sqlite/listing.ts'
import { Connection } from '../../src/store/sqlite/open.ts'
import type { Readers } from '../../src/store/sqlite/reading/readers.ts'
import { sqliteSearch } from '../../src/store/sqlite/search.ts'
import { openSqlite } from '../../src/store/sqlite/sqlite.ts'
import type { Store } from '../../src/store/types.ts'

/** As a store's threads do it, but here: they take long to start, and there are hundreds of stories. */
export const readHere =
  (fewGrants?: number, few?: number, steps?: number, shortWork?: number) =>
  (path: string): Readers => {
    const connection = new Connection(path, 'reading')
    const list = sqliteListing(connection, fewGrants)
    const find = sqliteSearch(connection, few, steps, shortWork)
    return {
      list: async (query) => list(query),
      search: async (query) => find(query),
      close: async () => connection.close(),
    }
  }

const openHere = (path: string): Promise<Store> => openSqlite(path, { read: readHere() })

/** An empty SQLite store as the migrations make it, once for all stores of this process. */
let template: Promise<Buffer> | undefined

const makeTemplate = async (): Promise<Buffer> => {
  const folder = mkdtempSync(join(tmpdir(), 'sticky-store-'))
  const path = join(folder, 'sticky.db')
  await (await openSqlite(path)).close()
  const bytes = readFileSync(path)
  rmSync(folder, { recursive: true, force: true })
  return bytes
}

/** A store in a folder of its own; closing it takes the folder away. `open`: what is opened there, else SQLite. */
export const newStore = async (
  open: (path: string) => Promise<Store> = openHere,
): Promise<Opened & { folder: string; path: string }> => {
  const folder = mkdtempSync(join(tmpdir(), 'sticky-store-'))
  const path = join(folder, 'sticky.db')
  writeFileSync(path, await (template ??= makeTemplate()))
  let store = await open(path)
  return {
    folder,
    path,
    store,
    reopen: async () => {
      await store.close()
      store = await open(path)
      return store
    },
    close: async () => {
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A store for one test, and the language to fill it with; when the test is over, both are gone. */
export const newWorld = async (): Promise<{
  world: World
  store: Store
  folder: string
  path: string
}> => {
  const opened = await newStore()
  onTestFinished(() => opened.close())
  return { ...opened, world: new World(opened) }
}
